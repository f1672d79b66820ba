"""Pictures that people of the stories send: small, each other than the last, some of them made to do harm."""

import io
import random
import struct
import zlib

from PIL import Image, ImageDraw
from sqlmodel import Session

from storage.register.people import Person
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen

GPS = 0x8825


def photo(seed: int, *, size: tuple[int, int] = (640, 800)) -> bytes:
    """A sharp, well-lit picture of nothing, another for each seed."""
    return jpeg(scene(seed, size=size))


def scene(seed: int, *, size: tuple[int, int] = (640, 800)) -> Image.Image:
    """The same, not yet a file."""
    chance = random.Random(seed)
    picture = Image.new("RGB", size, (150, 160, 170))
    pen = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y = chance.randint(0, size[0]), chance.randint(0, size[1])
        colour = (chance.randint(0, 255), chance.randint(0, 255), chance.randint(0, 255))
        pen.rectangle((x, y, x + chance.randint(20, 160), y + chance.randint(20, 160)), fill=colour)
    return picture


def jpeg(picture: Image.Image, quality: int = 88) -> bytes:
    """A picture as a file."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()


def with_place(seed: int) -> bytes:
    """A photo that tells where it was taken."""
    picture, exif, file = scene(seed), Image.Exif(), io.BytesIO()
    exif[0x010E] = "Nanning, at home"
    exif.get_ifd(GPS).update({1: "N", 2: (22.0, 49.0, 0.0), 3: "E", 4: (108.0, 22.0, 0.0)})
    picture.save(file, "JPEG", exif=exif)
    return file.getvalue()


def bomb() -> bytes:
    """A PNG of a few kilobytes that says it has 900 million pixels."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100_000)), (b"IEND", b"")]
    parts = [struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def give_portrait(app: AppDriver, person: Citizen, picture: bytes = b"") -> None:
    """Let the register hold a portrait of this person: this picture, or one of nothing for checks that do not look."""
    from storage import files  # Beside the other imports it would make a ring with the cast.

    def action(session: Session) -> None:
        kept = files.store(
            session,
            picture or photo(person.id),
            kind="portrait",
            name="portrait.jpg",
            media_type="image/jpeg",
            at=app.now,
            person_id=person.person_id,
        )
        found = session.get_one(Person, person.person_id)
        found.portrait_id = kept

    app.write(action)
