"""Masking of personal data: enough is shown to recognise one's own, too little to use another person's.

Plates are public and are not masked. Engine numbers and addresses are never shown to others.
"""

import re
import unicodedata

import phonenumbers
from phonenumbers import NumberParseException

_STAR = "*"
_HIDDEN = _STAR * 6
_COMPOUND_SURNAMES = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|"
    "申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|子车|亓官|司寇|巫马|公西|颛孙|壤驷|公良|漆雕|乐正|"
    "宰父|谷梁|拓跋|夹谷|轩辕|令狐|段干|百里|呼延|东郭|南门|羊舌|微生|梁丘|左丘|东门|西门|第五"
)


# Unified and compatibility ideographs of all planes, 〇, and the private areas, where registers keep rare characters.
_CHINESE = re.compile(
    "[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003ffff\U000f0000-\U0010fffd]{1,4}"
)
_BETWEEN_PARTS = re.compile(r"([\s·•‧・.,\-]+)")


def name(full: str) -> str:
    """Mask a person's name: 李*国, 王*, 欧阳**; parts of longer names each keep their first letter (J*** S***).

    A name is never shown whole: of parts of one character only the first is shown, and none if there is no other.
    """
    visible = "".join(one for one in unicodedata.normalize("NFC", full) if _is_visible(one)).strip()
    if _CHINESE.fullmatch(visible):
        return _chinese_name(visible)
    parts = [part for part in _BETWEEN_PARTS.split(visible) if part]
    shown = [
        part if _BETWEEN_PARTS.fullmatch(part) else _part(part, first=not place and len(parts) > 1)
        for place, part in enumerate(parts)
    ]
    return "".join(shown) or _HIDDEN


def phone(number: str) -> str:
    """Mask a phone number: 138****1234 for a Chinese mobile number, +852****4567 for one from elsewhere."""
    try:
        parsed = phonenumbers.parse(number, "CN")
    except NumberParseException:
        return _HIDDEN
    digits = phonenumbers.national_significant_number(parsed)
    if parsed.country_code == 86 and len(digits) == 11:
        return f"{digits[:3]}****{digits[-4:]}"
    end = digits[-4:] if len(digits) >= 8 else digits[-2:]
    return f"+{parsed.country_code}****{end}"


def id_number(number: str) -> str:
    """Mask an ID number: province and city, ten stars, the last four (4509**********1234); others: H*****678."""
    kind, _, other = number.partition(":")
    return _ends_of_other(other) if re.fullmatch("[a-z_]+", kind) and other else _ends(number)


def credit_code(code: str) -> str:
    """Mask a credit code like an ID number."""
    return _ends(code)


def _is_visible(character: str) -> bool:
    """Return whether a character is none of control, of format, or a choice of another shape."""
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return not selector and unicodedata.category(character) not in ("Cc", "Cf")


def _part(part: str, *, first: bool) -> str:
    return part[: 1 if first or len(part) > 1 else 0] + _STAR * 3


def _chinese_name(visible: str) -> str:
    """Show a compound surname; of other names the first and last character, of two the surname, of one nothing."""
    if len(visible) > 2 and _COMPOUND_SURNAMES.match(visible):
        return visible[:2] + _STAR * (len(visible) - 2)
    if len(visible) <= 2:
        return visible[:-1] + _STAR
    return visible[0] + _STAR * (len(visible) - 2) + visible[-1]


def _ends_of_other(number: str) -> str:
    """Show the first letter and three at the end; of long ones, with a country, three at each end."""
    shown = 3 if len(number) >= 12 else 1
    return f"{number[:shown]}{_STAR * (len(number) - shown - 3)}{number[-3:]}" if len(number) >= 8 else _HIDDEN


def _ends(number: str) -> str:
    """Show four characters at each end of eighteen; hide anything of another length."""
    return f"{number[:4]}{_STAR * 10}{number[-4:]}" if len(number) == 18 else _HIDDEN
