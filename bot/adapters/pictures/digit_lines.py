"""Reads the digits of a liveness check in a line of text, and tells typed digits from handwritten ones.

The recogniser of rapidocr may answer with any of 18,000 characters, and takes handwritten digits for letters and signs.
Here it may answer with the digits of the alphabet only, and the question is how likely the asked ones are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from bot.adapters.pictures import ocr
from bot.adapters.pictures.model_files import opencv

HIGH = 96
MIN_GLYPH_HIGH, MAX_GLYPH_HIGH = 40, 94
MIN_GLYPH_WIDE, MAX_GLYPH_WIDE = 8, 90
GLYPH = (24, 36)
STROKES = (0, 6, 14)
# Digits typed in fifteen fonts resemble those of the desk's fonts by 0.71 and more and stand on a line to 0.02 of
# their height; 104 handwritten lines of MNIST resemble them by 0.67 at most. Neat handwriting resembles a font more,
# but stands on no line.
MIN_TYPED, CERTAINLY_TYPED = 0.68, 0.88
MAX_UNEVEN = 0.02


@dataclass(frozen=True)
class DigitLine:
    """A line that is taken for digits: the likelihood of the asked ones (0 to 1), and the most likely ones.

    is_typed: whether the digits are those of a font; None if they cannot be told apart in the line.
    """

    likelihood: float
    likeliest: str
    is_typed: bool | None


@dataclass(frozen=True)
class Glyph:
    """A character in a line that is HIGH pixels high: its strokes as a picture of 0 and 1, and where they end below."""

    strokes: Any
    bottom: int


def read_digits(line: Any, asked: str, alphabet: str) -> DigitLine:
    """Read a line of `ocr.crop_lines`. asked: digits of the alphabet."""
    seen = ocr.recognise(line)
    places = seen.places[:, [0, *(seen.characters.index(digit) for digit in alphabet)]]
    places = places / places.sum(axis=1, keepdims=True)
    found = glyphs(line)
    typed = is_typed(resemblance(found, asked), unevenness(found)) if len(found) == len(asked) else None
    return DigitLine(likelihood(places, asked, alphabet), likeliest(places, alphabet), typed)


def likelihood(places: Any, asked: str, alphabet: str) -> float:
    """Return how likely a line says `asked`, of everything that it may say with this alphabet (0 to 1).

    places: places × (no character, then each of the alphabet), each place with the sum 1. The sum over all ways in
    which the places can say it is that of CTC (Graves et al. 2006).
    """
    columns = [0] + [column for digit in asked for column in (alphabet.index(digit) + 1, 0)]
    ways = [float(places[0][column]) for column in columns[:2]] + [0.0] * (len(columns) - 2)
    for place in places[1:]:
        ways = [_before(ways, columns, at) * float(place[column]) for at, column in enumerate(columns)]
    return ways[-1] + ways[-2]


def _before(ways: Sequence[float], columns: Sequence[int], at: int) -> float:
    """Return the sum of the ways that may go on at this column: a pause between two other digits may be left out."""
    skips = at > 1 and columns[at] != 0 and columns[at] != columns[at - 2]
    return sum(ways[max(0, at - 1 - skips) : at + 1])


def likeliest(places: Any, alphabet: str) -> str:
    """Return what the places say if each says the character that it most likely is."""
    columns = (column for column, _ in groupby(int(place.argmax()) for place in places))
    return "".join(alphabet[column - 1] for column in columns if column)


def glyphs(line: Any) -> list[Glyph]:
    """Return the characters in a line, from left to right."""
    cv2 = opencv()
    grey = cv2.cvtColor(line, cv2.COLOR_BGR2GRAY)
    grey = cv2.resize(grey, None, fx=HIGH / grey.shape[0], fy=HIGH / grey.shape[0])
    ink = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
    ink = 1 - ink if ink.mean() > 0.5 else ink  # There is more paper than ink.
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = [at for at in range(1, len(boxes)) if _is_glyph(boxes[at])]
    return [_cut(labels == at, boxes[at]) for at in sorted(found, key=lambda at: int(boxes[at][0]))]


def resemblance(found: Sequence[Glyph], digits: str) -> float:
    """Return how much the glyphs resemble these digits of the desk's fonts: the mean correlation (-1 to 1)."""
    best = [
        max(float((_normalised(each.strokes) * model).sum()) for model in _models()[digit])
        for each, digit in zip(found, digits, strict=True)
    ]
    return sum(best) / len(best)


def unevenness(found: Sequence[Glyph]) -> float:
    """Return how far the glyphs stand off a straight line, as a share of their height."""
    import numpy

    places, bottoms = range(len(found)), [each.bottom for each in found]
    off = numpy.subtract(bottoms, numpy.polyval(numpy.polyfit(places, bottoms, 1), places))
    return float(off.std() / numpy.mean([each.strokes.shape[0] for each in found]))


def is_typed(resemblance: float, unevenness: float) -> bool:
    """Return whether digits that resemble a font so much, and stand so unevenly, are taken for typed ones."""
    return resemblance >= (MIN_TYPED if unevenness <= MAX_UNEVEN else CERTAINLY_TYPED)


def _is_glyph(box: Sequence[int]) -> bool:
    """Return whether a connected piece may be a character: the edge of the paper is as high as the line."""
    return MIN_GLYPH_HIGH <= box[3] < MAX_GLYPH_HIGH and MIN_GLYPH_WIDE <= box[2] < MAX_GLYPH_WIDE


def _cut(ink: Any, box: Sequence[int]) -> Glyph:
    left, top, wide, high = box[:4]
    return Glyph(ink[top : top + high, left : left + wide], int(top + high))


def _normalised(ink: Any) -> Any:
    """Return strokes in one size, blurred, with the mean 0 and the length 1, so that products are correlations."""
    import numpy

    cv2 = opencv()
    picture = cv2.resize(numpy.float32(ink), GLYPH, interpolation=cv2.INTER_AREA)
    picture = cv2.GaussianBlur(picture, (0, 0), 1.2)
    picture -= picture.mean()
    return picture / (numpy.linalg.norm(picture) + 1e-6)


@cache
def _models() -> Mapping[str, Sequence[Any]]:
    """Return the digits of the fonts that the desk carries, with and without serifs, in three weights."""
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    fonts = [ImageFont.truetype(str(path()), 200) for path in (sans_path, serif_path)]
    return {
        digit: [_normalised(_drawn(digit, font, stroke)) for font in fonts for stroke in STROKES]
        for digit in "0123456789"
    }


def _drawn(digit: str, font: ImageFont.FreeTypeFont, stroke: int) -> Any:
    import numpy

    picture = Image.new("L", (300, 320), 0)
    ImageDraw.Draw(picture).text((60, 20), digit, font=font, fill=255, stroke_width=stroke, stroke_fill=255)
    return numpy.asarray(picture.crop(picture.getbbox())) / 255
