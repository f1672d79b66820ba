"""A vehicle as a filer types it, without its plate type, which follows from the plate: `桂A12345 123456`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import Refusal
from bot.services.filing import filed_plate_types, typed_input
from bot.services.filing.typed_input import InvalidEngineNumber, InvalidFilingLine, InvalidPlate, InvalidPlateType
from bot.services.phrases import named
from bot.services.phrases.normal import normal
from bot.services.values import plates, text_cleaning
from bot.services.values.plate_types import PlateType
from bot.services.values.plates import PlateReason

_SEPARATORS = re.compile(r"[\s,，、;/|]+")


@dataclass(frozen=True, slots=True)
class Entered:
    """Plate type, normalised plate, and the end of the engine number, empty if only the plate was typed.

    refusal: why what stood behind the plate is no end of an engine number, which is empty then.
    """

    plate_type: PlateType
    plate: str
    engine: str = ""
    refusal: InvalidEngineNumber | None = None


def parse(words: str, kinds: Sequence[PlateType], *, preferred: PlateType | None = None) -> Entered:
    """Return the vehicle in these words: a plate, perhaps its type before it, perhaps its engine number behind it.

    Of a plate within other words (车牌是桂A12345) only the plate is taken.
    kinds: the plate types that can be filed. preferred: the one that was chosen, for a plate that fits several.
    Raises InvalidFilingLine, InvalidPlateType or InvalidPlate.
    """
    line = plates.parse_line(words)
    if line is not None:
        kind = typed_input.parse_plate_type(line.plate_type, kinds)
        return _entered(kind, typed_input.parse_plate(line.plate, kind, engine=line.engine), line.engine)
    parts = [part for part in _SEPARATORS.split(text_cleaning.unify(words)) if part]
    for place in range(len(parts), 0, -1):
        plate, engine = plates.normalise("".join(parts[:place])), "".join(parts[place:])
        fitting = _kind_of(plate, kinds, preferred)
        if fitting is not None:
            return _entered(fitting, plate, engine)
    named_in_words = named.find(normal(words)).plate
    fitting = _kind_of(named_in_words, kinds, preferred) if named_in_words else None
    if fitting is not None:
        return Entered(fitting, named_in_words)
    raise _problem(words, kinds, preferred) if len(parts) < 2 else InvalidFilingLine


def problem(words: str, kinds: Sequence[PlateType]) -> Refusal | None:
    """Return why there is no vehicle in these words, or None if there is one. kinds: as of `parse`."""
    try:
        parse(words, kinds)
    except (InvalidFilingLine, InvalidPlateType, InvalidPlate) as refusal:
        return refusal
    return None


def _entered(kind: PlateType, plate: str, engine: str) -> Entered:
    """Return the vehicle with what stood behind its plate, if that is the end of an engine number."""
    if not engine:
        return Entered(kind, plate)
    try:
        return Entered(kind, plate, typed_input.parse_engine_number(engine))
    except InvalidEngineNumber as refusal:
        return Entered(kind, plate, refusal=refusal)


def _kind_of(plate: str, kinds: Sequence[PlateType], preferred: PlateType | None) -> PlateType | None:
    """Return the first of these plate types that a normalised plate fits, the preferred one before all others."""
    fitting = [kind for kind in kinds if plates.fits(plate, kind)]
    return preferred if preferred in fitting else next(iter(fitting), None)


def _problem(words: str, kinds: Sequence[PlateType], preferred: PlateType | None) -> InvalidPlate | InvalidPlateType:
    """Return what is wrong with a plate that fits none of these types: as one of the type that it resembles most."""
    length = len(plates.normalise(words))
    is_long = length > len(plates.normalise("桂A12345")) and PlateType.SMALL_NEW_ENERGY in kinds
    likely = preferred or (PlateType.SMALL_NEW_ENERGY if is_long else next(iter(kinds), None))
    problem = plates.check(words, likely) if likely is not None else None
    if problem is None or problem.reason is PlateReason.OTHER_TYPE:
        return InvalidPlateType(**filed_plate_types.for_texts(kinds))
    return InvalidPlate(problem, typed_input.meant_line(words, kinds))
