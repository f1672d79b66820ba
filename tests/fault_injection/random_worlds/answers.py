"""Invariant: each answer is one act of the person who speaks for the car at that moment, about that question.

The agreement itself, a refusal, and what the owner takes back, limits, ends or blocks later. An answer is final.
"""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson

from storage.filing.approvals import Approval
from storage.filing.filings import Filing
from storage.filing.owner_blocks import OwnerBlock
from storage.filing.vehicle_codes import VehicleCode
from storage.identity.sms_codes import SmsCode
from storage.register.people import Person
from tests.fault_injection.random_worlds.observations import Input, Observation

PENDING, APPROVED, REFUSED = "pending", "approved", "refused"
NO = re.compile(r"拒绝|不|refuse|\bno\b", re.IGNORECASE)
AGREED = ("checking", "in_review", "returned")
# Statuses of a filing that never change again.
FINISHED = ("refused", "lapsed", "withdrawn", "ended")


class Answers:
    """Checks answers."""

    def check(self, observation: Observation) -> Iterator[str]:
        """Return what is wrong."""
        for before, row in observation.changed(Approval):
            yield from self._answered(observation, before, row)
        for before, row in observation.changed(Filing):
            yield from _moved(observation, before, row)
        yield from _taken_back(observation)
        yield from _by_speaker(observation)

    def _answered(self, observation: Observation, before: Any, row: Any) -> Iterator[str]:
        was, number = PENDING if before is None else before.status, observation.row(Filing, row.filing_id).number
        if was == row.status:
            return
        if was != PENDING:
            yield f"the answer to #{number} was {was} and is {row.status}"
        entries = observation.written("approval:answered", row.id)
        if row.status not in (APPROVED, REFUSED):
            yield from (f"#{number} is {row.status}, and was answered" for _ in entries)
            return
        said = [orjson.loads(entry.details)["answer"] for entry in entries]
        if said != [row.status]:
            yield f"#{number} is {row.status}, the audit says {said}"
        for entry in entries:
            yield from self._spoke(observation, row, number, entry.by)

    def _spoke(self, observation: Observation, row: Any, number: int, by: UUID | None) -> Iterator[str]:
        """Return whether nobody who may answer has said this about this question."""
        filing = observation.row(Filing, row.filing_id)
        speaker = observation.before.speaker(filing.vehicle_id)
        if by is None:
            yield from _by_code(observation, filing, speaker)
        elif by != speaker:
            yield f"#{number} was answered by {by}; {speaker} speaks for the car"
        elif not any(self._means(observation, given, row, number, speaker) for given in observation.inputs):
            yield f"#{number} is {row.status}; nothing that was said means this: {observation.inputs}"

    def _means(self, observation: Observation, given: Input, row: Any, number: int, speaker: UUID | None) -> bool:
        """Return whether this input is the speaker's answer to this question."""
        if observation.before.person_of(given.who) != speaker:
            return False
        if given.number != number or bool(NO.search(given.text)) != (row.status == REFUSED):
            return False
        if given.how != "text" or re.search(r"\d", given.text):
            return True
        is_below = given.below_question or len(observation.inputs) > 1  # Of several at once, one may have led to it.
        return is_below and len(_pending_of(observation, speaker)) == 1


def _pending_of(observation: Observation, person_id: UUID | None) -> list[Any]:
    rows = observation.before.table(Approval).values()
    return [row for row in rows if row.owner_id == person_id and row.status == PENDING]


def _by_code(observation: Observation, filing: Any, speaker: UUID | None) -> Iterator[str]:
    """The filer has typed the code that went to the phone of who speaks for the car."""
    person = observation.before.table(Person).get(speaker) if speaker is not None else None
    used = [row for was, row in observation.changed(SmsCode) if row.subject == filing.id and row.used_at is not None]
    if person is None or [row.to for row in used] != [person.phone_index]:
        yield f"#{filing.number} was approved by a code that did not go to who speaks for the car"
    typed = {
        "".join(given.text.split())
        for given in observation.inputs
        if observation.before.person_of(given.who) == filing.filer_id
    }
    sent = {code for sms in observation.all_sms for code in re.findall(r"(?<!\d)\d{6}(?!\d)", sms.text)}
    if not typed & sent:
        yield f"#{filing.number} was approved by a code that nobody has typed"


def _moved(observation: Observation, before: Any, row: Any) -> Iterator[str]:
    """A filing waits for its owner, goes on once they have agreed, and never leaves a final state."""
    was = before.status if before is not None else ""
    if was in FINISHED and was != row.status:
        yield f"#{row.number} was {was} and is {row.status}"
    if row.status not in (*AGREED, "active") or was in (*AGREED, "active"):
        return
    approval = next((each for each in observation.after.table(Approval).values() if each.filing_id == row.id), None)
    if approval is not None:
        if approval.status != APPROVED:
            yield f"#{row.number} goes on, and its question is {approval.status}"
        return
    codes = [
        each for _, each in observation.changed(VehicleCode) if each.filing_id == row.id and each.used_at is not None
    ]
    if [code.made_by for code in codes] != [observation.before.speaker(row.vehicle_id)]:
        yield f"#{row.number} was agreed to by nobody who speaks for the car"


def _taken_back(observation: Observation) -> Iterator[str]:
    """An agreement is taken back once, by who speaks for the car, about this application."""
    for before, row in observation.changed(Filing):
        entries = observation.written("consent:withdrawn", row.id)
        if not entries:
            continue
        if len(entries) > 1 or not _had_agreed(observation, before, row) or row.status != "refused":
            yield f"#{row.number}: taken back {len(entries)} times, from {before and before.status} to {row.status}"
        yield from _named(observation, row, entries[0].by)
    for entry in observation.written("consent:withdrawn"):
        if entry.on not in {row.id for _, row in observation.changed(Filing)}:
            yield f"an agreement to {entry.on} was taken back, which changed nothing"


def _had_agreed(observation: Observation, before: Any, row: Any) -> bool:
    """Return whether the owner had agreed before, or agreed by one of these inputs and took it back by a later one."""
    if before is None:
        return False
    answered = (each for _, each in observation.changed(Approval) if each.filing_id == row.id)
    return before.status in AGREED or any(each.status == APPROVED for each in answered)


def _named(observation: Observation, filing: Any, by: UUID | None) -> Iterator[str]:
    speaker = observation.before.speaker(filing.vehicle_id)
    if by != speaker:
        yield f"#{filing.number} was taken back by {by}; {speaker} speaks for the car"
    elif not any(
        each.number == filing.number and observation.before.person_of(each.who) == by for each in observation.inputs
    ):
        yield f"#{filing.number} was taken back; nothing that was said is about it: {observation.inputs}"


def _by_speaker(observation: Observation) -> Iterator[str]:
    """Terms, ends and blocks are acts of who speaks for the car; the filer, too, may end a filing."""
    for entry in observation.entries:
        if entry.action not in ("term:set", "filing:unbound") or entry.by is None:
            continue
        filing = observation.row(Filing, entry.on)
        may = {observation.before.speaker(filing.vehicle_id)} | (
            {filing.filer_id} if entry.action != "term:set" else set()
        )
        if entry.by not in may:
            yield f"{entry.action} on #{filing.number} by {entry.by}, who does not speak for the car"
    for before, row in observation.changed(OwnerBlock):
        if before is None and row.by != observation.before.speaker(row.vehicle_id):
            yield f"a block was made by {row.by}, who does not speak for the car"
