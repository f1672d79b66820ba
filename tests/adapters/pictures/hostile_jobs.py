"""Jobs that behave as a worker might once a photo has broken it."""

import os
import sys
import time
from pathlib import Path
from typing import Any

from bot.adapters.pictures import digit_challenge, documents, faces, quality
from bot.adapters.pictures.qr_decoders import readers_available
from bot.adapters.pictures.qr_search import read_codes
from bot.adapters.pictures.sanitise import clean

HERE = "tests.adapters.pictures.hostile_jobs"


def number(*_: bytes) -> int:
    """Which process this is."""
    return os.getpid()


def sleep(*_: bytes) -> int:
    time.sleep(600)
    return os.getpid()


def spin(*_: bytes) -> int:
    while True:
        pass


def swallow(*_: bytes) -> int:
    """Ask for more memory than anyone has, piece by piece."""
    pieces = []
    while True:
        pieces.append(bytearray(64 * 1024 * 1024))


def crash(*_: bytes) -> int:
    os.abort()


def chatter(*_: bytes) -> int:
    """Print where another program might listen."""
    os.write(1, b"x" * 100_000)
    os.write(2, b"x" * 100_000)
    return os.getpid()


def lie(*_: bytes) -> str:
    return "anything but a number"


def flood(*_: bytes) -> str:
    return "x" * 2_000_000


def fail(*_: bytes) -> int:
    raise ValueError("a secret of the picture's owner")


def lengths(*pictures: bytes) -> list[int]:
    return [len(picture) for picture in pictures]


def surroundings(*_: bytes, path: str) -> list[str]:
    """What a hostile photo would find: the environment's names, and whether bytes can be written to a file."""
    try:
        Path(path).write_bytes(b"stolen")
    except OSError:
        return list(os.environ)
    return [*os.environ, "WROTE"]


def on_a_bare_machine(photo: bytes, heic: bytes) -> dict[str, Any]:
    """What every question answers where neither the extra nor the system's libraries are installed."""
    for package in ("cv2", "rapidocr_onnxruntime", "pyzbar", "pyzbar.pyzbar", "pillow_heif"):
        sys.modules[package] = None  # type: ignore[assignment]
    return {
        "readers": readers_available(),
        "codes": read_codes(photo).texts,
        "heic": clean(heic),
        "faces": faces.compare(photo, photo).reason,
        "digits": digit_challenge.check_challenge(photo, "2345").reason,
        "document": documents.read_document(photo, applicant=("", "")).available,
        "people": quality.check_quality(photo, expected="document").faces,
        "card": quality.check_quality(photo, expected="document").document,
    }
