"""Sandbox jobs that behave as a worker might that a hostile photo has taken over."""

import os
import signal
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from mmap import mmap
from pathlib import Path
from typing import Any, cast

from bot.adapters.pictures import digit_challenge, documents, faces, quality
from bot.adapters.pictures.qr_decoders import decoders
from bot.adapters.pictures.qr_search import find_qr_codes
from bot.adapters.pictures.sanitise import sanitise
from bot.adapters.sandbox import seccomp

kept: list[mmap] = []
MOMENT = datetime(2026, 11, 29, 1, 2, 3, tzinfo=UTC)


class SampleColour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Everything:
    """What JSON has no type for."""

    colour: SampleColour
    moment: datetime
    pair: tuple[int, str]


def process_id() -> int:
    return os.getpid()


def same(*, value: Everything) -> Everything:
    """Return the value; raise TypeError if it did not arrive as it was sent."""
    if type(value.colour) is not SampleColour or value.moment != MOMENT:
        raise TypeError
    return value


def every_byte() -> bytes:
    return bytes(range(256))


def sleep() -> int:
    time.sleep(600)
    return os.getpid()


def spin() -> int:
    while True:
        pass


def exhaust_memory() -> int:
    pieces = []
    while True:
        pieces.append(bytearray(64 * 1024 * 1024))


def lose_libseccomp() -> None:
    """Make this process one on a machine without the library."""
    seccomp.LIBRARY = "libnone.so.0"


def take(*, mebibytes: int) -> bool:
    """Fill this much memory."""
    return len(b"x" * (mebibytes * 1024 * 1024)) > 0


def keep(*, mebibytes: int) -> int:
    """Keep this much address space for later, without using it, and return the id of this process."""
    kept.append(mmap(-1, mebibytes * 1024 * 1024))
    return os.getpid()


def pretend() -> int:
    """Answer as a worker that has a huge address space already; return the id of this process."""
    connection = sys.modules["__main__"].Connection
    connection._used = lambda self: (1 << 40, 1)
    return os.getpid()


def be_killed() -> int:
    """End as by a kill from outside, such as that of a system without memory."""
    signal.raise_signal(signal.SIGKILL)
    raise AssertionError


def crash() -> int:
    os.abort()


def print_noise() -> int:
    """Write to standard output and error."""
    os.write(1, b"x" * 100_000)
    os.write(2, b"x" * 100_000)
    return os.getpid()


def return_text() -> int:
    return cast("int", "anything but a number")


def flood() -> str:
    return "x" * 2_000_000


def fail() -> int:
    raise ValueError("a secret of the picture's owner")


def lengths(*pictures: bytes) -> list[int]:
    return [len(picture) for picture in pictures]


def environment(*, path: str) -> list[str]:
    """Return the names of the environment's variables, and "WROTE" if bytes could be written to the file."""
    try:
        Path(path).write_bytes(b"stolen")
    except OSError:
        return list(os.environ)
    return [*os.environ, "WROTE"]


def on_a_bare_machine(photo: bytes, heic: bytes) -> dict[str, Any]:
    """Return what each job answers where neither the `vision` extra nor the system's libraries are installed."""
    for package in ("cv2", "rapidocr", "pyzbar", "pyzbar.pyzbar", "pillow_heif"):
        sys.modules[package] = None  # type: ignore[assignment]
    return {
        "readers": list(decoders()),
        "codes": find_qr_codes(photo).texts,
        "heic": sanitise(heic),
        "faces": faces.compare_faces(photo, photo).reason,
        "digits": digit_challenge.check_challenge(photo, "2345").reason,
        "document": documents.read_document(photo, applicant=("", "")).available,
        "people": quality.check_quality(photo, expected=quality.ExpectedContent.DOCUMENT).faces,
        "card": quality.check_quality(photo, expected=quality.ExpectedContent.DOCUMENT).document,
    }


def lack_a_model() -> int:
    raise PermissionError("/models")
