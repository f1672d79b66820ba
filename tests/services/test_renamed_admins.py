"""A change of name in the register that the operator confirms leaves an admin at the desk who can act."""

import pytest
from sqlmodel import Session

from bot.cards.identity import notifications
from bot.cards.notification import Reader
from bot.services.staff import member_identity, permissions
from bot.services.staff.permissions import StaffNotVerified
from bot.texts import texts
from storage import audit
from storage.database import add
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.staff import members
from storage.staff.members import StaffRole
from tests.services.builders import employ, staff_account
from tests.services.concurrency import NOW
from tests.services.test_verification import NUMBER, PHONE, imported


@pytest.fixture
def admin(session: Session) -> Account:
    """An admin with the ID number that these tests import."""
    account = staff_account(session, 900, "admin")
    person = session.get_one(Person, account.person_id)
    person.id_number, person.id_number_index = NUMBER, people.id_number_index(NUMBER)
    people.set_phone(person, PHONE)
    add(session, person)
    return account


def rename(session: Session, admin: Account) -> Person:
    """Import another name, which the operator confirms."""
    imported(session, name="王晓", name_changed="yes")
    return session.get_one(Person, admin.person_id)


def test_the_only_admin_who_can_act_stays_verified(session: Session, admin: Account) -> None:
    staff_account(session, 901, "reviewer")
    employ(session, 902, "admin")  # Not registered.
    person = rename(session, admin)
    assert (person.name, person.verified_at) == ("王晓", NOW)
    permissions.require(session, admin, StaffRole.ADMIN)
    assert audit.count(session, audit.Action.STAFF_VERIFIED, since=NOW) == 1
    assert audit.count(session, audit.Action.VERIFICATION_WITHDRAWN, since=NOW) == 0
    card = notifications.renamed.card(session, person.id, Reader(person.id, texts("en")))
    assert card is not None
    assert "you stay verified" in card.text


def test_an_admin_whom_another_can_verify_is_verified_anew(session: Session, admin: Account) -> None:
    colleague = staff_account(session, 901, "admin")
    assert rename(session, admin).verified_at is None
    with pytest.raises(StaffNotVerified):
        permissions.require(session, admin, StaffRole.ADMIN)
    member = members.by_telegram(session, 900)
    assert member is not None
    member_identity.verify(session, member.id, by=colleague, now=NOW)
    permissions.require(session, admin, StaffRole.ADMIN)


def test_the_operator_verifies_whom_nobody_at_the_desk_can(session: Session, admin: Account) -> None:
    colleague = staff_account(session, 901, "admin")
    rename(session, admin)
    colleague.locked_at = NOW
    add(session, colleague)
    member = members.by_telegram(session, 900)
    assert member is not None
    member_identity.verify_by_operator(session, member, now=NOW)
    permissions.require(session, admin, StaffRole.ADMIN)
