"""OCR of printed and handwritten text in photos, with rapidocr and the models in its package, in this process."""

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


@dataclass(frozen=True)
class CharacterProbabilities:
    """What the recogniser sees in a line: for each place from left to right the probability of each character.

    places: places × characters, the first of which stands for no character; characters: their names in that order.
    """

    places: Any
    characters: tuple[str, ...]


def is_available() -> bool:
    """Return whether OCR is installed."""
    return has_rapidocr() and has_opencv()


def read_lines(jpeg: bytes, *, turns: int = 0, longest_side: int = MAX_SIDE) -> tuple[TextLine, ...]:
    """Return the lines of text in a sanitised picture, first rotated left by quarter turns. Takes about a second."""
    picture = _opened(jpeg, turns, longest_side)
    found = _reader()(picture, use_det=True, use_cls=True, use_rec=True)
    if found.boxes is None:
        return ()
    size = picture.shape[1::-1]
    return tuple(_line(*each, size) for each in zip(found.boxes, found.txts, found.scores, strict=True))


def crop_lines(jpeg: bytes, *, turns: int = 0) -> list[Any]:
    """Return the lines of text as upright OpenCV pictures; the picture is first rotated as for `read_lines`."""
    import numpy
    from rapidocr.utils.process_img import get_rotate_crop_image

    picture = _opened(jpeg, turns, MAX_SIDE)
    boxes = _reader()(picture, use_det=True, use_cls=False, use_rec=False).boxes
    return [
        get_rotate_crop_image(picture, numpy.asarray(box, numpy.float32)) for box in (() if boxes is None else boxes)
    ]


def recognise(line: Any) -> CharacterProbabilities:
    """Return what a line of `crop_lines` may say."""
    recogniser = _recogniser()
    _, high, wide = recogniser.rec_image_shape
    prepared = recogniser.resize_norm_img(line, max(line.shape[1] / line.shape[0], wide / high))
    return CharacterProbabilities(recogniser.session(prepared[None])[0], tuple(recogniser.postprocess_op.character))


def _opened(jpeg: bytes, turns: int, longest_side: int) -> Any:
    import numpy

    with Image.open(io.BytesIO(jpeg)) as opened:
        picture = opened.convert("RGB").rotate(90 * turns, expand=True)
    picture.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    return numpy.ascontiguousarray(numpy.asarray(picture)[:, :, ::-1])


def _line(corners: Any, text: str, confidence: float, size: tuple[int, int]) -> TextLine:
    xs, ys = [float(corner[0]) / size[0] for corner in corners], [float(corner[1]) / size[1] for corner in corners]
    return TextLine(text, float(confidence), sum(xs) / len(xs), sum(ys) / len(ys), max(ys) - min(ys))


@cache
def _reader() -> Any:
    from rapidocr import RapidOCR

    threads = {f"EngineConfig.onnxruntime.{which}_op_num_threads": 1 for which in ("intra", "inter")}
    return RapidOCR(params={**threads, "Global.log_level": "critical"})


@cache
def _recogniser() -> Any:
    """Return the model that reads lines: the library loads it when it reads the first one."""
    import numpy

    reader = _reader()
    reader(numpy.zeros((48, 320, 3), numpy.uint8), use_det=False, use_cls=False, use_rec=True)
    return reader.text_rec
