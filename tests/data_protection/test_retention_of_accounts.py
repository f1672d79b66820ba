"""Retention of accounts: guests, ended accounts, former staff, and what was left half typed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.services.rules.names import RuleName
from storage.database import Database
from storage.engine import conversations
from storage.engine.conversations import Conversation
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review.photo_views import PhotoView
from storage.staff.members import StaffMember
from tests import databases
from tests.data_protection.test_retention import clean, count, length
from tests.storage.rows import NOW, put


@pytest.fixture(autouse=True)
def keyring() -> None:
    databases.use_test_secret()


def guest(session: Session, **values: Any) -> Account:
    return session.get_one(Account, put(session, Account, person_id=None, registered_at=None, **values))


def test_a_guest_who_still_writes_is_kept(lite: Database) -> None:
    with lite.transaction() as session:
        account = guest(session)
        conversations.save(session, Conversation(account.lane, flow="registration"), at=NOW + timedelta(days=170))
    clean(lite, timedelta(days=190))
    assert count(lite, "accounts") == 1
    clean(lite, timedelta(days=352))
    assert (count(lite, "accounts"), count(lite, "conversations")) == (0, 0)


@pytest.mark.parametrize("case", ["serves", "watched", "registered"])
def test_accounts_of_staff_and_of_registered_people_are_kept(lite: Database, case: str) -> None:
    with lite.transaction() as session:
        if case == "registered":
            put(session, Account, person_id=put(session, Person), registered_at=NOW)
        elif case == "serves":
            put(session, StaffMember, telegram_id=guest(session).telegram_id)
        else:
            put(session, PhotoView, account_id=guest(session).id)
    before = count(lite, "accounts")
    clean(lite, length(RuleName.GUEST_DAYS) + timedelta(days=2))
    assert count(lite, "accounts") == before


def test_an_account_that_an_identity_case_ended_is_kept_as_long_as_former_keys(lite: Database) -> None:
    with lite.transaction() as session:
        guest(session, ended_at=NOW)
    clean(lite, length(RuleName.LIMIT_RECORD_DAYS) - timedelta(days=1))
    assert count(lite, "accounts") == 1
    clean(lite, length(RuleName.LIMIT_RECORD_DAYS) + timedelta(days=2))
    assert count(lite, "accounts") == 0


def test_what_was_left_half_typed_is_forgotten_and_old_buttons_stay_stale(lite: Database) -> None:
    with lite.transaction() as session:
        lane = session.get_one(Account, put(session, Account, person_id=put(session, Person), registered_at=NOW)).lane
        typed = Conversation(lane, flow="registration", step="name", revision=7, draft={"name": "王"}, trail=["terms"])
        typed.parked = {"filing": {"draft": {"plate": "桂A12345"}}}
        conversations.save(session, typed, at=NOW)
    clean(lite, length(RuleName.DRAFT_DAYS) - timedelta(days=1))
    with lite.reading() as session:
        assert conversations.load(session, lane).draft == {"name": "王"}
    clean(lite, length(RuleName.DRAFT_DAYS) + timedelta(days=2))
    with lite.reading() as session:
        left = conversations.load(session, lane)
    assert (left.flow, left.step, left.draft, left.parked, left.trail) == ("", "", {}, {}, [])
    assert left.revision == 7


def test_name_and_telegram_id_of_a_former_member_of_staff_are_forgotten(lite: Database) -> None:
    with lite.transaction() as session:
        former, present = (put(session, StaffMember, telegram_id=at, ended_at=end) for at, end in ((1, NOW), (2, None)))
    clean(lite, length(RuleName.RECORD_DAYS) + timedelta(days=2))
    with lite.reading() as session:
        assert session.get_one(StaffMember, former).telegram_id >= 1 << 62
        assert session.get_one(StaffMember, former).name == ""
        assert session.get_one(StaffMember, present).telegram_id == 2
