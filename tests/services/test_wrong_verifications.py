"""Wrong verifications: two reviewers withdraw one in favour of the right person, who asks by an identity case."""

import pytest
from sqlmodel import Session, select

from bot.services.review import identity_decisions
from bot.services.staff.moved_members import OnlyAdminMoves
from storage import audit
from storage.database import add
from storage.database.encryption import current_keyring
from storage.engine.outbox import Channel, Delivery
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.review.identity_cases import IdentityCaseKind
from storage.staff.members import StaffMember
from tests.services.builders import staff_account
from tests.services.concurrency import NOW
from tests.services.identity_case_builders import (
    AFTER_WAIT,
    ID_NUMBER,
    NAME,
    NEW_PHONE,
    OLD_PHONE,
    account,
    approve,
    approve_by_two,
    open_case,
)


def verified_other(session: Session) -> Person:
    """Add somebody of another name who was wrongly verified with the ID number of these tests."""
    other = people.new(id_number=ID_NUMBER, name="王大明", phone=OLD_PHONE, registered=False)
    other.verified_at = NOW
    return add(session, other)


def test_two_reviewers_withdraw_a_wrong_verification_in_favour_of_the_right_person(session: Session) -> None:
    other, guest = verified_other(session), account(session, 102)
    account(session, 101, other)
    case = open_case(session, guest)
    assert case.holder_id == other.id
    approve_by_two(session, case)
    assert (other.verified_at, guest.person_id == other.id) == (None, False)
    assert session.get_one(Person, guest.person_id).verified_at == AFTER_WAIT
    assert people.is_contested(session, other)
    assert audit.count(session, audit.Action.VERIFICATION_WITHDRAWN, since=NOW, on=other.id) == 1
    assert audit.count(session, audit.Action.NUMBER_CONTESTED, since=NOW, on=other.id) == 1


def test_a_declarer_asks_for_the_number_of_a_wrongly_verified_person(session: Session) -> None:
    other = verified_other(session)
    declared = people.new(id_number=ID_NUMBER, name=NAME, phone=NEW_PHONE, registered=False, is_held=True)
    guest = account(session, 102, add(session, declared))
    case = open_case(session, guest, IdentityCaseKind.VERIFY)
    assert (case.holder_id, case.needs_two) == (other.id, True)
    approve_by_two(session, case)
    assert (other.verified_at, declared.verified_at) == (None, AFTER_WAIT)
    assert guest.person_id == declared.id


def test_a_declarer_of_the_same_name_gets_the_record(session: Session) -> None:
    record = add(session, people.new(id_number=ID_NUMBER, name=NAME, phone=""))
    declared = people.new(id_number=ID_NUMBER, name=NAME, phone=NEW_PHONE, registered=False, is_held=True)
    guest = account(session, 102, add(session, declared))
    case = approve_by_two(session, open_case(session, guest, IdentityCaseKind.VERIFY))
    assert session.get_one(Account, case.account_id).person_id == record.id


def test_a_verified_number_that_nobody_was_told_about_is_not_taken(session: Session) -> None:
    case = open_case(session, account(session, 102))
    verified_other(session)
    approve(session, case, staff_account(session, 900, "reviewer"))
    with pytest.raises(identity_decisions.IdentityCaseOutdated):
        approve(session, case, staff_account(session, 901, "reviewer"))


def test_who_has_no_account_hears_by_sms_that_the_verification_is_withdrawn(session: Session) -> None:
    other = verified_other(session)
    approve_by_two(session, open_case(session, account(session, 102)))
    lanes = session.exec(select(Delivery.lane).where(Delivery.channel == Channel.SMS)).all()
    assert f"sms:{other.id}" in lanes


def test_the_only_admin_does_not_lose_the_verification(session: Session) -> None:
    other = verified_other(session)
    member = StaffMember(telegram_id=account(session, 101, other).telegram_id, roles="admin", since=NOW)
    member.name = "王大明"
    add(session, member)
    case = open_case(session, account(session, 102))
    approve(session, case, staff_account(session, 900, "reviewer"))
    with pytest.raises(OnlyAdminMoves):
        approve(session, case, staff_account(session, 901, "reviewer"))


def test_the_admins_are_told_of_a_member_who_loses_the_verification(session: Session) -> None:
    other, admin = verified_other(session), staff_account(session, 950, "admin")
    member = StaffMember(telegram_id=account(session, 101, other).telegram_id, roles="admin", since=NOW)
    member.name = "王大明"
    add(session, member)
    approve_by_two(session, open_case(session, account(session, 102)))
    assert other.verified_at is None
    rows = session.exec(select(Delivery).where(Delivery.lane == admin.lane)).all()
    keyring = current_keyring()
    contents = [keyring.decrypt_json(each.payload, f"outbox:{each.reference}") for each in rows]
    assert "staff.unverified" in [each.get("notice") for each in contents]
