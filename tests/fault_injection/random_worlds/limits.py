"""Invariant: no limit is passed by any set of accounts of one person.

Accounts and people count together by the keys they have: ID number, phone number, Telegram user. An application counts
by those at its moment, a block or an entry of the blacklist by all since it was made, and by every Telegram user whose
account the person's ever was. Who holds an ID number does not
answer for those who only declare it.
"""

from collections import defaultdict
from collections.abc import Iterator, Set as AbstractSet
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bot import local_time
from bot.services.identity.code_limits import LIMITS
from bot.services.rules.catalogue import DEFINITIONS
from bot.services.rules.names import RuleName
from storage.filing.filings import Filing
from storage.filing.owner_blocks import OwnerBlock
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose, SmsCode
from storage.register.people import Person
from storage.review.blacklist import BlacklistEntry
from storage.staff.members import StaffMember
from tests.fault_injection.random_worlds.observations import Observation
from tests.fault_injection.random_worlds.records import Keys, Records

DAY = timedelta(days=1)
# The tables from which keys, blocks, entries and applications are learnt.
LEARNT = (Account, Person, StaffMember, OwnerBlock, BlacklistEntry, Filing)


def _limit(name: RuleName) -> int:
    value = DEFINITIONS[name].default
    assert isinstance(value, int)
    return value


