"""Races of codes and invitations against the end of the right by which they were sent, on both databases.

Whoever sent them is dismissed, hands the organisation over or signs out. The later transaction sees what the earlier
one has committed: either somebody has joined while the right was there, or nobody has.
"""

from typing import Any

import pytest
from sqlmodel import Session, select

from bot.services.filing import vehicle_codes
from bot.services.identity import accounts, unlocking
from bot.services.organisations import invitations, organisations, web_sessions
from bot.services.staff import members as staff_members
from storage.database import Database
from storage.filing.filings import Filing, Relationship
from storage.identity import accounts as account_store
from storage.identity.accounts import Account
from storage.organisations import organisations as organisation_store
from storage.register.people import Person
from storage.staff import members as member_store
from storage.staff.members import StaffRole
from tests.services.builders import DataBuilder, staff_account
from tests.services.concurrency import NOW, in_order
from tests.services.sms_builders import sent

ADMINS = frozenset({StaffRole.ADMIN})


class Invited:
    """An invitation to the staff by two of four admins, and the proposal to end the service of one of these."""

    def __init__(self, database: Database, leaving: int) -> None:
        with database.transaction() as session:
            admins = [staff_account(session, 10 + at, "admin") for at in range(4)]
            proposal = staff_members.invite(session, "somebody", ADMINS, by=admins[0], now=NOW)
            _, self.code = staff_members.confirm(session, proposal.id, by=admins[1], now=NOW)
            member = member_store.by_telegram(session, admins[leaving].telegram_id)
            assert member is not None
            end = staff_members.end(session, member.id, by=admins[2], now=NOW)
            assert end is not None
            self.end, self.admin = end.id, admins[3].id
            self.guest = account_store.get_or_create(session, 1, 100, language="en", at=NOW).id

    def accept(self, session: Session) -> None:
        """Let somebody accept the invitation."""
        staff_members.accept(session, self.code, by=session.get_one(Account, self.guest), now=NOW)
        session.flush()

    def dismiss(self, session: Session) -> None:
        """Let the fourth admin confirm the end of the service."""
        staff_members.confirm(session, self.end, by=session.get_one(Account, self.admin), now=NOW)
        session.flush()


@pytest.mark.parametrize("leaving", [0, 1], ids=["who proposed", "who confirmed"])
def test_nobody_joins_the_staff_while_who_invited_is_dismissed(database: Database, leaving: int) -> None:
    invited = Invited(database, leaving)
    assert in_order(database, invited.dismiss, invited.accept) == ("passed", "StaffInvitationGone")
    with database.reading() as session:
        assert member_store.by_telegram(session, 100) is None


def test_who_has_joined_the_staff_stays_when_who_invited_is_dismissed(database: Database) -> None:
    invited = Invited(database, 0)
    assert in_order(database, invited.accept, invited.dismiss) == ("passed", "passed")
    with database.reading() as session:
        assert StaffRole.ADMIN in member_store.roles(session, 100)


