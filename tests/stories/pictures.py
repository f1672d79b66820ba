"""Pictures that people in stories send: small, a different one for each seed, some of them hostile."""

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
    """Return a sharp, well-lit picture, a different one for each seed."""
    return jpeg(scene(seed, size=size))


def scene(seed: int, *, size: tuple[int, int] = (640, 800)) -> Image.Image:
    """Return the same picture as an image, not a file."""
    chance = random.Random(seed)
    picture = Image.new("RGB", size, (150, 160, 170))
    pen = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y = chance.randint(0, size[0]), chance.randint(0, size[1])
        colour = (chance.randint(0, 255), chance.randint(0, 255), chance.randint(0, 255))
        pen.rectangle((x, y, x + chance.randint(20, 160), y + chance.randint(20, 160)), fill=colour)
    return picture


def jpeg(picture: Image.Image, quality: int = 88) -> bytes:
    """Return a picture as a JPEG file."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()


def with_place(seed: int) -> bytes:
    """Return a photo with a location in its EXIF data."""
    picture, exif, file = scene(seed), Image.Exif(), io.BytesIO()
    exif[0x010E] = "Nanning, at home"
    exif.get_ifd(GPS).update({1: "N", 2: (22.0, 49.0, 0.0), 3: "E", 4: (108.0, 22.0, 0.0)})
    picture.save(file, "JPEG", exif=exif)
    return file.getvalue()


def bomb() -> bytes:
    """Return a PNG of a few kilobytes whose header claims 900 million pixels."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100_000)), (b"IEND", b"")]
    parts = [struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def give_portrait(app: AppDriver, person: Citizen, picture: bytes = b"") -> None:
    """Store a portrait of this person: this picture, or any picture for checks that do not compare it."""
    from storage import files  # At the top of the module this import would be circular.

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
