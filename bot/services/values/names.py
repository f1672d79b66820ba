"""Names of persons: normalisation, validation and comparison."""

import hmac
import re
import unicodedata
from enum import StrEnum

from bot.services.values import private_area
from bot.services.values.problem import Problem

MIN_LENGTH, MAX_LENGTH = 2, 50

_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅ㆍ\u119e᛫⸱⸳ꞏᐧ●∘◦", "·"))
# All ideographs of planes 2 and 3, also those that are younger than this Python: extension J came with Unicode 17.
_HAN = r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]"
_IS_HAN = re.compile(_HAN)
_BETWEEN_HAN = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_BESIDE_LETTERS = "·-'’. "
# What people say before and after their name: 您好，我叫王小明。 My name is Anna Bell.
_INTRODUCED = re.compile(
    r"(?:(?:您好|你好|hello|hi)[\s,.!。]*)?"
    r"(?:我(?:的|本人)?(?:姓名|名字|全名)(?:叫做?|是)?|本人(?:姓名|叫)|我(?:就|名)?叫做?|我是|(?:姓名|名字)(?:叫做?|是|(?=\s*:))"
    r"|my (?:full |legal )?name(?: is|'s|(?=\s*:))|(?:full )?name(?: is|(?=\s*:))"
    r"|i am|i'm|this is|it's|you can call me)"
    r"\s*:?\s*(?P<name>.+)",
    re.IGNORECASE,
)
_AFTER = re.compile(r"[\s,.!。、~]+(?:(?:谢谢您?|thanks|thank you)[\s,.!。~]*)?$", re.IGNORECASE)
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


class NameReason(StrEnum):
    """What can be wrong with a typed name."""

    EMPTY = "empty"
    CHARACTER = "character"
    LOOKS_LIKE = "looks_like"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


NameProblem = Problem[NameReason]


def clean(text: str) -> str:
    """Return the name as it is stored: half width, one kind of dot, single spaces, none between Chinese characters.

    Characters of the private area that GBK gave to rare ideographs become their standard ones.
    """
    unified = unicodedata.normalize("NFKC", standard(text))
    visible = "".join(one for one in unified if unicodedata.category(one) != "Cf")
    return _BETWEEN_HAN.sub("", " ".join(visible.translate(_DOTS).split()))


def said(text: str) -> str:
    """Return the name that a person says: 王小明 of 我叫王小明, Anna Bell of “my name is Anna Bell.”; else the text."""
    written = clean(text).replace("’", "'")
    found = _INTRODUCED.fullmatch(written)
    return _AFTER.sub("", found["name"]) if found else text


def standard(text: str) -> str:
    """Return a name of a register: without invisible characters, in standard ones for those of the private area.

    GBK and GB 18030 gave characters of the private area to rare ideographs.
    """
    return "".join(one for one in text.translate(private_area.STANDARD) if unicodedata.category(one) != "Cf").strip()


def has_letters(name: str) -> bool:
    """Return whether a name has a letter or an ideograph, of the private area too."""
    return any(unicodedata.category(one)[0] == "L" or unicodedata.category(one) in ("Co", "Cn") for one in name)


def check(text: str) -> NameProblem | None:
    """Return the first thing wrong with a name as typed, or None."""
    name = clean(text)
    if not name:
        return NameProblem(NameReason.EMPTY)
    if len(name) > MAX_LENGTH:
        return NameProblem(NameReason.TOO_LONG)
    for one in name:
        if unicodedata.category(one)[0] not in "LM" and one not in _BESIDE_LETTERS and not _IS_HAN.match(one):
            return NameProblem(NameReason.CHARACTER, one)
    if letter := _foreign_letter(name):
        return NameProblem(NameReason.LOOKS_LIKE, letter)
    return NameProblem(NameReason.TOO_SHORT) if len(_letters(name)) < MIN_LENGTH else None


def are_same(one: str, other: str) -> bool:
    """Return whether two names differ only in case, spaces, dots and dashes. Compares in constant time."""
    return hmac.compare_digest(letters(one).encode(), letters(other).encode())


def letters(name: str) -> str:
    """Return what two names that are the same have in common: their letters in one case."""
    return _letters(clean(name))


def _letters(name: str) -> str:
    return "".join(one for one in name.casefold() if one not in _BESIDE_LETTERS)


def _foreign_letter(name: str) -> str:
    """Return the first letter that is not of the first letter's alphabet: a look-alike. Empty if there is none."""
    scripts = {one: script for one in name for script in _SCRIPTS if unicodedata.name(one, "").startswith(script)}
    first = next((scripts[one] for one in name if one in scripts), "")
    return next((one for one in name if scripts.get(one, first) != first), "")