class Fleet:
    """An organisation whose administrator has invited somebody, made a sign-in code and a code of a vehicle."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.transaction() as session:
            data = DataBuilder(session)
            self.old, self.guest = data.owner.id, data.filer.id
            self.organisation = data.organisation(data.owner)
            self.account = data.account(data.owner).id
            self.user = organisations.add_member(session, self.organisation, data.stranger, now=NOW).id
            self.code, _ = invitations.create(session, self.organisation, by=data.owner, now=NOW)
            self.sign_in_code, _ = web_sessions.make_code(session, session.get_one(Account, self.account), now=NOW)
            made = vehicle_codes.create(session, data.car.id, by=data.owner, lane="1:1", now=NOW)
            scanned = vehicle_codes.scan(session, links=[made.token], by=data.filer, now=NOW)
            self.vehicle_code = scanned.id

    def hand_over(self, session: Session) -> None:
        """Make the other member the administrator."""
        old = session.get_one(Person, self.old)
        organisations.hand_over(session, self.organisation, self.user, by=old, now=NOW)
        session.flush()

    def sign_out(self, session: Session) -> None:
        """Let the administrator sign out."""
        accounts.sign_out(session, session.get_one(Account, self.account), now=NOW)
        session.flush()

    def join(self, session: Session) -> None:
        """Let somebody accept the invitation."""
        invitations.accept(session, self.code, by=session.get_one(Person, self.guest), now=NOW)
        session.flush()

    def apply(self, session: Session) -> None:
        """Let somebody who has scanned the code of the vehicle apply with it."""
        about: dict[str, Any] = {"relationship": Relationship.FRIEND, "relationship_text": "", "lane": "1:2"}
        vehicle_codes.apply(session, self.vehicle_code, by=session.get_one(Person, self.guest), now=NOW, **about)
        session.flush()

    def members(self) -> int:
        """Return how many members the organisation has."""
        with self.database.reading() as session:
            return len(organisation_store.members(session, self.organisation))

    def applications(self) -> int:
        """Return how many applications there are."""
        with self.database.reading() as session:
            return len(session.exec(select(Filing)).all())


@pytest.fixture
def fleet(database: Database) -> Fleet:
    return Fleet(database)


@pytest.mark.parametrize("end", ["hand_over", "sign_out"])
def test_nobody_joins_by_an_invitation_while_its_sender_leaves(fleet: Fleet, end: str) -> None:
    assert in_order(fleet.database, getattr(fleet, end), fleet.join) == ("passed", "InvitationInvalid")
    assert fleet.members() == 2


@pytest.mark.parametrize("end", ["hand_over", "sign_out"])
def test_who_has_joined_stays_when_the_sender_leaves(fleet: Fleet, end: str) -> None:
    assert in_order(fleet.database, fleet.join, getattr(fleet, end)) == ("passed", "passed")
    assert fleet.members() == 3


def test_nobody_applies_with_a_code_while_its_maker_signs_out(fleet: Fleet) -> None:
    first, second = in_order(fleet.database, fleet.sign_out, fleet.apply)
    assert first == "passed"
    assert second.startswith("VehicleCode")
    assert fleet.applications() == 0


def test_who_has_applied_keeps_the_application_when_the_maker_signs_out(fleet: Fleet) -> None:
    assert in_order(fleet.database, fleet.apply, fleet.sign_out) == ("passed", "passed")
    assert fleet.applications() == 1


@pytest.mark.parametrize("code_first", [True, False])
def test_no_browser_is_signed_in_after_a_sign_out(fleet: Fleet, code_first: bool) -> None:
    """A session that begins beside the sign-out serves nobody while the account is locked."""
    tokens: list[str] = []

    def sign_in(session: Session) -> None:
        token, _ = web_sessions.sign_in(session, fleet.sign_in_code, address="10.0.0.1", device="", now=NOW)
        tokens.append(token)
        session.flush()

    acts = (sign_in, fleet.sign_out) if code_first else (fleet.sign_out, sign_in)
    went = in_order(fleet.database, *acts)
    assert set(went) <= {"passed", "SignInCodeInvalid"}
    with fleet.database.reading() as session:
        assert session.get_one(Account, fleet.account).locked_at == NOW
        assert [web_sessions.find(session, token, now=NOW) for token in tokens] == [None] * len(tokens)


def test_a_verified_code_unlocks_or_the_sign_out_stands(fleet: Fleet) -> None:
    """A second sign-out beside the code that unlocks is refused, as the account is locked already."""
    with fleet.database.transaction() as session:
        account = session.get_one(Account, fleet.account)
        accounts.sign_out(session, account, now=NOW)
        unlocking.send_code(session, account, now=NOW)
        digits = sent(session)

    def unlock(session: Session) -> None:
        unlocking.unlock(session, session.get_one(Account, fleet.account), digits, now=NOW)
        session.flush()

    first, second = in_order(fleet.database, unlock, fleet.sign_out)
    assert first == "passed"
    with fleet.database.reading() as session:
        is_locked = session.get_one(Account, fleet.account).locked_at is not None
    assert is_locked == (second == "passed")
    assert second in ("passed", "AccountLocked")
