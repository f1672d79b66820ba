"""Minimum ages by dated rules, from the date of birth in the ID number: to register, to apply."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from bot import local_time
from bot.services.filing import eligibility, filings
from bot.services.identity import accounts
from bot.services.identity.ages import TooYoungToFile, TooYoungToRegister
from bot.services.rules.names import RuleName
from storage import audit
from storage.database import add
from storage.filing.filings import FilingWay, Relationship
from storage.identity import accounts as store
from storage.register import people
from storage.staff.rules import DatedRule
from tests.services.builders import DataBuilder
from tests.services.concurrency import NOW
from tests.stories.cast import id_number

BORN = date(2010, 11, 26)
SIXTEEN, EIGHTEEN = local_time.at(date(2026, 11, 26)), local_time.at(date(2028, 11, 26))
NUMBER = id_number(1, born=BORN)
SECOND = timedelta(seconds=1)


def register(session: Session, *, at: datetime) -> None:
    account = store.get_or_create(session, 1, 100, language="en", at=at)
    who = {"name": "王小明", "id_number": NUMBER, "phone": "+8613812345678"}
    accounts.register(session, account, **who, verified_phone="", now=at)


@pytest.mark.parametrize("is_on_record", [False, True])
def test_registration_begins_with_the_sixteenth_birthday(session: Session, is_on_record: bool) -> None:
    if is_on_record:
        add(session, people.new(id_number=NUMBER, name="王小明", phone="+8613812345678"))
    with pytest.raises(TooYoungToRegister) as refused:
        register(session, at=SIXTEEN - SECOND)
    assert refused.value.values == {"age": 16, "since": date(2026, 11, 26)}
    register(session, at=SIXTEEN)
    assert store.get_or_create(session, 1, 100, language="en", at=NOW).person_id is not None


def test_a_look_up_for_a_child_is_refused_before_the_register_is_asked(session: Session) -> None:
    account = store.get_or_create(session, 1, 100, language="en", at=NOW)
    add(session, people.new(id_number=NUMBER, name="王小明"))
    with pytest.raises(TooYoungToRegister):
        accounts.look_up(session, name="李大山", id_number=NUMBER, by=account, now=SIXTEEN - SECOND)
    assert audit.count(session, audit.Action.REGISTER_PROBED, since=NOW - timedelta(days=1)) == 0


def test_applications_begin_with_the_eighteenth_birthday(data: DataBuilder) -> None:
    data.filer.id_number = NUMBER
    wanted = {"way": FilingWay.SMS, "relationship": Relationship.FRIEND, "relationship_text": ""}
    with pytest.raises(TooYoungToFile) as refused:
        filings.apply(data.session, data.filer, data.car.id, **wanted, now=EIGHTEEN - SECOND)  # type: ignore[arg-type]
    assert refused.value.values == {"age": 18, "since": date(2028, 11, 26)}
    filings.apply(data.session, data.filer, data.car.id, **wanted, now=EIGHTEEN)  # type: ignore[arg-type]


def test_the_ages_follow_the_dated_rules(data: DataBuilder) -> None:
    data.filer.id_number = NUMBER
    for name, value in ((RuleName.REGISTRATION_AGE, "14"), (RuleName.FILING_AGE, "15")):
        add(data.session, DatedRule(name=name.value, value=value, valid_from=NOW, set_at=NOW))
    register(data.session, at=NOW)
    assert eligibility.person_obstacles(data.session, data.filer, now=NOW) == []
