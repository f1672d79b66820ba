"""Changes to one person's rows do not affect those of others, and ended rows stay unchanged."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from storage.certificates import share_codes
from storage.certificates.share_codes import ShareCode
from storage.database import Database
from storage.filing import owner_blocks
from storage.identity import consents, sms_codes
from storage.identity.consents import ConsentText
from storage.identity.sms_codes import CodePurpose, SmsCode
from storage.organisations import invitations
from storage.organisations.invitations import Invitation
from storage.organisations.organisations import Organisation
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.violations import notifications
from storage.violations.notifications import NotificationKind
from tests.storage.rows import NOW, put

HOUR = timedelta(hours=1)


def sent(session: Session, purpose: CodePurpose, subject: UUID, *, to: str = "x", hours: int = 0) -> SmsCode:
    at = NOW + hours * HOUR
    return sms_codes.new(session, purpose, subject, to=to, digits="123456", at=at, expires_at=at + HOUR)


def test_a_new_code_ends_older_ones_of_its_purpose_and_row_alone(lite: Database) -> None:
    one, other = uuid4(), uuid4()
    with lite.transaction() as session:
        older = sent(session, CodePurpose.PAYMENT, one)
        kept = [sent(session, CodePurpose.PAYMENT, other), sent(session, CodePurpose.REGISTRATION, one)]
        sent(session, CodePurpose.PAYMENT, one, hours=1)
        for code in (older, *kept):
            session.refresh(code)
        assert older.ended_at is not None
        assert [code.ended_at for code in kept] == [None, None]


def test_an_ended_code_is_not_current(lite: Database) -> None:
    one = uuid4()
    with lite.transaction() as session:
        later = sent(session, CodePurpose.PAYMENT, one, hours=1)
        newest = sent(session, CodePurpose.PAYMENT, one)
        assert sms_codes.current(session, CodePurpose.PAYMENT, one) == newest
        session.refresh(later)
        assert later.ended_at is not None


def test_codes_are_counted_by_time_and_deleted_by_row(lite: Database) -> None:
    one, other = uuid4(), uuid4()
    with lite.transaction() as session:
        for hours in (0, 2, 3):
            sent(session, CodePurpose.PAYMENT, one, hours=hours)
        sent(session, CodePurpose.PAYMENT, other, to="y", hours=3)
        assert len(sms_codes.sent_since(session, CodePurpose.PAYMENT, "x", NOW + HOUR)) == 2
        assert len(sms_codes.made_since(session, CodePurpose.PAYMENT, one, NOW + HOUR)) == 2
        sms_codes.delete_about(session, one)
        assert sms_codes.current(session, CodePurpose.PAYMENT, one) is None
        assert sms_codes.current(session, CodePurpose.PAYMENT, other) is not None


def test_consents_belong_to_a_person_and_a_text(lite: Database) -> None:
    with lite.transaction() as session:
        one, other = put(session, Person), put(session, Person)
        for person in (one, other):
            for kind in (ConsentText.FACE, ConsentText.TERMS):
                consents.new(session, person, kind, "2026-11", at=NOW)
        assert consents.revoke(session, one, ConsentText.FACE, at=NOW)
        assert consents.active(session, one, ConsentText.FACE) is None
        assert not consents.revoke(session, one, ConsentText.FACE, at=NOW + HOUR)
        assert consents.active(session, one, ConsentText.TERMS) is not None
        assert consents.active(session, other, ConsentText.FACE) is not None
        assert {consent.person_id for consent in consents.of_person(session, one)} == {one}


def test_a_block_is_for_one_person_and_one_vehicle(lite: Database) -> None:
    with lite.transaction() as session:
        owner = put(session, Person)
        people = [put(session, Person) for _ in range(2)]
        cars = [put(session, Vehicle, owner_person_id=owner) for _ in range(2)]
        owner_blocks.block(session, cars[0], people[0], by=owner, at=NOW)
        found = [(car, each.person_id) for car in cars for each in owner_blocks.in_force(session, car, by=owner)]
        assert found == [(cars[0], people[0])]
        assert owner_blocks.in_force(session, cars[0], by=people[1]) == []


def share(session: Session, **fields: object) -> ShareCode:
    row = session.get(ShareCode, put(session, ShareCode, expires_at=NOW + HOUR, **fields))
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("fields", "is_open"),
    [
        ({}, True),
        ({"single_use": True}, True),
        ({"used_at": NOW}, True),
        ({"single_use": True, "used_at": NOW}, False),
        ({"revoked_at": NOW}, False),
    ],
    ids=str,
)
def test_a_share_code_is_used_while_it_is_open(lite: Database, fields: dict[str, object], is_open: bool) -> None:
    with lite.transaction() as session:
        row = share(session, **fields)
        assert share_codes.use(session, row, at=NOW) is is_open
        found = share_codes.open_of(session, row.vehicle_id, row.made_by, now=NOW)
        assert bool(found) is (is_open and not row.single_use)


def test_share_codes_are_listed_for_their_creator_until_they_expire(lite: Database) -> None:
    with lite.transaction() as session:
        row, other = share(session), put(session, Person)
        assert share_codes.open_of(session, row.vehicle_id, row.made_by, now=NOW) == [row]
        assert not share_codes.open_of(session, row.vehicle_id, other, now=NOW)
        assert not share_codes.open_of(session, row.vehicle_id, row.made_by, now=NOW + HOUR)


def test_a_revoked_share_code_is_not_revoked_again(lite: Database) -> None:
    with lite.transaction() as session:
        row = share(session)
        assert share_codes.revoke(session, row, at=NOW)
        assert not share_codes.revoke(session, row, at=NOW + HOUR)


def invitation(session: Session, organisation: UUID, code: str) -> Invitation:
    return invitations.new(session, organisation, code, by=put(session, Person), at=NOW, until=NOW + HOUR)


def test_an_invitation_is_used_once_and_those_of_others_stay(lite: Database) -> None:
    with lite.transaction() as session:
        one, other, person = put(session, Organisation), put(session, Organisation), put(session, Person)
        first, second = invitation(session, one, "a"), invitation(session, other, "b")
        assert invitations.use(session, first, by=person, at=NOW)
        assert not invitations.use(session, first, by=person, at=NOW)
        assert invitations.withdraw_all(session, one, at=NOW) == 0
        session.refresh(first)
        assert first.withdrawn_at is None
        assert invitations.use(session, second, by=person, at=NOW)


def test_a_mute_belongs_to_one_person(lite: Database) -> None:
    with lite.transaction() as session:
        one, other = put(session, Person), put(session, Person)
        for person in (one, other):
            notifications.mute(session, person, NotificationKind.VIOLATION, at=NOW)
        notifications.unmute(session, one, NotificationKind.VIOLATION)
        assert not notifications.muted(session, one)
        assert set(notifications.muted(session, other)) == {NotificationKind.VIOLATION}
        notifications.mute(session, one, NotificationKind.VIOLATION, at=NOW)
        notifications.delete_of_person(session, one)
        assert not notifications.muted(session, one)
        assert set(notifications.muted(session, other)) == {NotificationKind.VIOLATION}


def test_withdrawing_all_invitations_affects_one_organisation(lite: Database) -> None:
    with lite.transaction() as session:
        one, other, person = put(session, Organisation), put(session, Organisation), put(session, Person)
        first, second = invitation(session, one, "a"), invitation(session, other, "b")
        assert invitations.withdraw_all(session, one, at=NOW) == 1
        assert invitations.withdraw_all(session, one, at=NOW + HOUR) == 0
        assert not invitations.use(session, first, by=person, at=NOW)
        assert invitations.count_open(session, one, now=NOW) == 0
        assert invitations.count_open(session, other, now=NOW) == 1
        assert invitations.count_open(session, other, now=NOW + HOUR) == 0
        assert invitations.use(session, second, by=person, at=NOW)
        assert invitations.count_open(session, other, now=NOW) == 0


def test_revoking_all_share_codes_affects_one_vehicle_or_one_person(lite: Database) -> None:
    with lite.transaction() as session:
        rows = [share(session) for _ in range(3)]
        share_codes.revoke_all_of(session, rows[0].vehicle_id, at=NOW)
        share_codes.revoke_all_by(session, rows[1].made_by, at=NOW)
        share_codes.revoke_all_of(session, rows[0].vehicle_id, at=NOW + HOUR)
        share_codes.revoke_all_by(session, rows[1].made_by, at=NOW + HOUR)
        for row in rows:
            session.refresh(row)
        assert [row.revoked_at for row in rows] == [NOW, NOW, None]
