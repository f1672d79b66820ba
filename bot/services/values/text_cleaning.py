"""Characters as people type them: what is dropped, what is unified, what only looks right.

Phones write full-width digits, dots between the office and the serial, invisible
joiners, and letters of other scripts that no eye can tell from Latin ones.
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
    """Return the text with full width made half width, and letters made upper case (NFKC).

    Ornamented digits (circled, raised, of mathematics) stay what they are: they are no way of typing a number.
    """
    return _compatible(_compatible(text).upper())


def compact(text: str) -> str:
    """Return the unified text without spaces, dots, dashes and invisible characters."""
    kept = "".join(character for character in unify(text) if not _is_separator(character))
    # Dropping a space can leave a letter beside an accent that was apart from it.
    return _compatible(kept)


def display_safe(text: str) -> str:
    """Return somebody's words as others may be shown them: no invisible characters, nothing that a chat makes tappable.

    Links, names of users and commands are told apart by Telegram from their letters; a word joiner keeps it from that.
    """
    lines = ("".join(_visible(character) for character in line) for line in text.splitlines())
    return _TAPPABLE.sub(rf"\g<0>{_JOINER}", "\n".join(" ".join(line.split()) for line in lines).strip())


def lookalike(character: str) -> str:
    """Return the character that this one only looks like, or an empty string.

    Knows Cyrillic and Greek capitals, traditional forms of the province characters, and the digits of other scripts.
    """
    if character in _LOOK_ALIKES:
        return _LOOK_ALIKES[character]
    digit = unicodedata.digit(character, None)
    return "" if digit is None or character.isascii() else str(digit)


def is_plain(character: str) -> bool:
    """Tell whether this is a capital Latin letter or a European digit."""
    return character.isascii() and (character.isdigit() or character.isupper())


def _compatible(text: str) -> str:
    """Return the text in NFKC, ornamented digits left alone."""
    if text.isascii():
        return text
    pieces = groupby(text, key=_is_ornament)
    return "".join("".join(same) if alone else unicodedata.normalize("NFKC", "".join(same)) for alone, same in pieces)


def _is_ornament(character: str) -> bool:
    """Tell whether NFKC would make a digit of what is more than a wide or narrow one: ①, ², ⒈, ½, 𝟙."""
    made = unicodedata.decomposition(character)
    if not made.startswith("<") or made.startswith(("<wide>", "<narrow>")):
        return False
    return any(one.isdigit() for one in unicodedata.normalize("NFKC", character))


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    return "" if category == "Cf" else " " if category in ("Cc", "Zs", "Zl", "Zp") else character


def _is_separator(character: str) -> bool:
    return character in _DOTS or unicodedata.category(character) in _DROPPED_CATEGORIES
