"""Tests of the invariants: each writes what a missing guard would allow, and expects the checker to report it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, make_url
from sqlmodel import Session, select

from bot.services.identity import phone_changes
from storage.database import add
from storage.filing.filings import Filing, FilingStatus
from storage.filing.owner_blocks import OwnerBlock
from storage.identity.accounts import Account
from storage.identity.former_keys import FormerKey
from storage.identity.sms_codes import CodePurpose
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review.blacklist import BlacklistEntry, BlacklistStatus, FalseMaterial
from tests import databases
from tests.fault_injection.random_worlds import faults_of_errands
from tests.fault_injection.random_worlds.driver import InvariantBroken, WatchedDesk
from tests.fault_injection.random_worlds.faults import (
    FAULTS,
    FILER,
    OWNER,
    RELATIVE,
    REVIEWER,
    Fault,
    answered,
    applied,
    code,
    own_case,
    question,
    seconded_by_the_first,
)
from tests.fault_injection.random_worlds.observations import Input
from tests.fault_injection.random_worlds.people import Society, settle_in

Step = Callable[[Session], None]


@pytest.fixture(scope="module")
def settled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Society]:
    """The rows of a random world, created once, as that takes a second."""
    databases.use_test_secret()
    url = databases.sqlite_copy(sqlite_template, tmp_path_factory.mktemp("relatives"))
    with closing(WatchedDesk(url)) as app:
        yield settle_in(app, Random(1))


@pytest.fixture
def society(settled: Society) -> Iterator[Society]:
    """The random world as it was at first, with a checker."""
    path = make_url(settled.app.database.url).database
    with closing(sqlite3.connect(str(path))) as store, closing(sqlite3.connect(":memory:")) as at_first:
        store.backup(at_first)
        settled.app.watch()
        yield settled
        at_first.backup(store)


@pytest.mark.parametrize(
    ("fault", "report"), FAULTS + faults_of_errands.FAULTS, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_fault_is_reported(society: Society, fault: Fault, report: str) -> None:
    society.app.write(lambda session: fault(session, society))
    with pytest.raises(InvariantBroken, match=report):
        society.app.check()


def test_nothing_is_reported_without_a_fault(society: Society) -> None:
    society.app.check()


def test_an_answer_that_changes_is_reported(society: Society) -> None:
    def change(session: Session) -> None:
        _, filing = question(session, society)
        filing.status = FilingStatus.REFUSED
        session.flush()

    def change_again(session: Session) -> None:
        filing = session.exec(select(Filing).where(Filing.status == FilingStatus.REFUSED)).one()
        filing.status = FilingStatus.CHECKING

    society.app.write(change)
    society.app.check()
    society.app.write(change_again)
    with pytest.raises(InvariantBroken, match="was refused and is checking"):
        society.app.check()


def test_an_application_of_a_blocked_relative_is_reported(society: Society) -> None:
    def block(session: Session) -> None:
        vehicle = session.exec(select(Vehicle).where(Vehicle.plate == society.plates[0])).one()
        about: dict[str, Any] = {
            "vehicle_id": vehicle.id,
            "person_id": society.people[REVIEWER],
            "by": society.people[OWNER],
        }
        add(session, OwnerBlock(since=society.app.now, **about))

    society.app.write(block)
    society.app.check()
    society.app.write(lambda session: applied(session, society, RELATIVE, car=0))
    with pytest.raises(InvariantBroken, match="whom the owner has blocked"):
        society.app.check()


def test_an_application_of_a_blacklisted_relative_is_reported(society: Society) -> None:
    def enter(session: Session) -> None:
        entry = BlacklistEntry(
            person_id=society.people[REVIEWER],
            reason=FalseMaterial.REGISTER,
            status=BlacklistStatus.CONFIRMED,
            proposed_at=society.app.now,
            until=society.app.now + timedelta(days=9),
        )
        add(session, entry)

    society.app.write(enter)
    society.app.check()
    society.app.write(lambda session: applied(session, society, RELATIVE, car=0))
    with pytest.raises(InvariantBroken, match="somebody on the blacklist"):
        society.app.check()


def test_a_code_to_an_owner_for_somebody_who_is_only_declared_is_reported(society: Society) -> None:
    def declare(session: Session) -> None:
        person = session.get_one(Person, society.people[FILER])
        person.registered, person.verified_at = False, None

    def send(session: Session) -> None:
        code(session, society, CodePurpose.OWNER_APPROVAL, question(session, society)[1].id, OWNER)

    society.app.write(declare)
    society.app.check()
    society.app.write(send)
    with pytest.raises(InvariantBroken, match="only declared who they are"):
        society.app.check()


def has_the_phone_of(society: Society, at: int, other: int) -> Step:
    """Return the step that gives a person the phone number of another one."""

    def step(session: Session) -> None:
        people.set_phone(session.get_one(Person, society.people[at]), society.residents[other].phone)

    return step


@pytest.mark.parametrize("at", [REVIEWER, RELATIVE])
@pytest.mark.parametrize(
    ("fault", "report"),
    [(own_case, "review:passed .* of their own"), (seconded_by_the_first, "are one person")],
    ids=["own case", "second approval"],
)
def test_a_fault_after_a_change_of_phone_number_is_reported(
    society: Society, at: int, fault: Fault, report: str
) -> None:
    society.app.write(has_the_phone_of(society, at, other=FILER))
    society.app.check()
    society.app.write(lambda session: fault(session, society))
    with pytest.raises(InvariantBroken, match=report):
        society.app.check()


def test_an_agreement_to_ones_own_application_is_reported(society: Society) -> None:
    society.app.write(has_the_phone_of(society, FILER, other=OWNER))
    society.app.check()

    def answer(session: Session) -> None:
        number = question(session, society)[1].number
        answered(session, society, OWNER)
        society.app.new_inputs.append(Input(society.residents[OWNER].id, "tap", "同意", number))

    society.app.write(answer)
    with pytest.raises(InvariantBroken, match="agreed to by its own applicant"):
        society.app.check()


def takes_the_case_of_their_relative(society: Society, *, forget: bool = False) -> None:
    """Let a reviewer take the case of a person who had the reviewer's phone number until now."""

    def change(session: Session) -> int:
        relative = session.get_one(Person, society.people[RELATIVE])
        phone_changes.change(session, relative, "+8613911112222", now=society.app.now)
        if forget:
            session.connection().execute(delete(FormerKey))
        return session.exec(select(Filing.number).where(Filing.filer_id == relative.id)).one()

    number = society.app.write(change)
    society.app.settle()
    society.residents[REVIEWER].says(f"/take {number}")


