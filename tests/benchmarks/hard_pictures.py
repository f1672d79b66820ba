"""Generates difficult photos of QR codes: nine kinds of difficulty, each from a seed.

Every picture shows the code of a vehicle in some surroundings, is made difficult and then compressed as Telegram
compresses photos: longest side 1280, JPEG quality 87. The same seed gives the same picture.
"""

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy
import qrcode
from PIL import Image, ImageDraw, ImageFilter
from qrcode.constants import ERROR_CORRECT_M

WANTED = "https://t.me/"
CANVAS = (1400, 1050)
TELEGRAM_SIDE, TELEGRAM_QUALITY = 1280, 87
Difficulty = Callable[[str, random.Random], Image.Image]


@dataclass(frozen=True)
class HardPicture:
    """One photo: its difficulty, its JPEG, and the text of its code."""

    difficulty: str
    jpeg: bytes
    text: str


def hard_pictures(each: int, seed: int = 0) -> Iterator[HardPicture]:
    """Yield `each` pictures of every difficulty."""
    for name, make in HARDSHIPS.items():
        for number in range(each):
            chance = random.Random(f"{name} {seed} {number}")
            text = f"{WANTED}chezhu_desk_bot?start=v_{chance.getrandbits(96):024x}"
            yield HardPicture(name, sent_by_telegram(make(text, chance)), text)


def sent_by_telegram(picture: Image.Image, quality: int = TELEGRAM_QUALITY) -> bytes:
    """Return the JPEG as Telegram compresses it: longest side 1280 pixels."""
    small = picture.copy()
    small.thumbnail((TELEGRAM_SIDE, TELEGRAM_SIDE), Image.Resampling.BICUBIC)
    out = io.BytesIO()
    small.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def code(text: str, side: int) -> Image.Image:
    """Draw a QR code of level M with its quiet zone, `side` pixels wide."""
    drawn = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=8, border=4)
    drawn.add_data(text)
    return drawn.make_image().get_image().convert("L").resize((side, side), Image.Resampling.LANCZOS)


