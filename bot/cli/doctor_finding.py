"""What the doctor found: one thing looked at, how well it is, and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How well it is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One thing looked at, and where it is not well, what to do."""

    level: Level
    what: str
    advice: str = ""
