"""Invariant: no set of accounts of one person looks more up in the register, or tries more codes, than is allowed.

Look-ups that find nothing count for a day, by who makes them and by plate. Wrong tries of codes that others may request
count by who types them and by phone number, for a day and for a month. What the holder of an ID number does counts for
who only declares it, and not the other way round; nothing is counted for a phone number that is unconfirmed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import orjson

from bot import local_time
from bot.services.filing.register_lookup import FIRST_TRIES, FIRST_TRIES_DAYS, ROOM
from bot.services.identity.code_limits import LIMITS, REQUESTER_TRIES
from bot.services.rules.catalogue import DEFINITIONS
from bot.services.rules.names import RuleName
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose, SmsCode
from storage.register.people import Person
from tests.fault_injection.random_worlds.observations import Observation
from tests.fault_injection.random_worlds.records import Keys, Records

PROBED, FAILED, PASSED = "register:probed", "code:failed", "code:passed"


@dataclass
class Try:
    """A look-up that found nothing, or a wrong code. about: the plate or the phone number and purpose, if any."""

    keys: Keys
    about: object
    day: date


class Lookups:
    """Checks look-ups and wrong codes. It remembers all of them."""

    def __init__(self) -> None:
        self._probes: list[Try] = []
        self._codes: list[Try] = []

    def check(self, observation: Observation) -> Iterator[str]:
        """Return what is wrong."""
        for entry in observation.entries:
            if entry.action == PROBED:
                yield from self._looked_up(observation.before, entry)
            elif entry.action in (FAILED, PASSED):
                yield from self._typed(observation, entry)

    def _looked_up(self, records: Records, entry: Any) -> Iterator[str]:
        counted, recorded = _keys(records, entry.by)
        day, plate = local_time.date_of(entry.at), entry.on
        mine = [each for each in self._probes if each.keys & counted]
        of_kind = [each for each in mine if (each.about is None) == (plate is None) and each.day == day]
        if len(of_kind) >= _limit(RuleName.PROBES_PER_USER_A_DAY):
            yield f"{entry.by} has looked up {len(of_kind) + 1} times on {day}, by {sorted(counted)}"
        if plate is not None:
            since = day - timedelta(days=FIRST_TRIES_DAYS)
            first = [each for each in mine if each.about == plate and each.day > since]
            most = _limit(RuleName.PROBES_PER_VEHICLE_A_DAY) * (ROOM if len(first) < FIRST_TRIES else 1)
            if sum(each.about == plate and each.day == day for each in self._probes) >= most:
                yield f"a plate was looked up more than {most} times on {day}"
        self._probes.append(Try(recorded, plate, day))

    def _typed(self, observation: Observation, entry: Any) -> Iterator[str]:
        purpose = CodePurpose(orjson.loads(entry.details)["purpose"])
        if not LIMITS[purpose].others_request or entry.by is None:
            return
        codes = [row for _, row in observation.changed(SmsCode) if row.subject == entry.on and row.purpose == purpose]
        counted, recorded = _keys(observation.before, entry.by)
        day, about = local_time.date_of(entry.at), (purpose, codes[-1].to if codes else None)
        if entry.action == PASSED:
            for each in self._codes:
                each.keys -= recorded if each.about == about else frozenset()
            return
        for window in REQUESTER_TRIES.values():
            since = day - timedelta(days=window.days)
            same = [each for each in self._codes if each.about == about and each.day > since and each.keys & counted]
            if len(same) >= window.most:
                yield f"{entry.by} has typed {len(same) + 1} wrong codes for {purpose} in {window.days} days"
        self._codes.append(Try(recorded, about, day))


def _keys(records: Records, who: UUID) -> tuple[Keys, Keys]:
    """Return the keys by which acts count for somebody now, and those by which what they do is recorded."""
    known = frozenset(key for key in records.keys(who) if not key.startswith("person "))
    account = records.table(Account).get(who)
    person = records.table(Person).get(account.person_id if account is not None else who)
    if person is None:
        return known, known
    number, phone = f"number {person.id_number_index}", f"phone {person.phone_index}"
    counted = known - {number} | {f"held {number}"} if records.holds_number(person.id) else known
    return counted, (known | counted) - ({phone} if person.phone_unconfirmed else set())


def _limit(name: RuleName) -> int:
    value = DEFINITIONS[name].default
    assert isinstance(value, int)
    return value