def test_a_case_of_ones_own_is_refused_after_a_change_of_phone_number(society: Society) -> None:
    takes_the_case_of_their_relative(society)
    assert "与您本人、您的车（包括以前的）或您的单位有关" in society.residents[REVIEWER].last()


def test_a_desk_that_forgets_former_phone_numbers_is_reported(society: Society) -> None:
    with pytest.raises(InvariantBroken, match="review:taken .* of their own"):
        takes_the_case_of_their_relative(society, forget=True)


def test_an_application_of_a_telegram_user_whose_person_is_blocked_afterwards_is_reported(society: Society) -> None:
    def leave(session: Session) -> None:
        account = session.exec(select(Account).where(Account.person_id == society.people[RELATIVE])).one()
        account.person_id = add(session, people.new(id_number="x", name="y", registered=False)).id

    def block(session: Session) -> None:
        vehicle = session.exec(select(Vehicle).where(Vehicle.plate == society.plates[0])).one()
        blocked, by = society.people[RELATIVE], society.people[OWNER]
        add(session, OwnerBlock(vehicle_id=vehicle.id, person_id=blocked, by=by, since=society.app.now))

    def apply(session: Session) -> None:
        account = session.exec(select(Account).where(Account.telegram_id == society.residents[RELATIVE].id)).one()
        filing = applied(session, society, RELATIVE, car=0)
        assert account.person_id is not None
        filing.filer_id = account.person_id

    for step in (leave, block):
        society.app.write(step)
        society.app.check()
    society.app.write(apply)
    with pytest.raises(InvariantBroken, match="whom the owner has blocked"):
        society.app.check()
