"""Hostile files, and unusual but genuine photos, each with its expected result."""

import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator

import pillow_heif
from PIL import Image, TiffImagePlugin

from bot.adapters.pictures.sanitise import PictureProblem
from tests.adapters.pictures.portraits import COLLINS, HOPPER, face, jpeg

PAYLOAD = b"PK\x03\x04 smuggled along <script>alert(1)</script>"
PLACE = "Nanning, by the river"
Maker = Callable[[], bytes]


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """Return the picture in this format."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def photo() -> bytes:
    """Return a small genuine photo."""
    return jpeg(face(COLLINS).resize((128, 128)))


def png_claiming(width: int, height: int, rows: bytes = b"\0" * 1000) -> bytes:
    """Return a small PNG whose header claims this size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def with_chunk(name: bytes, body: bytes, *, before: bytes = b"IDAT") -> bytes:
    """Return a genuine PNG with an additional chunk."""
    png = saved(face(COLLINS).resize((64, 64)), "PNG")
    at = png.index(before) - 4
    return png[:at] + _chunk(name, body) + png[at:]


def jpeg_claiming(width: int, height: int) -> bytes:
    """Return a genuine JPEG whose frame header claims another size."""
    data = photo()
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def with_everything_told(orientation: int = 6) -> bytes:
    """Return a photo with all metadata of a phone: place, camera, comment, thumbnail, orientation."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x010F] = orientation, PLACE, "Telephone"
    exif[0x8825] = {1: "N", 2: tuple(TiffImagePlugin.IFDRational(part) for part in (22, 49, 1))}
    picture = Image.new("RGB", (128, 64), "red")
    picture.paste("blue", (0, 0, 64, 64))
    return saved(picture, "JPEG", exif=exif, comment=PLACE.encode(), icc_profile=PAYLOAD, quality=95)


def moving(kind: str, frames: int = 3) -> bytes:
    """Return an animation."""
    shots = [Image.new("RGB", (64, 64), (40 * step, 0, 0)) for step in range(frames)]
    return saved(shots[0], kind, save_all=True, append_images=shots[1:], duration=50)


def of_fifty_megapixels(kind: str) -> bytes:
    """Return a valid picture that is too large."""
    return saved(Image.new("L", (8200, 6200), 128), kind)


def in_mode(mode: str, kind: str) -> bytes:
    """Return a genuine photo in an unusual pixel format."""
    return saved(face(HOPPER).resize((96, 112)).convert(mode), kind)


def sixteen_bit() -> bytes:
    """Return a gradient in 16 bits, black to white from left to right."""
    ramp = b"".join(struct.pack("<H", column * 512) for column in range(128)) * 64
    return saved(Image.frombytes("I;16", (128, 64), ramp), "PNG")


def glass() -> bytes:
    """Return a picture, transparent in the left half and black in the right."""
    picture = Image.new("RGBA", (64, 64), (0, 0, 0, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 32, 64))
    return saved(picture, "PNG")


def heic(size: tuple[int, int] = (128, 96)) -> bytes:
    """Return a photo in HEIC."""
    out = io.BytesIO()
    pillow_heif.from_pillow(face(COLLINS).resize(size)).save(out, quality=80)
    return out.getvalue()


def changed(data: bytes, seed: int) -> bytes:
    """Return the file with a few bytes changed, missing or repeated, by the seed."""
    chance = random.Random(seed)
    bytes_ = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(min(len(bytes_), chance.choice([40, 400, len(bytes_)])))
        bytes_[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
    return bytes(bytes_[: chance.choice([len(bytes_), chance.randint(1, len(bytes_))])])


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _text_bomb(name: bytes) -> bytes:
    keyword = {b"zTXt": b"k\0\0", b"iTXt": b"k\0\1\0\0\0", b"iCCP": b"k\0\0"}[name]
    return keyword + zlib.compress(bytes(20_000_000), 9)


def _cut(data: bytes, share: float) -> bytes:
    return data[: int(len(data) * share)]


REFUSED: dict[str, tuple[Maker, PictureProblem]] = {
    "nothing": (lambda: b"", PictureProblem.NOT_A_PICTURE),
    "one byte": (lambda: b"\xff", PictureProblem.NOT_A_PICTURE),
    "zeros": (lambda: bytes(5000), PictureProblem.NOT_A_PICTURE),
    "text": (lambda: b"I am photo.jpg, believe me", PictureProblem.NOT_A_PICTURE),
    "a web page": (lambda: b"<html><script>alert(1)</script></html>", PictureProblem.NOT_A_PICTURE),
    "a program": (lambda: b"\x7fELF" + bytes(2000), PictureProblem.NOT_A_PICTURE),
    "an archive": (lambda: b"PK\x03\x04" + bytes(2000), PictureProblem.NOT_A_PICTURE),
    "a drawing": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", PictureProblem.FORMAT_NOT_ALLOWED),
    "a drawing with entities": (
        lambda: b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa">]><svg/>',
        PictureProblem.FORMAT_NOT_ALLOWED,
    ),
    "a paper": (lambda: b"%PDF-1.7 ...", PictureProblem.FORMAT_NOT_ALLOWED),
    "a still GIF": (lambda: saved(Image.new("P", (9, 9)), "GIF"), PictureProblem.FORMAT_NOT_ALLOWED),
    "a moving GIF": (lambda: moving("GIF"), PictureProblem.FORMAT_NOT_ALLOWED),
    "a bitmap": (lambda: saved(Image.new("L", (9, 9)), "BMP"), PictureProblem.FORMAT_NOT_ALLOWED),
    "a TIFF": (lambda: saved(Image.new("L", (9, 9)), "TIFF"), PictureProblem.FORMAT_NOT_ALLOWED),
    "an icon": (lambda: saved(Image.new("L", (16, 16)), "ICO"), PictureProblem.FORMAT_NOT_ALLOWED),
    "an AVIF": (lambda: b"\0\0\0\x20ftypavif" + bytes(99), PictureProblem.FORMAT_NOT_ALLOWED),
    "a film": (lambda: b"\0\0\0\x20ftypisom" + bytes(99), PictureProblem.FORMAT_NOT_ALLOWED),
    "a moving WebP": (lambda: moving("WEBP"), PictureProblem.ANIMATED),
    "a moving PNG": (lambda: moving("PNG"), PictureProblem.ANIMATED),
    "a PNG bomb": (lambda: png_claiming(60_000, 60_000, bytes(50_000_000)), PictureProblem.TOO_MANY_PIXELS),
    "a PNG as large as can be": (lambda: png_claiming(2**31 - 1, 2**31 - 1), PictureProblem.TOO_MANY_PIXELS),
    "a PNG line": (lambda: png_claiming(39_000_000, 1), PictureProblem.TOO_MANY_PIXELS),
    "a JPEG as large as can be": (lambda: jpeg_claiming(65_500, 65_500), PictureProblem.TOO_MANY_PIXELS),
    "fifty megapixels in JPEG": (lambda: of_fifty_megapixels("JPEG"), PictureProblem.TOO_MANY_PIXELS),
    "fifty megapixels in PNG": (lambda: of_fifty_megapixels("PNG"), PictureProblem.TOO_MANY_PIXELS),
    "no width": (lambda: png_claiming(0, 10), PictureProblem.DAMAGED),
    "too few rows": (lambda: png_claiming(400, 400), PictureProblem.DAMAGED),
    "a JPEG's first bytes": (lambda: photo()[:4], PictureProblem.DAMAGED),
    "half a JPEG": (lambda: _cut(photo(), 0.5), PictureProblem.DAMAGED),
    "half a PNG": (lambda: _cut(saved(face(COLLINS), "PNG"), 0.5), PictureProblem.DAMAGED),
    "half a WebP": (lambda: _cut(saved(face(COLLINS), "WEBP"), 0.5), PictureProblem.DAMAGED),
    "half a HEIC": (lambda: _cut(heic(), 0.5), PictureProblem.DAMAGED),
    "a JPEG's head on other things": (lambda: b"\xff\xd8\xff\xe0" + PAYLOAD * 50, PictureProblem.DAMAGED),
    "a text bomb": (lambda: with_chunk(b"zTXt", _text_bomb(b"zTXt")), PictureProblem.DAMAGED),
    "a text bomb of the other kind": (lambda: with_chunk(b"iTXt", _text_bomb(b"iTXt")), PictureProblem.DAMAGED),
    "a profile bomb": (lambda: with_chunk(b"iCCP", _text_bomb(b"iCCP")), PictureProblem.DAMAGED),
    "a text bomb behind the pixels": (
        lambda: with_chunk(b"zTXt", _text_bomb(b"zTXt"), before=b"IEND"),
        PictureProblem.DAMAGED,
    ),
    "more bytes than are taken": (lambda: photo() + bytes(20 * 1024 * 1024), PictureProblem.TOO_LARGE),
}

TAKEN: dict[str, Maker] = {
    "JPEG": photo,
    "progressive JPEG": lambda: saved(face(COLLINS), "JPEG", progressive=True),
    "JPEG for print": lambda: in_mode("CMYK", "JPEG"),
    "grey JPEG": lambda: in_mode("L", "JPEG"),
    "PNG": lambda: in_mode("RGB", "PNG"),
    "PNG of two colours": lambda: in_mode("1", "PNG"),
    "PNG with a palette": lambda: in_mode("P", "PNG"),
    "PNG grey and see-through": lambda: in_mode("LA", "PNG"),
    "PNG of sixteen bits": sixteen_bit,
    "WebP": lambda: in_mode("RGBA", "WEBP"),
    "HEIC": heic,
    "two JPEGs in one file": lambda: saved(
        face(COLLINS), "MPO", save_all=True, append_images=[face(COLLINS).resize((64, 64))]
    ),
    "a JPEG that is an archive as well": lambda: photo() + PAYLOAD,
    "a PNG that is an archive as well": lambda: in_mode("RGB", "PNG") + PAYLOAD,
    "a WebP that is an archive as well": lambda: in_mode("RGB", "WEBP") + PAYLOAD,
    "a JPEG with a program in its comment": lambda: saved(face(COLLINS), "JPEG", comment=PAYLOAD),
    "a PNG with a program in its text": lambda: with_chunk(b"tEXt", b"Comment\0" + PAYLOAD),
    "one pixel": lambda: saved(Image.new("RGB", (1, 1)), "PNG"),
    "a photo with everything told": with_everything_told,
}


def mutations(number: int) -> Iterator[bytes]:
    """Yield this many damaged files of every accepted format."""
    honest = [make() for name, make in TAKEN.items() if name != "progressive JPEG"]
    for seed in range(number):
        yield changed(honest[seed % len(honest)], seed)
