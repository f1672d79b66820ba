"""Number plates: parsing and validation of typed plates, with the exact problem.

The grammar is that of GA 36 (plates of motor vehicles), the two-digit codes of plate types that of GA/T 16.7:
a province character, the letter of the issuing office, then a serial without the letters I and O.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from bot.plate_display import display as display
from bot.services.values import text_cleaning
from bot.services.values.problem import Problem

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_NEVER_USED = {"I": "1", "O": "0"}


class PlateType(StrEnum):
    """Kinds of plates by their official code."""

    LARGE = "01"
    SMALL = "02"
    MOTORCYCLE = "07"
    LIGHT_MOTORCYCLE = "08"
    LOW_SPEED = "13"
    TRAILER = "15"
    TRAINING = "16"
    TEMPORARY = "22"
    POLICE = "23"
    HONG_KONG = "26"
    MACAU = "27"
    LARGE_NEW_ENERGY = "51"
    SMALL_NEW_ENERGY = "52"


FILABLE = (PlateType.SMALL, PlateType.SMALL_NEW_ENERGY)


class PlateReason(StrEnum):
    """What can be wrong with a typed plate."""

    EMPTY = "empty"
    LOOKS_LIKE = "looks_like"
    CHARACTER = "character"
    PROVINCE_MISSING = "province_missing"
    UNKNOWN_PROVINCE = "unknown_province"
    LETTER_EXPECTED = "letter_expected"
    NEVER_USED = "never_used"
    OTHER_TYPE = "other_type"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    ENERGY_LETTER = "energy_letter"
    DIGIT_EXPECTED = "digit_expected"
    ENDING_EXPECTED = "ending_expected"


PlateProblem = Problem[PlateReason]


class TypedVehicle(NamedTuple):
    """A vehicle typed in one line: plate type, normalised plate, normalised end of the engine number. Not validated."""

    plate_type: PlateType
    plate: str
    engine: str


class _Slot(NamedTuple):
    allowed: str
    reason: PlateReason


_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "0123456789"
_PROVINCE = _Slot(PROVINCES, PlateReason.UNKNOWN_PROVINCE)
_OFFICE = _Slot(_LETTERS, PlateReason.LETTER_EXPECTED)
_POLICE_OFFICE = _Slot(_LETTERS + "O", PlateReason.LETTER_EXPECTED)
_SERIAL = _Slot(_LETTERS + _DIGITS, PlateReason.CHARACTER)
_ENERGY = _Slot("DABCEFGHJK", PlateReason.ENERGY_LETTER)
_DIGIT = _Slot(_DIGITS, PlateReason.DIGIT_EXPECTED)
_HEAD = (_PROVINCE, _OFFICE)
_ORDINARY = (*_HEAD, *[_SERIAL] * 5)


def _ending(characters: str) -> _Slot:
    return _Slot(characters, PlateReason.ENDING_EXPECTED)


# Temporary plates differ from place to place: an ordinary serial, or one that ends in the kind of plate.
_GRAMMARS: dict[PlateType, tuple[tuple[_Slot, ...], ...]] = {
    PlateType.SMALL: (_ORDINARY,),
    PlateType.SMALL_NEW_ENERGY: ((*_HEAD, _ENERGY, _SERIAL, *[_DIGIT] * 4),),
    PlateType.LARGE_NEW_ENERGY: ((*_HEAD, *[_DIGIT] * 5, _ENERGY),),
    PlateType.LARGE: (_ORDINARY,),
    PlateType.MOTORCYCLE: (_ORDINARY,),
    PlateType.LIGHT_MOTORCYCLE: (_ORDINARY,),
    PlateType.LOW_SPEED: (_ORDINARY,),
    PlateType.TRAILER: ((*_HEAD, *[_SERIAL] * 4, _ending("挂")),),
    PlateType.TRAINING: ((*_HEAD, *[_SERIAL] * 4, _ending("学")),),
    PlateType.POLICE: ((_PROVINCE, _POLICE_OFFICE, *[_SERIAL] * 4, _ending("警")),),
    PlateType.HONG_KONG: ((*_HEAD, *[_SERIAL] * 4, _ending("港")),),
    PlateType.MACAU: ((*_HEAD, *[_SERIAL] * 4, _ending("澳")),),
    PlateType.TEMPORARY: (
        (*_HEAD, *[_SERIAL] * 5, _ending("临超试")),
        (*_HEAD, *[_SERIAL] * 4, _ending("临超试")),
        _ORDINARY,
    ),
}
_ENDINGS = "挂学警港澳临超试"
_TYPE_WORDS = {plate_type.value: plate_type for plate_type in PlateType} | {
    "小型汽车": PlateType.SMALL,
    "小型新能源汽车": PlateType.SMALL_NEW_ENERGY,
    "新能源": PlateType.SMALL_NEW_ENERGY,
}


def normalise(text: str) -> str:
    """Return the plate as it is stored: upper case, half width, without spaces, dots and dashes.

    Look-alike letters, and O and I, are kept as typed: `check` reports them.
    """
    return text_cleaning.compact(text)


def check(text: str, plate_type: PlateType) -> PlateProblem | None:
    """Return the first thing wrong with a plate of this type, or None."""
    plate = normalise(text)
    if not plate:
        return PlateProblem(PlateReason.EMPTY)
    if fits(plate, plate_type):
        return None
    return (
        _wrong_character(plate)
        or _head(plate)
        or _other_type(plate)
        or _never_used(plate, plate_type)
        or _misfit(plate, plate_type)
    )


def fits(plate: str, plate_type: PlateType) -> bool:
    """Tell whether a normalised plate follows the grammar of its type."""
    return any(
        len(plate) == len(slots) and all(one in slot.allowed for one, slot in zip(plate, slots, strict=True))
        for slots in _GRAMMARS[plate_type]
    )


def parse_line(text: str) -> TypedVehicle | None:
    """Parse `02 桂A12345 123456`. None if it does not have these three parts.

    Plate and engine number may contain spaces; commas and slashes separate too; the type may be written in Chinese.
    """
    parts = [part for part in re.split(r"[\s,，、;/|]+", text_cleaning.unify(text)) if part]
    if parts and (glued := re.fullmatch(r"(\d\d)([^\dA-Z].+)", parts[0])):
        parts[:1] = glued.groups()
    if len(parts) < 3 or (plate_type := _TYPE_WORDS.get(parts[0])) is None:
        return None
    plates = {place: normalise("".join(parts[1:place])) for place in range(2, len(parts))}
    ends = next((place for place, plate in plates.items() if fits(plate, plate_type)), len(parts) - 1)
    return TypedVehicle(plate_type, plates[ends], normalise("".join(parts[ends:])))


def _wrong_character(plate: str) -> PlateProblem | None:
    """Return the first character that no plate has at its place."""
    for position, character in enumerate(plate, start=1):
        if character in (PROVINCES if position == 1 else _ENDINGS) or text_cleaning.is_plain(character):
            continue
        if likely := text_cleaning.lookalike(character):
            return PlateProblem(PlateReason.LOOKS_LIKE, character, position, likely)
        if position > 1 or not "\u4e00" <= character <= "\u9fff":
            return PlateProblem(PlateReason.CHARACTER, character, position)
    return None


def _head(plate: str) -> PlateProblem | None:
    """Return what is wrong with the province or the office's letter."""
    if text_cleaning.is_plain(plate[0]):
        return PlateProblem(PlateReason.PROVINCE_MISSING, plate[0], 1)
    if plate[0] not in PROVINCES:
        return PlateProblem(PlateReason.UNKNOWN_PROVINCE, plate[0], 1)
    if len(plate) > 1 and plate[1] not in _LETTERS + "IO":
        return PlateProblem(PlateReason.LETTER_EXPECTED, plate[1], 2)
    return None


