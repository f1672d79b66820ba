"""A vehicle as a filer types it, without its plate type, which follows from the plate: `桂A12345 123456`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.services.filing import filed_plate_types, typed_input
from bot.services.filing.typed_input import InvalidFilingLine, InvalidPlate, InvalidPlateType
from bot.services.values import plates, text_cleaning
from bot.services.values.plate_types import PlateType
from bot.services.values.plates import PlateReason

_SEPARATORS = re.compile(r"[\s,，、;/|]+")


@dataclass(frozen=True, slots=True)
class Entered:
    """Plate type, normalised plate, and the end of the engine number, empty if only the plate was typed."""

    plate_type: PlateType
    plate: str
    engine: str = ""


def parse(words: str, kinds: Sequence[PlateType], *, preferred: PlateType | None = None) -> Entered:
    """Return the vehicle in these words: a plate, perhaps its type before it, perhaps its engine number behind it.

    kinds: the plate types that can be filed. preferred: the one that was chosen, for a plate that fits several.
    Raises InvalidFilingLine, InvalidPlateType, InvalidPlate or InvalidEngineNumber.
    """
    if plates.parse_line(words) is not None:
        line = typed_input.parse_line(words, kinds)
        return Entered(line.plate_type, line.plate, line.engine)
    parts = [part for part in _SEPARATORS.split(text_cleaning.unify(words)) if part]
    for place in range(len(parts), 0, -1):
        plate, engine = plates.normalise("".join(parts[:place])), "".join(parts[place:])
        kind = _kind_of(plate, kinds, preferred)
        if kind is not None:
            return Entered(kind, plate, typed_input.parse_engine_number(engine) if engine else "")
    raise _problem(words, kinds, preferred) if len(parts) < 2 else InvalidFilingLine


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
    return InvalidPlate(problem)
