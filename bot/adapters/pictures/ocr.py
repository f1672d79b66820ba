"""Reading printed and written text in a photo, by rapidocr and its models on this machine alone."""

import io
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image

from bot.adapters.pictures.model_files import opencv, rapidocr_installed

LONGEST_SIDE = 1280


@dataclass(frozen=True)
class TextLine:
    """One line as read: its text, how sure the reader is (0 to 1), its middle and height in shares of the picture."""

    text: str
    sureness: float
    x: float
    y: float
    height: float


def available() -> bool:
    """Whether texts can be read here."""
    return rapidocr_installed() and opencv() is not None


def read_lines(jpeg: bytes, *, turns: int = 0, longest_side: int = LONGEST_SIDE) -> tuple[TextLine, ...]:
    """Every line of text in a clean picture, turned to the left by so many quarters first; about a second's work."""
    import numpy

    with Image.open(io.BytesIO(jpeg)) as opened:
        picture = opened.convert("RGB").rotate(90 * turns, expand=True)
    picture.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    found, _ = _reader()(numpy.asarray(picture)[:, :, ::-1])
    return tuple(_line(corners, text, float(sureness), picture.size) for corners, text, sureness in found or ())


def _line(corners: Any, text: str, sureness: float, size: tuple[int, int]) -> TextLine:
    xs, ys = [float(corner[0]) / size[0] for corner in corners], [float(corner[1]) / size[1] for corner in corners]
    return TextLine(text, sureness, sum(xs) / len(xs), sum(ys) / len(ys), max(ys) - min(ys))


@cache
def _reader() -> Any:
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)
