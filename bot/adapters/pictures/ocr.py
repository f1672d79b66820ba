"""OCR of printed and handwritten text in photos, with rapidocr and its models, in this process."""

import io
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image

from bot.adapters.pictures.model_files import has_opencv, has_rapidocr

MAX_SIDE = 1280


@dataclass(frozen=True)
class TextLine:
    """A line of text, the confidence (0 to 1), and its middle and height as fractions of the picture."""

    text: str
    confidence: float
    x: float
    y: float
    height: float


def is_available() -> bool:
    """Return whether OCR is installed."""
    return has_rapidocr() and has_opencv()


def read_lines(jpeg: bytes, *, turns: int = 0, longest_side: int = MAX_SIDE) -> tuple[TextLine, ...]:
    """Return the lines of text in a sanitised picture, first rotated left by quarter turns. Takes about a second."""
    import numpy

    with Image.open(io.BytesIO(jpeg)) as opened:
        picture = opened.convert("RGB").rotate(90 * turns, expand=True)
    picture.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    found, _ = _reader()(numpy.asarray(picture)[:, :, ::-1])
    return tuple(_line(corners, text, float(confidence), picture.size) for corners, text, confidence in found or ())


def _line(corners: Any, text: str, confidence: float, size: tuple[int, int]) -> TextLine:
    xs, ys = [float(corner[0]) / size[0] for corner in corners], [float(corner[1]) / size[1] for corner in corners]
    return TextLine(text, confidence, sum(xs) / len(xs), sum(ys) / len(ys), max(ys) - min(ys))


@cache
def _reader() -> Any:
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)
