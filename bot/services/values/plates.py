"""Number plates: parsing and validation of typed plates, with the exact problem.

The grammar is that of GA 36 (plates of motor vehicles): a province character, the letter of the issuing office, then a
serial without the letters I and O. Diplomats, agricultural machines, armed police and forces have their own.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from bot.plate_display import display as display
from bot.services.values import text_cleaning
from bot.services.values.plate_types import CHINESE_NAMES, PlateType as PlateType
from bot.services.values.problem import Problem

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_NEVER_USED = {"I": "1", "O": "0"}


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
_Grammar = tuple[_Slot, ...]


def _ending(characters: str) -> _Slot:
    return _Slot(characters, PlateReason.ENDING_EXPECTED)


def _exactly(character: str) -> _Slot:
    return _Slot(character, PlateReason.CHARACTER)


def _with_ending(characters: str, *lengths: int) -> tuple[_Grammar, ...]:
    return tuple((*_HEAD, *[_SERIAL] * length, _ending(characters)) for length in lengths)


_ORDINARY: tuple[_Grammar, ...] = ((*_HEAD, *[_SERIAL] * 5),)
# Three digits of the mission and three of the car; the character stood first until 2014.
_EMBASSY = ((*[_DIGIT] * 6, _ending("使")), (_exactly("使"), *[_DIGIT] * 6))
_CONSULATE = _with_ending("领", 4)
# NY/T 345 (agricultural machines): two digits of the office.
_FARM = ((_PROVINCE, _DIGIT, _DIGIT, *[_SERIAL] * 5), *_ORDINARY)
_POLICE = ((_PROVINCE, _POLICE_OFFICE, *[_SERIAL] * 4, _ending("警")),)
_WJ = (_exactly("W"), _exactly("J"))
_ANY = _Slot(PROVINCES + _LETTERS + "IO" + _DIGITS + "挂学警港澳临超试使领", PlateReason.CHARACTER)

# Temporary plates differ from place to place: an ordinary serial, or one that ends in the kind of plate.
_GRAMMARS: dict[PlateType, tuple[_Grammar, ...]] = {
    PlateType.SMALL: _ORDINARY,
    PlateType.SMALL_NEW_ENERGY: ((*_HEAD, _ENERGY, _SERIAL, *[_DIGIT] * 4),),
    PlateType.LARGE_NEW_ENERGY: ((*_HEAD, *[_DIGIT] * 5, _ENERGY),),
    PlateType.LARGE: _ORDINARY,
    PlateType.FOREIGN: _ORDINARY,
    PlateType.OVERSEAS: (*_ORDINARY, *_with_ending("港澳", 4)),
    PlateType.MOTORCYCLE: _ORDINARY,
    PlateType.LIGHT_MOTORCYCLE: _ORDINARY,
    PlateType.FOREIGN_MOTORCYCLE: _ORDINARY,
    PlateType.OVERSEAS_MOTORCYCLE: (*_ORDINARY, *_with_ending("港澳", 4)),
    PlateType.LOW_SPEED: _ORDINARY,
    PlateType.EMBASSY: _EMBASSY,
    PlateType.EMBASSY_MOTORCYCLE: _EMBASSY,
    PlateType.CONSULATE: _CONSULATE,
    PlateType.CONSULATE_MOTORCYCLE: _CONSULATE,
    PlateType.TRAILER: _with_ending("挂", 4),
    PlateType.TRAINING: _with_ending("学", 4),
    PlateType.TRAINING_MOTORCYCLE: _with_ending("学", 4),
    PlateType.POLICE: _POLICE,
    PlateType.POLICE_MOTORCYCLE: _POLICE,
    PlateType.HONG_KONG: _with_ending("港", 4),
    PlateType.MACAU: _with_ending("澳", 4),
    PlateType.TEMPORARY: (*_with_ending("临超试", 5, 4), *_ORDINARY),
    PlateType.TEMPORARY_ENTRY: (*_with_ending("临", 5, 4), *_ORDINARY),
    PlateType.TEMPORARY_ENTRY_MOTORCYCLE: (*_with_ending("临", 5, 4), *_ORDINARY),
    PlateType.TEST: (*_with_ending("试", 4, 5), *_ORDINARY),
    PlateType.TEST_MOTORCYCLE: (*_with_ending("试", 4, 5), *_ORDINARY),
    PlateType.TRACTOR: _FARM,
    PlateType.FARM_MACHINE: _FARM,
    PlateType.ARMED_POLICE: ((*_WJ, _PROVINCE, *[_DIGIT] * 4, _SERIAL), (*_WJ, *[_DIGIT] * 4, _SERIAL)),
    PlateType.MILITARY: ((_OFFICE, _POLICE_OFFICE, *[_DIGIT] * 5),),
    PlateType.OTHER: tuple((_ANY,) * length for length in range(4, 11)),
}
# Almost anything, or what remains of a civil plate whose province is missing, fits these: they are no suggestion.
_NOT_SUGGESTED = (PlateType.ARMED_POLICE, PlateType.MILITARY, PlateType.OTHER)
_ENDINGS = "挂学警港澳临超试使领"
_TYPE_WORDS = {plate_type.value: plate_type for plate_type in PlateType} | {
    name: plate_type for plate_type, names in CHINESE_NAMES.items() for name in names
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
        _other_type(plate)
        or _wrong_character(plate, plate_type)
        or _head(plate, plate_type)
        or _never_used(plate, plate_type)
        or _misfit(plate, plate_type)
    )


def fits(plate: str, plate_type: PlateType) -> bool:
    """Tell whether a normalised plate follows the grammar of its type."""
    return any(
        len(plate) == len(slots) and all(one in slot.allowed for one, slot in zip(plate, slots, strict=True))
        for slots in _GRAMMARS[plate_type]
    )


def corrected(text: str) -> str:
    """Return a normalised plate with the characters that may be meant by look-alikes, and by I and O in its serial."""
    plain = "".join(text_cleaning.lookalike(one) or one for one in normalise(text))
    return plain[:2] + "".join(_NEVER_USED.get(one, one) for one in plain[2:])


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


def _wrong_character(plate: str, plate_type: PlateType) -> PlateProblem | None:
    """Return the first character that no plate has at its place."""
    for position, character in enumerate(plate, start=1):
        known = (PROVINCES if position == 1 else _ENDINGS) + _allowed(plate_type, position)
        if character in known or text_cleaning.is_plain(character):
            continue
        if likely := text_cleaning.lookalike(character):
            return PlateProblem(PlateReason.LOOKS_LIKE, character, position, likely)
        if position > 1 or not "\u4e00" <= character <= "\u9fff":
            return PlateProblem(PlateReason.CHARACTER, character, position)
    return None


def _allowed(plate_type: PlateType, position: int) -> str:
    """Return the characters that plates of this type may have at this place, counted from 1."""
    return "".join(slots[position - 1].allowed for slots in _GRAMMARS[plate_type] if position <= len(slots))


def _head(plate: str, plate_type: PlateType) -> PlateProblem | None:
    """Return what is wrong with the province or the office's letter, of a type that has both."""
    if any(slots[:1] != (_PROVINCE,) for slots in _GRAMMARS[plate_type]):
        return None
    if text_cleaning.is_plain(plate[0]):
        return PlateProblem(PlateReason.PROVINCE_MISSING, plate[0], 1)
    if plate[0] not in PROVINCES:
        return PlateProblem(PlateReason.UNKNOWN_PROVINCE, plate[0], 1)
    if len(plate) > 1 and plate[1] not in _LETTERS + "IO" + _allowed(plate_type, 2):
        return PlateProblem(PlateReason.LETTER_EXPECTED, plate[1], 2)
    return None


