"""The colours of drawn documents: a certificate's by its year, text and warnings."""

from dataclasses import dataclass
from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)
INK: Colour = (24, 32, 44)
SOFT_INK: Colour = (88, 98, 112)
HAIRLINE: Colour = (208, 214, 222)
WARNING: Colour = (190, 18, 28)


@dataclass(frozen=True, slots=True)
class YearColour:
    """A year's colour: its names, a strong tone behind white text, and a tint for the background."""

    chinese: str
    english: str
    strong: Colour
    tint: Colour


_YEARS = (
    YearColour("黄色", "yellow", (150, 100, 0), (255, 247, 219)),
    YearColour("绿色", "green", (14, 110, 62), (230, 246, 236)),
    YearColour("蓝色", "blue", (18, 84, 158), (230, 240, 251)),
)
_FIRST_YEAR = 2020


def of_year(year: int) -> YearColour:
    """Return the colour of certificates that expire in this year: 2020 yellow, 2021 green, 2022 blue, and so on."""
    return _YEARS[(year - _FIRST_YEAR) % len(_YEARS)]