def _other_type(plate: str) -> PlateProblem | None:
    for plate_type in _GRAMMARS:
        if fits(plate, plate_type):
            return PlateProblem(PlateReason.OTHER_TYPE, suggestion=plate_type)
    return None


def _never_used(plate: str, plate_type: PlateType) -> PlateProblem | None:
    """Return an I or O, which plates do not use; only the police have an office O."""
    for position, character in enumerate(plate, start=1):
        if position == 2 and character == "O" and plate_type is PlateType.POLICE:
            continue
        if character in _NEVER_USED:
            suggestion = _NEVER_USED[character] if position > 2 else ""
            return PlateProblem(PlateReason.NEVER_USED, character, position, suggestion)
    return None


def _misfit(plate: str, plate_type: PlateType) -> PlateProblem:
    """Return the first difference from the grammar of the type; there is at least one."""
    slots = _GRAMMARS[plate_type][0]
    if len(plate) != len(slots):
        reason = PlateReason.TOO_SHORT if len(plate) < len(slots) else PlateReason.TOO_LONG
        return PlateProblem(reason, suggestion=str(len(slots)))
    return next(
        PlateProblem(slot.reason, character, position, slot.allowed if len(slot.allowed) == 1 else "")
        for position, (character, slot) in enumerate(zip(plate, slots, strict=True), start=1)
        if character not in slot.allowed
    )