def _other_type(plate: str) -> PlateProblem | None:
    for plate_type in _GRAMMARS:
        if plate_type not in _NOT_SUGGESTED and fits(plate, plate_type):
            return PlateProblem(PlateReason.OTHER_TYPE, suggestion=plate_type)
    return None


def _never_used(plate: str, plate_type: PlateType) -> PlateProblem | None:
    """Return an I or O, which plates do not use; only the police have an office O."""
    for position, character in enumerate(plate, start=1):
        if character in _NEVER_USED and character not in _allowed(plate_type, position):
            suggestion = _NEVER_USED[character] if position > 2 else ""
            return PlateProblem(PlateReason.NEVER_USED, character, position, suggestion)
    return None


def _misfit(plate: str, plate_type: PlateType) -> PlateProblem:
    """Return the first difference from the grammar of the type; there is at least one."""
    grammars = _GRAMMARS[plate_type]
    slots = next((each for each in grammars if len(each) == len(plate)), grammars[0])
    if len(plate) != len(slots):
        reason = PlateReason.TOO_SHORT if len(plate) < len(slots) else PlateReason.TOO_LONG
        return PlateProblem(reason, suggestion=str(len(slots)))
    return next(
        PlateProblem(slot.reason, character, position, slot.allowed if len(slot.allowed) == 1 else "")
        for position, (character, slot) in enumerate(zip(plate, slots, strict=True), start=1)
        if character not in slot.allowed
    )
