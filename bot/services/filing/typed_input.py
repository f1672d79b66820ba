"""Validation of what people type about a vehicle; refused with the precise reason."""

import re
import unicodedata
from collections.abc import Sequence

from bot.errors import Refusal
from bot.services.filing import filed_plate_types
from bot.services.values import engine_numbers, plates, text_cleaning, yes_no
from bot.services.values.engine_numbers import EngineProblem, EngineReason
from bot.services.values.plates import PlateProblem, PlateType
from bot.services.values.simplified import simplified

MAX_RELATIONSHIP_LENGTH = 30
_LETTER = re.compile(r"[^\W\d_]")
_ANSWER = re.compile(r"同意|拒绝|拒絕|\b(?:approve|refuse)", re.IGNORECASE)  # Words of the buttons below a question.
# What the desk itself says of somebody: whether they are checked, or the owner.
_DESK_WORDS = re.compile(
    r"身份|核[实實验験查]|认[证証]|验证|[实實]名|人[脸臉]|登记一致|信息[一相][致符]|审核|本人$|车主本|官方|服务[台臺]|车管所|[✅✔☑]|"
    r"(?<![a-z])(?:identity|verifi|checked|on record|official)|"
    r"[a-z][\u0370-\u052f]|[\u0370-\u052f][a-z]",  # A word of two alphabets looks like another.
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?:我们?是|(?:i am|i'm|he is|he's|she is|she's|we are|we're)(?![a-z]))\s*", re.IGNORECASE)
# What only a sentence has: a question, a wish, a request, a greeting. 车主的邻居 and “his neighbour” have none of it.
_SENTENCE = re.compile(
    r"[?!。;]|[吗呢吧嘛]$|[了啦]$|怎么|怎样|如何|为什么|为啥|什么|谁|哪[里儿个]|多少|我[想要能会可需不]|想要|需要|请问|请帮|帮[我忙]|能不能|"
    r"可不可以|可以|没有|不[知想会懂用能]|不是|谢谢|[您你]好|今天|明天|昨天|现在|"
    r"(?<![a-z'])(?:is|are|was|were|am|will|would|can|can't|could|should|do|does|did|don't|doesn't|want|wants|need|needs|"
    r"know|think|please|what|why|how|when|where|thanks|thank|hello|hi|hey|ok|okay)(?![a-z'])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?=.*\d)[\u4e00-\u9fff]?[A-Z0-9]{4,}")  # An engine number, a plate, a code.

# The meaning of a suggestion, by which the catalogues select the text.
SUGGESTIONS = {"02": "small", "52": "new-energy", "0": "zero", "1": "one"}


class InvalidPlate(Refusal, key="plate-problem", keeps=True):
    """Not a plate of this type. character, position: where it is wrong; suggestion: what may be meant.

    meant: the whole of what may be meant, with the engine number behind it; "" if that is not known.
    """

    def __init__(self, problem: PlateProblem, meant_line: str = "") -> None:
        self.meant = meant_line
        meant = SUGGESTIONS.get(problem.suggestion, "other")
        super().__init__(
            problem.reason.value,
            character=problem.character,
            position=problem.position,
            suggestion=problem.suggestion,
            meant=meant,
        )


class InvalidEngineNumber(Refusal, key="engine-problem", keeps=True):
    """Not the end of an engine number or VIN. meant: what may be meant; "" if that is not known."""

    def __init__(self, problem: EngineProblem, meant: str = "") -> None:
        self.meant = meant
        super().__init__(
            problem.reason.value,
            character=problem.character,
            position=problem.position,
            suggestion=problem.suggestion,
        )


class InvalidFilingLine(Refusal, key="refused-bad-line"):
    """Not a plate type, a plate and six characters of the engine number in one line."""


class InvalidPlateType(Refusal, key="refused-bad-type"):
    """Not a plate type that can be filed. types: the codes of those that can."""


class InvalidRelationship(Refusal, key="refused-bad-relationship"):
    """Not a relationship: no letters, too many, or the answer to another question. most: how many are allowed."""


