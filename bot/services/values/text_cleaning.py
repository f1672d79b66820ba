"""Cleaning of typed text: Unicode normalisation, separators, look-alike characters, and text that is safe to show.

Phones type full-width digits, dots inside plates, invisible joiners, and letters of other scripts that look like Latin
ones.
"""

import re
import unicodedata
from itertools import groupby

_DOTS = frozenset("·•・‧∙⋅ㆍ.。_−")
_DROPPED_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"})

_JOINER = "\u2060"
_TAPPABLE = re.compile(r"(?<=\w)\.(?=[^\W\d])|[@/](?=\w)|(?<=\w):(?=//)")

_CYRILLIC = dict(zip("АВЕЅЗІЈКМНОРСТУХ", "ABES3IJKMHOPCTYX", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True))
_TRADITIONAL = dict(zip("遼滬蘇閩贛魯粵瓊貴雲陝寧靑", "辽沪苏闽赣鲁粤琼贵云陕宁青", strict=True))
_LOOK_ALIKES = _CYRILLIC | _GREEK | _TRADITIONAL


def unify(text: str) -> str:
    """Return the text in half width and upper case (NFKC).

    Ornamental digits (circled, superscript, mathematical) are kept: nobody types a number with them.
    """
    return _compatible(_compatible(text).upper())


def compact(text: str) -> str:
    """Return the unified text without spaces, dots, dashes and invisible characters."""
    if text.isascii() and text.isalnum():
        return text.upper()
    kept = "".join(character for character in unify(text) if not _is_separator(character))
    # Without a space between them a letter and an accent may combine.
    return _compatible(kept)


def display_safe(text: str) -> str:
    """Return a person's text as others may be shown it: no invisible characters, no tappable links.

    Telegram makes links, user names and commands tappable by their letters; a word joiner between them prevents it.
    """
    lines = ("".join(_visible(character) for character in line) for line in text.splitlines())
    return _TAPPABLE.sub(rf"\g<0>{_JOINER}", "\n".join(" ".join(line.split()) for line in lines).strip())


def lookalike(character: str) -> str:
    """Return the plain character that this one looks like, or an empty string.

    Covers Cyrillic and Greek capitals, traditional forms of the province characters, and digits of other scripts.
    """
    if character in _LOOK_ALIKES:
        return _LOOK_ALIKES[character]
    digit = unicodedata.digit(character, None)
    return "" if digit is None or character.isascii() else str(digit)


def is_plain(character: str) -> bool:
    """Return whether this is an upper-case Latin letter or an ASCII digit."""
    return character.isascii() and (character.isdigit() or character.isupper())


def _compatible(text: str) -> str:
    """Return the text in NFKC, except for ornamental digits."""
    if text.isascii():
        return text
    pieces = groupby(text, key=_is_ornament)
    return "".join("".join(same) if alone else unicodedata.normalize("NFKC", "".join(same)) for alone, same in pieces)


def _is_ornament(character: str) -> bool:
    """Return whether NFKC would turn this into a digit although it is not just a wide or narrow one: ①, ², ⒈, ½, 𝟙."""
    made = unicodedata.decomposition(character)
    if not made.startswith("<") or made.startswith(("<wide>", "<narrow>")):
        return False
    return any(one.isdigit() for one in unicodedata.normalize("NFKC", character))


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    return "" if category == "Cf" else " " if category in ("Cc", "Zs", "Zl", "Zp") else character


def _is_separator(character: str) -> bool:
    return character in _DOTS or unicodedata.category(character) in _DROPPED_CATEGORIES
