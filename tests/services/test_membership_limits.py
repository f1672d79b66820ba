"""Seats of an organisation are given and taken in one moment, and whoever comes second leaves everything as it was."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlmodel import select

from bot.errors import NotYours
from bot.services.organisations import organisations
from storage.organisations import organisations as store
from storage.organisations.organisations import MemberRole, Organisation, OrganisationMember
from tests.services.builders import NOW, Street
from tests.services.concurrent_actors import changed, faster, nothing_written, written
from tests.storage.rows import put


@dataclass
class Firm:
    """An organisation, the owner on its first seat and the filer on its second."""

    id: UUID
    administrator: OrganisationMember
    user: OrganisationMember


@pytest.fixture
def firm(street: Street) -> Firm:
    """A firm on the street."""
    of = put(street.session, Organisation)
    one = put(
        street.session,
        OrganisationMember,
        organisation_id=of,
        person_id=street.owner.id,
        role=MemberRole.ADMINISTRATOR,
        organisation_seat=0,
        person_seat=0,
    )
    other = put(street.session, OrganisationMember, organisation_id=of, person_id=street.filer.id)
    return Firm(of, street.session.get_one(OrganisationMember, one), street.session.get_one(OrganisationMember, other))


def seated(street: Street, firm: Firm) -> dict[int, UUID]:
    return {each.organisation_seat: each.person_id for each in store.members(street.session, firm.id)}


def administrators(street: Street, firm: Firm) -> set[UUID]:
    """Whoever sat on the first seat, ever."""
    question = select(OrganisationMember.person_id).where(
        OrganisationMember.organisation_id == firm.id, OrganisationMember.organisation_seat == 0
    )
    return set(street.session.exec(question))


def test_of_two_who_want_the_last_free_seat_one_is_told_that_all_are_taken(street: Street, firm: Firm) -> None:
    seats = {"organisation_id": firm.id, "organisation_seat": 2, "person_seat": 0}
    rival = written(street.session, OrganisationMember, person_id=street.person().id, **seats)
    with (
        nothing_written(street.session),
        faster(street.session, "INSERT INTO members", rival),
        pytest.raises(organisations.OrganisationFull),
    ):
        organisations.add_member(street.session, firm.id, street.stranger, now=NOW)
    assert street.stranger.id not in seated(street, firm).values()


def test_a_user_who_leaves_as_he_is_removed_is_neither_removed_nor_told(street: Street, firm: Firm) -> None:
    gone = changed(OrganisationMember, firm.user.id, ended_at=NOW)
    with nothing_written(street.session), faster(street.session, "UPDATE members", gone), pytest.raises(NotYours):
        organisations.remove(street.session, firm.id, firm.user.id, by=street.owner, now=NOW)


def test_a_user_who_is_removed_as_he_leaves_has_left_already(street: Street, firm: Firm) -> None:
    gone = changed(OrganisationMember, firm.user.id, ended_at=NOW)
    with nothing_written(street.session), faster(street.session, "UPDATE members", gone), pytest.raises(NotYours):
        organisations.leave(street.session, firm.id, by=street.filer, now=NOW)


@pytest.mark.parametrize("leaves", ["administrator", "user"])
def test_nobody_is_handed_what_one_of_the_two_has_lost_just_then(street: Street, firm: Firm, leaves: str) -> None:
    gone = changed(OrganisationMember, getattr(firm, leaves).id, ended_at=NOW)
    with nothing_written(street.session), faster(street.session, "UPDATE members", gone), pytest.raises(NotYours):
        organisations.hand_over(street.session, firm.id, firm.user.id, by=street.owner, now=NOW)
    assert street.filer.id not in administrators(street, firm)


def test_nobody_is_handed_a_seat_that_an_import_gave_to_another(street: Street, firm: Firm) -> None:
    seats = {"organisation_id": firm.id, "organisation_seat": 0, "person_seat": 0, "role": MemberRole.ADMINISTRATOR}
    rival = written(street.session, OrganisationMember, person_id=street.stranger.id, **seats)
    with nothing_written(street.session), faster(street.session, "INSERT INTO members", rival), pytest.raises(NotYours):
        organisations.hand_over(street.session, firm.id, firm.user.id, by=street.owner, now=NOW)