class DeskWordsInRelationship(Refusal, key="refused-relationship-of-desk"):
    """Words with which the desk says how far somebody is checked, or who owns the car: the owner reads both."""


def parse_plate_type(code: str, kinds: Sequence[PlateType]) -> PlateType:
    """Return one of these plate types, which can be filed. Raises InvalidPlateType."""
    if code not in {kind.value for kind in kinds}:
        raise InvalidPlateType(**filed_plate_types.for_texts(kinds))
    return PlateType(code)


def parse_plate(words: str, kind: PlateType, *, engine: str = "") -> str:
    """Return the normalised plate. engine: what stands behind it, if anything. Raises InvalidPlate."""
    problem = plates.check(words, kind)
    if problem is not None:
        raise InvalidPlate(problem, meant_line(words, [kind], engine))
    return plates.normalise(words)


def parse_engine_number(words: str, *, confirmed: str = "") -> str:
    """Return the last letters and digits of an engine number, at most six.

    confirmed: what may be without a digit, as the person has been asked. Raises InvalidEngineNumber, also for words of
    an answer (accept, ok) and for other words without a digit.
    """
    reply = yes_no.read(words)
    if reply is not None and reply.number is None:
        raise InvalidEngineNumber(EngineProblem(EngineReason.ANSWER))
    problem = engine_numbers.check(words)
    if problem is not None:
        is_known = problem.reason in (EngineReason.TOO_LONG, EngineReason.LOOKS_LIKE)
        meant = engine_numbers.corrected(words) if is_known else ""
        raise InvalidEngineNumber(problem, meant if any(map(str.isdigit, meant)) else "")
    number = engine_numbers.normalise(words)
    if number != confirmed and not any(map(str.isdigit, number)):
        raise InvalidEngineNumber(EngineProblem(EngineReason.NO_DIGIT, suggestion=number), number)
    return number


def meant_line(words: str, kinds: Sequence[PlateType], engine: str = "") -> str:
    """Return the plate of one of these types that may be meant by a wrong one, with the engine number; "" if none."""
    plate = plates.corrected(words)
    return f"{plate} {engine}".strip() if any(plates.fits(plate, kind) for kind in kinds) else ""


def is_reason(words: str) -> bool:
    """Return whether what follows /refuse N can be why: words with a letter that say no other answer, and no number."""
    reply = yes_no.read(words)
    if reply is not None:
        return not reply.is_yes and reply.number is None
    return _LETTER.search(words) is not None and not yes_no.mentions_yes(words)


def is_agreement(words: str) -> bool:
    """Return whether what follows /approve N, if anything, says the same."""
    reply = yes_no.read(words)
    return not words or (reply is not None and reply.is_yes and reply.number is None)


def parse_relationship(words: str) -> str:
    """Return a relationship described in the filer's own words: one short line with a letter or Han character in it.

    Of “I am his neighbour” it is what follows. Raises InvalidRelationship, also for a sentence, a yes or no, words with
    an answer in them, and a number, which were meant for another question; and DeskWordsInRelationship.
    """
    written = " ".join(words.split())
    subject = _SUBJECT.match(written.replace("’", "'"))
    said = text_cleaning.display_safe(written[subject.end() :] if subject else written)
    if len(said) > MAX_RELATIONSHIP_LENGTH or not _LETTER.search(said):
        raise InvalidRelationship(most=MAX_RELATIONSHIP_LENGTH)
    if _DESK_WORDS.search(simplified(text_cleaning.compact(said))) or _DESK_WORDS.search(said):
        raise DeskWordsInRelationship
    is_sentence = _SENTENCE.search(unicodedata.normalize("NFKC", simplified(said)).replace("’", "'")) is not None
    if (
        is_sentence
        or yes_no.read(said) is not None
        or all(yes_no.read(word) is not None for word in said.split())
        or _ANSWER.search(said)
        or _NUMBER.fullmatch(text_cleaning.compact(said))
    ):
        raise InvalidRelationship(most=MAX_RELATIONSHIP_LENGTH)
    return said
