"""What a text names: a plate, the number of an application or identity case, a short code; each in any writing."""

import re
from dataclasses import dataclass

from bot.services.values import plates, short_codes
from bot.services.values.plates import PlateType

SHORT_LENGTH = 10
_BETWEEN = r"[\s·•.\-]{0,2}"
_PLATE = re.compile(
    rf"([{plates.PROVINCES}]){_BETWEEN}([A-Z]){_BETWEEN}([A-Z0-9]{{4,6}}[挂学警港澳临超试]?)(?![A-Z0-9])", re.IGNORECASE
)
A_PLATE = "车牌"  # Stands for it in the rest.
_MARKED = re.compile(r"#\s?(\d{1,9})(?!\d)")
_CASE = re.compile(r"(?<![\w-])(#?)\s?ID\s?(\d{1,9})(?!\w)", re.ASCII | re.IGNORECASE)  # #ID1002
# A number by itself: no part of a word, a time, a date or an amount, and not counted in anything. With six digits or
# more it may be a code, which no answer repeats: an application of such a number is named with its #.
_BARE = re.compile(
    r"(?:(?<![\w.#:/-])|(?<=[\u4e00-\u9fff]))(\d{1,5})(?!\d)(?![a-z0-9]|[.:/-]\d|\s?[年月日元块分辆次个点天岁%周])"
)
_CODE = re.compile(
    r"(?<![A-Z0-9-])([A-Z0-9]{4}[- ][A-Z0-9]{4}[- ][A-Z0-9]{2}|[A-Z0-9]{10})(?![A-Z0-9-])", re.IGNORECASE
)


@dataclass(frozen=True)
class Mentions:
    """What a text names, and the rest of the text. is_marked: the number stands behind a #.

    case: the number of an identity case.
    """

    rest: str
    plate: str = ""
    number: int | None = None
    is_marked: bool = False
    code: str = ""
    case: int | None = None


def find(text: str) -> Mentions:
    """Return what a normal text names: the first of each kind."""
    plate, rest = _plate(text)
    code, rest = _code(rest)
    case = _CASE.search(rest)
    if case:
        return Mentions(
            f"{rest[: case.start()]} {rest[case.end() :]}", plate, code=code, is_marked=bool(case[1]), case=int(case[2])
        )
    marked = _MARKED.search(rest)
    bare = None if marked else _BARE.search(rest)
    found = marked or bare
    number = int(found[1]) if found else None
    rest = rest[: found.start()] + " " + rest[found.end() :] if found else rest
    return Mentions(rest, plate, number, marked is not None, code)


def _plate(text: str) -> tuple[str, str]:
    for found in _PLATE.finditer(text):
        plate = plates.normalise("".join(found.groups()))
        if any(plates.fits(plate, kind) for kind in PlateType):
            return plate, f"{text[: found.start()]} {A_PLATE} {text[found.end() :]}"
    return "", text


def _code(text: str) -> tuple[str, str]:
    """Return a short code: in groups, or with a digit in it, so that no ordinary word is taken for one."""
    for found in _CODE.finditer(text):
        code = short_codes.parse(found.group(), SHORT_LENGTH)
        if code is not None and any(each.isdigit() for each in code) and not code.isdigit():
            return code, text[: found.start()] + " " + text[found.end() :]
    return "", text