class Limits:
    """Checks limits. It remembers every application and code, and the keys by which they, blocks and entries count."""

    def __init__(self) -> None:
        self._keys: dict[UUID, set[str]] = defaultdict(set)
        self._learnt: Records | None = None
        self._holders: set[UUID] = set()
        self._users: dict[UUID, set[str]] = defaultdict(set)
        self._applied: dict[UUID, tuple[UUID, datetime]] = {}
        self._sent: dict[UUID, Any] = {}
        self._requesters: dict[UUID, Keys] = {}
        self._tried: dict[UUID, dict[int, datetime]] = defaultdict(dict)

    def check(self, observation: Observation) -> Iterator[str]:
        """Return what is wrong."""
        self._learn(observation.before)
        for before, row in observation.changed(Filing):
            if before is None:
                yield from self._application(observation, row)
                self._applied[row.id] = (row.filer_id, row.applied_at)
                self._keys[row.id] |= observation.before.keys(row.filer_id)
            if row.status == "active" and (before is None or before.status != "active"):
                yield from self._active(observation, row)
        self._learn(observation.after)
        yield from self._codes(observation)

    def _learn(self, records: Records) -> None:
        if self._learnt is not None and records.is_same(self._learnt, *LEARNT):
            return
        self._learnt = records
        self._holders |= {each for each in records.table(Person) if records.holds_number(each)}
        for account in records.table(Account).values():
            if account.person_id is not None:
                self._users[account.person_id].add(f"telegram {account.telegram_id}")
        for row in (*records.table(OwnerBlock).values(), *records.table(BlacklistEntry).values()):
            self._keys[row.id] |= records.keys(row.person_id) | self._users[row.person_id]
        for filing in records.table(Filing).values():
            if filing.id not in self._applied:
                self._applied[filing.id] = (filing.filer_id, filing.applied_at)
                self._keys[filing.id] |= records.keys(filing.filer_id)

    def _counts_for(self, person_id: UUID, now: Keys, other: UUID, keys: AbstractSet[str]) -> bool:
        """Return whether what the other person did counts for this one, who has these keys now. keys: the other's."""
        shared = now & keys
        if person_id in self._holders and other not in self._holders:
            shared = frozenset(key for key in shared if not key.startswith("number "))
        return bool(shared)

    def _application(self, observation: Observation, row: Any) -> Iterator[str]:
        keys, day = observation.before.keys(row.filer_id), local_time.date_of(row.applied_at)
        others = [(key, *each) for key, each in self._applied.items() if key != row.id]
        same = [at for key, filer, at in others if self._counts_for(row.filer_id, keys, filer, self._keys[key])]
        if sum(local_time.date_of(at) == day for at in same) >= _limit(RuleName.FILINGS_A_DAY):
            yield f"#{row.number}: too many applications of one person on {day}"
        if sum(local_time.date_of(at).year == day.year for at in same) >= _limit(RuleName.FILINGS_A_YEAR):
            yield f"#{row.number}: too many applications of one person in {day.year}"
        yield from self._barred(observation, row, keys)

    def _barred(self, observation: Observation, row: Any, keys: Keys) -> Iterator[str]:
        """The applicant is not blocked by who speaks for the car, and not on the blacklist, under any account."""
        speaker = observation.before.speaker(row.vehicle_id)
        for block in observation.before.table(OwnerBlock).values():
            is_in_force = block.ended_at is None and block.by == speaker and block.vehicle_id == row.vehicle_id
            if is_in_force and self._counts_for(row.filer_id, keys, block.person_id, self._keys[block.id]):
                yield f"#{row.number} was applied for by somebody whom the owner has blocked"
        for entry in observation.before.table(BlacklistEntry).values():
            is_in_force = entry.status == "confirmed" and entry.until > observation.after.now
            if is_in_force and self._counts_for(row.filer_id, keys, entry.person_id, self._keys[entry.id]):
                yield f"#{row.number} was applied for by somebody on the blacklist"

    def _active(self, observation: Observation, row: Any) -> Iterator[str]:
        active = [each for each in observation.after.table(Filing).values() if each.status == "active"]
        if sum(each.vehicle_id == row.vehicle_id for each in active) > _limit(RuleName.USERS_PER_VEHICLE):
            yield f"#{row.number}: too many people have filed the car"
        keys = observation.before.keys(row.filer_id)
        held = [(each.filer_id, observation.before.keys(each.filer_id)) for each in active]
        mine = [each for each in held if self._counts_for(row.filer_id, keys, *each)]
        if len(mine) > _limit(RuleName.VEHICLES_PER_USER):
            yield f"#{row.number}: one person has filed too many cars"

    def _codes(self, observation: Observation) -> Iterator[str]:
        for before, row in observation.changed(SmsCode):
            if before is None:
                self._requesters[row.id] = observation.before.keys(row.asked_by)
                self._sent[row.id] = row
                yield from self._code_sent(row)
            if row.attempts > _limit(RuleName.CODE_TRIES):
                yield f"a code was tried {row.attempts} times"
            if row.used_at is not None:
                self._tried.pop(row.id, None)
            elif row.attempts > (before.attempts if before is not None else 0):
                self._tried[row.id][row.attempts] = observation.after.now
                yield from self._guessed(row, observation.after.now)

    def _code_sent(self, row: Any) -> Iterator[str]:
        purpose = CodePurpose(row.purpose)
        others = LIMITS[purpose].others_request
        most = _limit(RuleName.OTHERS_CODES_A_DAY if others else RuleName.CODES_A_DAY)
        same = [
            each for each in self._sent.values() if each.purpose == row.purpose and each.sent_at > row.sent_at - DAY
        ]
        if sum(each.to == row.to for each in same) > most:
            yield f"too many codes for {purpose} to one phone number"
        if sum(each.subject == row.subject for each in same) > ((most + 1) // 2 if others else most):
            yield f"too many codes for {purpose} about one row"
        day = local_time.date_of(row.sent_at)
        asked = [each for each in same if self._requesters[each.id] & self._requesters[row.id]]
        asked = [each for each in asked if local_time.date_of(each.sent_at) == day]
        if others and len(asked) > _limit(RuleName.REQUESTER_CODES_A_DAY):
            yield f"too many codes for {purpose} were requested by one person"
        if others and sum(each.to == row.to for each in asked) > (most + 1) // 2:
            yield f"too many codes for {purpose} were requested by one person to one phone number"

    def _guessed(self, row: Any, now: datetime) -> Iterator[str]:
        """Wrong tries against one phone number count together; those of a code that was right in the end do not."""
        codes = [key for key, each in self._sent.items() if each.to == row.to and each.purpose == row.purpose]
        moments = [at for key in codes for at in self._tried.get(key, {}).values()]
        for window in LIMITS[CodePurpose(row.purpose)].target:
            if sum(at > now - window.length for at in moments) > window.max_tries:
                yield f"too many wrong tries of codes for {row.purpose} against one phone number"