def scene(text: str, chance: random.Random, side: int) -> Image.Image:
    """Draw the code at a random place in a room, slightly rotated."""
    room = Image.new("L", CANVAS, chance.randint(60, 150))
    pen = ImageDraw.Draw(room)
    for _ in range(40):
        x, y, size = chance.randint(0, CANVAS[0]), chance.randint(0, CANVAS[1]), chance.randint(20, 260)
        pen.rectangle((x, y, x + size, y + size // 2), fill=chance.randint(20, 230))
    _lay(room, code(text, side).rotate(chance.uniform(-9, 9), expand=True, fillcolor=255), chance)
    return room


def _lay(room: Image.Image, drawn: Image.Image, chance: random.Random) -> None:
    free = (max(0, room.width - drawn.width), max(0, room.height - drawn.height))
    room.paste(drawn, (chance.randint(0, free[0]), chance.randint(0, free[1])))


def _perspective(text: str, chance: random.Random) -> Image.Image:
    return _tilted(scene(text, chance, chance.randint(200, 340)), chance, 0.46)


def _tilted(picture: Image.Image, chance: random.Random, most: float) -> Image.Image:
    """Apply a perspective: each corner moves inwards by up to `most` of the picture's size."""
    wide, high = picture.size
    at = [(0, 0), (wide, 0), (wide, high), (0, high)]
    to = [(abs(x - chance.uniform(0.0, most) * wide), abs(y - chance.uniform(0.0, most) * high * 0.7)) for x, y in at]
    rows = [row for (x, y), (u, v) in zip(to, at, strict=True) for row in _equations(x, y, u, v)]
    known = [value for corner in at for value in corner]
    return picture.transform(
        picture.size, Image.Transform.PERSPECTIVE, list(numpy.linalg.solve(rows, known)), Image.Resampling.BICUBIC
    )


def _equations(x: float, y: float, u: float, v: float) -> list[list[float]]:
    return [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]


def _blur(text: str, chance: random.Random) -> Image.Image:
    side = chance.randint(260, 460)
    return scene(text, chance, side).filter(ImageFilter.GaussianBlur(side / 45 * chance.uniform(0.35, 0.75)))


def _motion(text: str, chance: random.Random) -> Image.Image:
    """Motion blur: the mean of the picture shifted along a line."""
    picture = scene(text, chance, chance.randint(300, 420))
    steps, slope = chance.randint(7, 16), chance.uniform(-1, 1)
    moved = [
        picture.transform(picture.size, Image.Transform.AFFINE, (1, 0, step, 0, 1, step * slope))
        for step in range(steps)
    ]
    return Image.fromarray(numpy.mean([numpy.asarray(each, "float32") for each in moved], axis=0).astype("uint8"))


def _dark(text: str, chance: random.Random) -> Image.Image:
    picture = scene(text, chance, chance.randint(220, 420)).filter(ImageFilter.GaussianBlur(chance.uniform(0.5, 1.5)))
    light = chance.uniform(0.05, 0.14)
    return _noisy(picture.point(lambda value: value * light), chance, chance.uniform(1.5, 4.5))


def _noisy(picture: Image.Image, chance: random.Random, strength: float) -> Image.Image:
    noise = numpy.random.default_rng(chance.getrandbits(32)).normal(0, strength, picture.size[::-1])
    return Image.fromarray((numpy.asarray(picture, "float32") + noise).clip(0, 255).astype("uint8"))


def _uneven(text: str, chance: random.Random) -> Image.Image:
    """Uneven light: a reflection on a part of the code and a shadow on another."""
    picture = scene(text, chance, chance.randint(260, 460))
    light = Image.linear_gradient("L").rotate(chance.uniform(0, 360)).resize(picture.size)
    factor = 0.12 + numpy.asarray(light, "float32") / 255 * chance.uniform(0.7, 1.5)
    return _noisy(Image.fromarray((numpy.asarray(picture) * factor).clip(0, 255).astype("uint8")), chance, 5)


def _low_resolution(text: str, chance: random.Random) -> Image.Image:
    picture = scene(text, chance, chance.randint(260, 420))
    small = chance.uniform(0.17, 0.3)
    return picture.resize((int(CANVAS[0] * small), int(CANVAS[1] * small)), Image.Resampling.BILINEAR)


def _far_away(text: str, chance: random.Random) -> Image.Image:
    return _noisy(scene(text, chance, chance.randint(62, 110)), chance, 6)


def _recompressed(text: str, chance: random.Random) -> Image.Image:
    """Compressed several times at low quality."""
    picture = scene(text, chance, chance.randint(110, 240))
    for _ in range(3):
        picture = Image.open(io.BytesIO(sent_by_telegram(picture, chance.randint(8, 22)))).convert("L")
        picture = picture.resize((int(picture.width * 0.96), int(picture.height * 0.96)), Image.Resampling.BICUBIC)
    return picture


def _several(text: str, chance: random.Random) -> Image.Image:
    """Other codes beside the right one, which is the smallest and darkest."""
    room = Image.new("L", CANVAS, chance.randint(90, 190))
    for column, other in enumerate(("WIFI:S:station;T:nopass;;", "CZ1:6BF%QR*X0-OTHER")):
        room.paste(code(other, 330), (60 + column * 420, chance.randint(40, 160)))
    own = code(text, chance.randint(85, 170)).rotate(chance.uniform(-25, 25), expand=True, fillcolor=255)
    room.paste(own.point(lambda value: value * 0.6 + 20), (chance.randint(300, 1000), chance.randint(620, 780)))
    return _noisy(room.filter(ImageFilter.GaussianBlur(1.0)), chance, 5)


HARDSHIPS: dict[str, Difficulty] = {
    "perspective": _perspective,
    "blur": _blur,
    "motion": _motion,
    "dark": _dark,
    "uneven light": _uneven,
    "low resolution": _low_resolution,
    "far away": _far_away,
    "recompressed": _recompressed,
    "several codes": _several,
}
