"""Faults of the operating system that no test can bring about: file systems without links, full disks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def behaving(owner: Any, **values: Any) -> Iterator[None]:
    """Let functions of a module of the operating system, or waiting times, be others while the block runs."""
    before = {name: getattr(owner, name) for name in values}
    for name, value in values.items():
        setattr(owner, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(owner, name, value)
