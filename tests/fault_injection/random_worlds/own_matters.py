"""Invariant: no member of staff acts on a matter of their own, and where two must act, they are two people.

Phone numbers and Telegram users that somebody had before count too. Nobody agrees to their own application.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from bot import discovery
from storage.filing.filings import Filing
from storage.identity.accounts import Account
from storage.register.people import Person
from tests.fault_injection.random_worlds import matters
from tests.fault_injection.random_worlds.matter_definition import Matter
from tests.fault_injection.random_worlds.observations import Observation
from tests.fault_injection.random_worlds.records import Records
from tests.storage.acting_persons import two_people

WITHDRAWN = "withdrawn"
AGREED = ("checking", "in_review", "returned", "active")
REMEMBERED = ("phone ", "telegram ")


@cache
def by_act() -> Mapping[str, tuple[Matter, ...]]:
    """Return the acts of staff, and of the rows of which tables each may be."""
    found = discovery.by_name(matters, Matter).values()
    acts = {act for each in found for act in each.acts}
    return {act: tuple(each for each in found if act in each.acts) for act in acts}


def tables() -> set[type[SQLModel]]:
    """Return the tables that this invariant reads: those of matters, what decides whose they are, and of two people."""
    named = [value for module in discovery.modules(matters) for value in vars(module).values()]
    return {each for each in named if isinstance(each, type) and hasattr(each, "__table__")} | {*two_people()}


class OwnMatters:
    """Checks acts of staff. It remembers the phone numbers and Telegram users that each person has had."""

    def __init__(self) -> None:
        self._had: defaultdict[str, set[str]] = defaultdict(set)
        self._learnt: Records | None = None

    def check(self, observation: Observation) -> Iterator[str]:
        """Return what is wrong."""
        self._learn(observation.before)
        for entry in observation.entries:
            found = _matter(observation, entry) if entry.by is not None else None
            if found is not None and found.is_duty(observation, entry):
                yield from self._own(observation, entry, found)
        for kind, pairs in two_people().items():
            for _, row in observation.changed(kind):
                if getattr(row, "status", "") != WITHDRAWN:
                    yield from self._one_person(observation, row, pairs)
        yield from _agreed(observation)

    def _learn(self, records: Records) -> None:
        if self._learnt is not None and records.is_same(self._learnt, Person, Account):
            return
        self._learnt = records
        for person_id in records.table(Person):
            keys = records.keys(person_id)
            self._had[f"person {person_id}"] |= {key for key in keys if key.startswith(REMEMBERED)}

    def _keys(self, observation: Observation, who: UUID | None) -> frozenset[str]:
        """Return by what somebody is and was known."""
        keys = observation.before.keys(who)
        return keys.union(*(self._had.get(key, ()) for key in keys))

    def _own(self, observation: Observation, entry: Any, found: Matter) -> Iterator[str]:
        actor = self._keys(observation, entry.by)
        if not actor:
            yield f"{entry.action} by {entry.by}, who is nobody"
        for subject in found.whom(observation, observation.row(found.kind, entry.on)):
            keys = subject if isinstance(subject, frozenset) else self._keys(observation, subject)
            if shared := actor & keys:
                yield f"{entry.action} on {entry.on}: of their own, by {sorted(shared)}"

    def _one_person(self, observation: Observation, row: Any, pairs: list[tuple[str, str]]) -> Iterator[str]:
        for one, other in pairs:
            both = [self._keys(observation, getattr(row, column)) for column in (one, other)]
            if shared := both[0] & both[1]:
                yield f"{one} and {other} of {row.id} are one person, by {sorted(shared)}"


def _matter(observation: Observation, entry: Any) -> Matter | None:
    """Return what an entry is about; of several tables, that which has the row. None: it is no act of staff."""
    found = by_act().get(entry.action, ())
    return next((each for each in found if observation.row(each.kind, entry.on) is not None), next(iter(found), None))


def _agreed(observation: Observation) -> Iterator[str]:
    """Who agrees to an application is not who applies, nor somebody with one of their keys of now."""
    for before, row in observation.changed(Filing):
        if row.status not in AGREED or (before is not None and before.status in AGREED):
            continue
        speaker = observation.before.speaker(row.vehicle_id)
        if shared := observation.before.keys(speaker) & observation.before.keys(row.filer_id):
            yield f"#{row.number} was agreed to by its own applicant, by {sorted(shared)}"
