"""The quarantine of a phone number is that of the rule in force when it was given up; a change holds for later ones."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot import local_time
from bot.services.identity import limits, phone_changes
from bot.services.identity.limits import Limit
from bot.services.rules.names import RuleName
from storage.database import add
from storage.identity.former_keys import FormerKey, key_hash
from storage.identity.limit_records import LimitRecord
from storage.register import people
from storage.register.people import Person
from storage.staff.rules import DatedRule
from tests.services.builders import NOW, DataBuilder

TODAY, DAY = local_time.date_of(NOW), timedelta(days=1)
OLD, NEXT = "+8613811110001", "+8613811110002"


def set_rule(data: DataBuilder, days: int, *, since: int) -> None:
    """Set the quarantine from so many days after today on."""
    begins = NOW + since * DAY
    rule = DatedRule(name=RuleName.PHONE_QUARANTINE_DAYS.value, value=str(days), valid_from=begins, set_at=begins)
    add(data.session, rule)


def ends_of(data: DataBuilder, person: Person, phone: str) -> date:
    """Return the last day on which the number counts for who has proven it."""
    kept = key_hash(f"proven-phone:{people.phone_index(phone)}")
    query = select(FormerKey).where(FormerKey.person_id == person.id, FormerKey.key_hash == kept)
    return data.session.exec(query).one().until


@pytest.mark.parametrize(("before", "after"), [(10, 200), (200, 10)])
def test_a_changed_rule_holds_for_numbers_that_are_given_up_from_then_on(
    data: DataBuilder, before: int, after: int
) -> None:
    set_rule(data, before, since=0)
    people.set_phone(data.filer, OLD)
    phone_changes.replace(data.session, data.filer, NEXT, now=NOW)
    set_rule(data, after, since=1)
    assert ends_of(data, data.filer, OLD) == TODAY + before * DAY
    phone_changes.replace(data.session, data.filer, "", now=NOW + 2 * DAY)
    assert ends_of(data, data.filer, OLD) == TODAY + before * DAY
    assert ends_of(data, data.filer, NEXT) == TODAY + (2 + after) * DAY


def test_it_is_so_for_what_is_recorded_for_a_number(data: DataBuilder) -> None:
    keys = [f"phone:{people.phone_index(OLD)}"]
    for days, since in ((10, 0), (200, 1)):
        set_rule(data, days, since=since)
        now = NOW + since * DAY
        limits.record(data.session, Limit.IDENTITY_CASE, keys, until=TODAY + 300 * DAY, now=now)
    kept = sorted(each.until for each in data.session.exec(select(LimitRecord)))
    assert kept == [TODAY + 10 * DAY, TODAY + 201 * DAY, TODAY + 300 * DAY, TODAY + 300 * DAY]
