"""Minimum ages by dated rules, from the date of birth in the ID number: to register, to apply."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from bot import local_time
from bot.services.filing import eligibility, filings
from bot.services.identity import accounts, ages
from bot.services.identity.ages import (
    BirthDateKnown,
    BirthDateUnknown,
    InvalidBirthDate,
    TooYoungToFile,
    TooYoungToRegister,
)
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


PASSPORT = "foreign_passport:USA123456789"


def test_who_has_a_passport_registers_and_says_when_they_were_born(data: DataBuilder) -> None:
    data.filer.id_number, data.filer.birth_date = PASSPORT, ""
    refused = ages.filing_obstacles(data.session, data.filer, now=NOW)
    assert [type(each) for each in refused] == [BirthDateUnknown]
    ages.declare_birth_date(data.session, data.filer, "2010年11月26日", now=NOW)
    assert data.filer.birth_date == "2010-11-26"
    assert audit.count(data.session, audit.Action.BIRTH_DATE_DECLARED, since=NOW) == 1
    refused = ages.filing_obstacles(data.session, data.filer, now=EIGHTEEN - SECOND)
    assert [type(each) for each in refused] == [TooYoungToFile]
    assert ages.filing_obstacles(data.session, data.filer, now=EIGHTEEN) == []


@pytest.mark.parametrize("number", [PASSPORT, NUMBER])
def test_a_date_of_birth_that_is_known_is_not_changed(data: DataBuilder, number: str) -> None:
    data.filer.id_number = number
    data.filer.birth_date = "1990-01-01" if number == PASSPORT else ""
    with pytest.raises(BirthDateKnown):
        ages.declare_birth_date(data.session, data.filer, "1980-01-01", now=NOW)
    assert data.filer.birth_date != "1980-01-01"


def test_the_register_says_the_age_of_who_has_proven_to_be_its_person(session: Session) -> None:
    child = people.new(id_number=PASSPORT, name="John Smith", phone="+8613812345678")
    child.birth_date = BORN.isoformat()
    add(session, child)
    account = store.get_or_create(session, 1, 100, language="en", at=NOW)
    who = {"name": "John Smith", "id_number": PASSPORT, "verified_phone": ""}
    with pytest.raises(TooYoungToRegister):
        accounts.register(session, account, **who, phone="+8613812345678", now=SIXTEEN - SECOND)
    accounts.register(session, account, **who, phone="+8613812345678", now=SIXTEEN)
    assert account.person_id == child.id


def test_a_stranger_with_the_number_of_a_child_learns_nothing_of_their_age(session: Session) -> None:
    child = people.new(id_number=PASSPORT, name="John Smith", phone="+8613812345678")
    child.birth_date = BORN.isoformat()
    add(session, child)
    account = store.get_or_create(session, 1, 100, language="en", at=NOW)
    who = {"name": "John Smith", "id_number": PASSPORT, "verified_phone": ""}
    declared = accounts.register(session, account, **who, phone="+8613912345678", now=SIXTEEN - SECOND)
    assert declared.id != child.id


@pytest.mark.parametrize(
    "typed",
    [
        *("1990-05-17", "1990/5/17", "19900517", "1990年5月17日", "１９９０．５．１７", "1990 5 17", "17/5/1990"),
        *("5/17/1990", "17.05.1990", "17 May 1990", "17th of May, 1990", "May 17, 1990", "may 17th 1990"),
    ],
)
def test_a_date_of_birth_is_read_as_people_write_it(typed: str) -> None:
    assert ages.parse_birth_date(typed, today=date(2026, 11, 30)) == date(1990, 5, 17)


@pytest.mark.parametrize(
    "typed",
    ["", "1990", "5/6/1990", "31/2/1990", "17 Foo 1990", "1990-02-30", "2026-12-01", "1899-12-31", "17 May", "90-5-17"],
)
def test_what_is_no_date_of_birth_is_refused(typed: str) -> None:
    with pytest.raises(InvalidBirthDate):
        ages.parse_birth_date(typed, today=date(2026, 11, 30))
