"""Reads what a person means by their own words: a deed, and the plate, number or code that they name.

normal ──► named (plate, number, code) ──► scan (clauses, negation) ──► deeds (the first rule that applies)

Two deeds, or too many words of no table, are no deed but a choice: the person is asked.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.services.phrases import deeds, named, scan
from bot.services.phrases.deeds import Deed, Rule
from bot.services.phrases.named import Mentions
from bot.services.phrases.normal import normal
from bot.services.phrases.scan import Part

MAX_CHARACTERS = 300  # Longer texts are letters, not requests.
MAX_CHOICES = 4
KNOWN_SHARE = 0.5  # Of the weight of a text that the tables must know.
_NUMBERED = frozenset({Deed.PROGRESS, Deed.APPROVALS})  # A bare number beside them is that of an application.
_SAID_ALONE = frozenset({Deed.BACK})  # Beside words of no table, “back” is hardly about a step: go back to sleep.


@dataclass(frozen=True)
class Phrase:
    """What a text means. deed: what it surely means; choices: what it may mean, if that is not sure.

    is_marked: the number stands behind a #. is_whole: every word is known, so that it is hardly an answer to something.
    case: the number of an identity case; with words of no table, or other deeds, /identity is only a choice.
    """

    deed: Deed | None = None
    choices: tuple[Deed, ...] = ()
    plate: str = ""
    number: int | None = None
    is_marked: bool = False
    code: str = ""
    is_whole: bool = False
    case: int | None = None

    @property
    def is_understood(self) -> bool:
        """Whether it means something that can be opened."""
        return self.deed is not None or bool(self.plate or self.code or self.number is not None)


NOTHING = Phrase()


def read(text: str) -> Phrase:
    """Return what a text means."""
    if len(text) > MAX_CHARACTERS:
        return NOTHING
    found = named.find(normal(text))
    if found.case is not None:
        return _of_case(found)
    parts = scan.parts(found.rest)
    known, unknown = sum(part.known for part in parts), sum(part.unknown for part in parts)
    is_whole = unknown == 0 and not any(part.negated for part in parts)
    meant = [deed for deed in _meant(parts) if is_whole or deed not in _SAID_ALONE]
    is_sure = len(meant) == 1 and known >= (known + unknown) * KNOWN_SHARE
    deed = meant[0] if is_sure and not found.code else None
    takes_number = found.is_marked or deed in _NUMBERED or not (meant or unknown)
    return Phrase(
        deed=deed,
        choices=() if is_sure or found.code else tuple(meant[:MAX_CHOICES]),
        plate=found.plate,
        number=found.number if takes_number else None,
        is_marked=found.is_marked,
        code=found.code,
        is_whole=is_whole,
    )


def _of_case(found: Mentions) -> Phrase:
    """Return what a text with the number of an identity case means: sure only if it says hardly anything else."""
    parts = scan.parts(found.rest)
    others = [deed for deed in _meant(parts) if deed is not Deed.IDENTITY]
    if others or any(part.unknown or part.refuses for part in parts):
        return Phrase(choices=(Deed.IDENTITY, *others)[:MAX_CHOICES], case=found.case)
    return Phrase(deed=Deed.IDENTITY, is_marked=found.is_marked, is_whole=True, case=found.case)


def _meant(parts: Sequence[Part]) -> list[Deed]:
    """Return the deeds of a text in their order; what is said beside another deed only if there is no other."""
    every = set().union(*(part.concepts | part.negated for part in parts))
    found = [deeds.rule_of(_with_object(part, every)) for part in parts if not part.negated]
    applied = [rule for rule in found if rule is not None]
    major = [rule for rule in applied if not rule.is_minor]
    return _deeds_of(major or applied[:1])


def _deeds_of(rules: Sequence[Rule]) -> list[Deed]:
    """Return the deeds of these rules; where a rule leaves two open, the one that another surely means."""
    sure = {rule.deed for rule in rules if rule.or_deed is None}
    meant: list[Deed] = []
    for rule in rules:
        either = [deed for deed in (rule.deed, rule.or_deed) if deed is not None]
        meant += [deed for deed in either if deed in sure] or either
    return list(dict.fromkeys(meant))


def _with_object(part: Part, every: Collection[str]) -> set[str]:
    """Return the concepts of a part: of one that undoes something, also what another part has named."""
    is_bare = "undo" in part.concepts and part.concepts.isdisjoint(deeds.UNDONE)
    return part.concepts | deeds.UNDONE.intersection(every) if is_bare else part.concepts
