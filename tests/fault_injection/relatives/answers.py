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
from tests.fault_injection.relatives.looks import Look, Said

PENDING, APPROVED, REFUSED = "pending", "approved", "refused"
NO = re.compile(r"拒绝|不同意|refuse|\bno\b", re.IGNORECASE)
AGREED = ("checking", "in_review", "returned")
# Statuses of a filing that never change again.
FINISHED = ("refused", "lapsed", "withdrawn", "ended")


class Answers:
    """Checks answers. It remembers which application a person has begun to refuse, as the reason is asked after it."""

    def __init__(self) -> None:
        self._refusing: dict[int, int] = {}

    def check(self, look: Look) -> Iterator[str]:
        """Return what is wrong."""
        for said in look.said:
            if said.number is not None and NO.search(said.text):
                self._refusing[said.who] = said.number
        for before, row in look.changed(Approval):
            yield from self._answered(look, before, row)
        for before, row in look.changed(Filing):
            yield from _moved(look, before, row)
        yield from _taken_back(look)
        yield from _by_speaker(look)

    def _answered(self, look: Look, before: Any, row: Any) -> Iterator[str]:
        was, number = PENDING if before is None else before.status, look.row(Filing, row.filing_id).number
        if was == row.status:
            return
        if was != PENDING:
            yield f"the answer to #{number} was {was} and is {row.status}"
        entries = look.written("approval:answered", row.id)
        if row.status not in (APPROVED, REFUSED):
            yield from (f"#{number} is {row.status}, and was answered" for _ in entries)
            return
        said = [orjson.loads(entry.details)["answer"] for entry in entries]
        if said != [row.status]:
            yield f"#{number} is {row.status}, the audit says {said}"
        for entry in entries:
            yield from self._spoke(look, row, number, entry.by)

    def _spoke(self, look: Look, row: Any, number: int, by: UUID | None) -> Iterator[str]:
        """Return whether nobody who may answer has said this about this question."""
        filing = look.row(Filing, row.filing_id)
        speaker = look.before.speaker(filing.vehicle_id)
        if by is None:
            yield from _by_code(look, filing, speaker)
        elif by != speaker:
            yield f"#{number} was answered by {by}; {speaker} speaks for the car"
        elif not any(self._means(look, said, row, number, speaker) for said in look.said):
            yield f"#{number} is {row.status}; nothing that was said means this: {look.said}"

    def _means(self, look: Look, said: Said, row: Any, number: int, speaker: UUID | None) -> bool:
        """Return whether this input is the speaker's answer to this question."""
        if look.before.person_of(said.who) != speaker:
            return False
        if row.status == REFUSED and self._refusing.get(said.who) == number:
            return True
        if said.number != number or (row.status == APPROVED and NO.search(said.text)):
            return False
        is_plain = said.how == "text" and not re.search(r"\d", said.text)
        return not is_plain or len(_pending_of(look, speaker)) == 1


def _pending_of(look: Look, person_id: UUID | None) -> list[Any]:
    rows = look.before.table(Approval).values()
    return [row for row in rows if row.owner_id == person_id and row.status == PENDING]


def _by_code(look: Look, filing: Any, speaker: UUID | None) -> Iterator[str]:
    """The filer has typed the code that went to the phone of who speaks for the car."""
    person = look.before.table(Person).get(speaker) if speaker is not None else None
    used = [row for was, row in look.changed(SmsCode) if row.subject == filing.id and row.used_at is not None]
    if person is None or [row.to for row in used] != [person.phone_index]:
        yield f"#{filing.number} was approved by a code that did not go to who speaks for the car"
    typed = {"".join(said.text.split()) for said in look.said if look.before.person_of(said.who) == filing.filer_id}
    sent = {code for sms in look.all_sms for code in re.findall(r"(?<!\d)\d{6}(?!\d)", sms.text)}
    if not typed & sent:
        yield f"#{filing.number} was approved by a code that nobody has typed"


def _moved(look: Look, before: Any, row: Any) -> Iterator[str]:
    """A filing waits for its owner, goes on once they have agreed, and never leaves a final state."""
    was = before.status if before is not None else ""
    if was in FINISHED and was != row.status:
        yield f"#{row.number} was {was} and is {row.status}"
    if row.status not in (*AGREED, "active") or was in (*AGREED, "active"):
        return
    approval = next((each for each in look.after.table(Approval).values() if each.filing_id == row.id), None)
    if approval is not None:
        if approval.status != APPROVED:
            yield f"#{row.number} goes on, and its question is {approval.status}"
        return
    codes = [each for _, each in look.changed(VehicleCode) if each.filing_id == row.id and each.used_at is not None]
    if [code.made_by for code in codes] != [look.before.speaker(row.vehicle_id)]:
        yield f"#{row.number} was agreed to by nobody who speaks for the car"


def _taken_back(look: Look) -> Iterator[str]:
    """An agreement is taken back once, by who speaks for the car, about this application."""
    for before, row in look.changed(Filing):
        entries = look.written("consent:withdrawn", row.id)
        if not entries:
            continue
        if len(entries) > 1 or before is None or before.status not in AGREED or row.status != "refused":
            yield f"#{row.number}: taken back {len(entries)} times, from {before and before.status} to {row.status}"
        yield from _named(look, row, entries[0].by)
    for entry in look.written("consent:withdrawn"):
        if entry.on not in {row.id for _, row in look.changed(Filing)}:
            yield f"an agreement to {entry.on} was taken back, which changed nothing"


def _named(look: Look, filing: Any, by: UUID | None) -> Iterator[str]:
    speaker = look.before.speaker(filing.vehicle_id)
    if by != speaker:
        yield f"#{filing.number} was taken back by {by}; {speaker} speaks for the car"
    elif not any(each.number == filing.number and look.before.person_of(each.who) == by for each in look.said):
        yield f"#{filing.number} was taken back; nothing that was said is about it: {look.said}"


def _by_speaker(look: Look) -> Iterator[str]:
    """Terms, ends and blocks are acts of who speaks for the car; the filer, too, may end a filing."""
    for entry in look.entries:
        if entry.action not in ("term:set", "filing:unbound") or entry.by is None:
            continue
        filing = look.row(Filing, entry.on)
        may = {look.before.speaker(filing.vehicle_id)} | ({filing.filer_id} if entry.action != "term:set" else set())
        if entry.by not in may:
            yield f"{entry.action} on #{filing.number} by {entry.by}, who does not speak for the car"
    for before, row in look.changed(OwnerBlock):
        if before is None and row.by != look.before.speaker(row.vehicle_id):
            yield f"a block was made by {row.by}, who does not speak for the car"
