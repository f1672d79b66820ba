"""What a person types about a car: checked as typed, refused with the precise reason."""

import unicodedata

from bot.errors import Refusal
from bot.services.values import engine_numbers, plates, text_cleaning
from bot.services.values.engine_numbers import EngineProblem
from bot.services.values.plates import FILABLE, TypedVehicle, PlateProblem, PlateType

WORDS_LENGTH = 30

# What a suggestion means, as a word the catalogues can choose by.
MEANT = {"02": "small", "52": "new-energy", "0": "zero", "1": "one"}


class BadPlate(Refusal):
    """Not a plate of this type; the problem says what is wrong, and where."""

    key = "plate-problem"

    def __init__(self, problem: PlateProblem) -> None:
        meant = MEANT.get(problem.suggestion, "other")
        super().__init__(
            problem.reason.value,
            character=problem.character,
            position=problem.position,
            suggestion=problem.suggestion,
            meant=meant,
        )


class BadEngine(Refusal):
    """Not the last six of an engine number."""

    key = "engine-problem"

    def __init__(self, problem: EngineProblem) -> None:
        super().__init__(
            problem.reason.value,
            character=problem.character,
            position=problem.position,
            suggestion=problem.suggestion,
        )


class BadLine(Refusal):
    """Not a plate type, a plate and six of the engine number in one line."""

    key = "refused-bad-line"


class BadType(Refusal):
    """Not a plate type that can be filed."""

    key = "refused-bad-type"


class BadRelationship(Refusal):
    """No words, or too many, for a relationship; a picture or a number alone is no word."""

    key = "refused-bad-relationship"


def plate_type(code: str) -> PlateType:
    """Return the plate type, one that can be filed. Raises BadType."""
    if code not in {kind.value for kind in FILABLE}:
        raise BadType
    return PlateType(code)


def plate(words: str, kind: PlateType) -> str:
    """Return the normalised plate. Raises BadPlate."""
    problem = plates.check(words, kind)
    if problem is not None:
        raise BadPlate(problem)
    return plates.normalise(words)


def engine(words: str) -> str:
    """Return the normalised last six. Raises BadEngine."""
    problem = engine_numbers.check(words)
    if problem is not None:
        raise BadEngine(problem)
    return engine_numbers.normalise(words)


def line(words: str) -> TypedVehicle:
    """Return a whole line, each part checked. Raises BadLine, BadType, BadPlate or BadEngine."""
    found = plates.parse_line(words)
    if found is None:
        raise BadLine
    kind = plate_type(found.plate_type)
    return TypedVehicle(kind, plate(found.plate, kind), engine(found.engine))


def relationship(words: str) -> str:
    """Return a relationship in the filer's own words, one short line with a letter in it. Raises BadRelationship."""
    said = text_cleaning.display_safe(" ".join(words.split()))
    if not any(unicodedata.category(one).startswith("L") for one in said) or len(said) > WORDS_LENGTH:
        raise BadRelationship(most=WORDS_LENGTH)
    return said
