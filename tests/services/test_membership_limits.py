"""Seats of an organisation: the second of two competing transactions is refused and changes nothing."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlmodel import select

from bot.errors import NotYours
from bot.services.organisations import authority, organisations
from storage.database import add
from storage.identity.accounts import Account
from storage.organisations import organisations as store
from storage.organisations.organisations import MemberRole, Organisation, OrganisationMember
from storage.register import people
from tests.services.builders import NOW, DataBuilder
from tests.services.competing_transaction import changed, competing, nothing_written, written
from tests.storage.rows import put


@dataclass
class Firm:
    """An organisation with the owner as administrator and the filer as user."""

    id: UUID
    administrator: OrganisationMember
    user: OrganisationMember


@pytest.fixture
def firm(data: DataBuilder) -> Firm:
    """An organisation with two members."""
    of = put(data.session, Organisation)
    one = put(
        data.session,
        OrganisationMember,
        organisation_id=of,
        person_id=data.owner.id,
        role=MemberRole.ADMINISTRATOR,
        organisation_seat=0,
        person_seat=0,
    )
    other = put(data.session, OrganisationMember, organisation_id=of, person_id=data.filer.id)
    return Firm(of, data.session.get_one(OrganisationMember, one), data.session.get_one(OrganisationMember, other))


def seated(data: DataBuilder, firm: Firm) -> dict[int, UUID]:
    return {each.organisation_seat: each.person_id for each in store.members(data.session, firm.id)}


def administrators(data: DataBuilder, firm: Firm) -> set[UUID]:
    """Return everybody who was administrator at any time."""
    question = select(OrganisationMember.person_id).where(
        OrganisationMember.organisation_id == firm.id, OrganisationMember.organisation_seat == 0
    )
    return set(data.session.exec(question))


def test_of_two_people_for_the_last_seat_one_is_refused(data: DataBuilder, firm: Firm) -> None:
    seats = {"organisation_id": firm.id, "organisation_seat": 2, "person_seat": 0}
    rival = written(data.session, OrganisationMember, person_id=data.person().id, **seats)
    with (
        nothing_written(data.session),
        competing(data.session, "INSERT INTO members", rival),
        pytest.raises(organisations.OrganisationFull),
    ):
        organisations.add_member(data.session, firm.id, data.stranger, now=NOW)
    assert data.stranger.id not in seated(data, firm).values()


def test_removing_a_user_who_leaves_meanwhile_is_refused_without_notification(data: DataBuilder, firm: Firm) -> None:
    gone = changed(OrganisationMember, firm.user.id, ended_at=NOW)
    with nothing_written(data.session), competing(data.session, "UPDATE members", gone), pytest.raises(NotYours):
        organisations.remove(data.session, firm.id, firm.user.id, by=data.owner, now=NOW)


def test_leaving_while_being_removed_is_refused(data: DataBuilder, firm: Firm) -> None:
    gone = changed(OrganisationMember, firm.user.id, ended_at=NOW)
    with nothing_written(data.session), competing(data.session, "UPDATE members", gone), pytest.raises(NotYours):
        organisations.leave(data.session, firm.id, by=data.filer, now=NOW)


@pytest.mark.parametrize("leaves", ["administrator", "user"])
def test_handing_over_is_refused_if_a_membership_ends_meanwhile(data: DataBuilder, firm: Firm, leaves: str) -> None:
    gone = changed(OrganisationMember, getattr(firm, leaves).id, ended_at=NOW)
    with nothing_written(data.session), competing(data.session, "UPDATE members", gone), pytest.raises(NotYours):
        organisations.hand_over(data.session, firm.id, firm.user.id, by=data.owner, now=NOW)
    assert data.filer.id not in administrators(data, firm)


def test_handing_over_is_refused_if_an_import_takes_the_seat(data: DataBuilder, firm: Firm) -> None:
    seats = {"organisation_id": firm.id, "organisation_seat": 0, "person_seat": 0, "role": MemberRole.ADMINISTRATOR}
    rival = written(data.session, OrganisationMember, person_id=data.stranger.id, **seats)
    with nothing_written(data.session), competing(data.session, "INSERT INTO members", rival), pytest.raises(NotYours):
        organisations.hand_over(data.session, firm.id, firm.user.id, by=data.owner, now=NOW)


@pytest.mark.parametrize("why", ["declared", "signed out"])
def test_nobody_hands_over_to_who_cannot_act(data: DataBuilder, firm: Firm, why: str) -> None:
    if why == "declared":
        data.filer.registered = False
    else:
        data.account(data.filer).locked_at = NOW
    data.session.flush()
    with pytest.raises(organisations.MemberCannotAct):
        organisations.hand_over(data.session, firm.id, firm.user.id, by=data.owner, now=NOW)
    assert seated(data, firm)[0] == data.owner.id


def test_nobody_hands_over_to_who_has_signed_out_meanwhile(data: DataBuilder, firm: Firm) -> None:
    account = data.account(data.filer)
    out = changed(Account, account.id, locked_at=NOW)
    with competing(data.session, "FROM organisations", out), pytest.raises(organisations.MemberCannotAct):
        organisations.hand_over(data.session, firm.id, firm.user.id, by=data.owner, now=NOW)
    assert seated(data, firm)[0] == data.owner.id


def test_an_administrator_whose_number_is_somebody_elses_speaks_for_nothing(data: DataBuilder, firm: Firm) -> None:
    vehicle = data.vehicle(None, owner_organisation_id=firm.id)
    assert authority.acting_owner(data.session, vehicle.id) is data.owner
    data.owner.registered = False
    data.session.flush()
    assert authority.acting_owner(data.session, vehicle.id) is data.owner
    add(data.session, people.new(id_number=data.owner.id_number, name="真人"))
    assert authority.acting_owner(data.session, vehicle.id) is None
    assert authority.speaks_for(data.session, vehicle.id) is None
