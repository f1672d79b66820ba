"""What is wrong with a value that a person typed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Reason = TypeVar("Reason", bound=StrEnum)


@dataclass(frozen=True)
class Problem(Generic[Reason]):
    """The first thing wrong with a typed value.

    character, position: the wrong character and its place, from 1, in the normalised text (0: the whole value).
    suggestion: what may have been meant: a character, the end of a longer number, the code of a plate type that fits,
    or the expected length.
    """

    reason: Reason
    character: str = ""
    position: int = 0
    suggestion: str = ""
