"""Invariant: an invitation is accepted once, in time, and while those who sent it still have the right to it."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import SQLModel

from storage.organisations.invitations import Invitation
from storage.organisations.organisations import Organisation, OrganisationMember
from storage.staff.members import StaffMember
from storage.staff.role_proposals import StaffProposal
from tests.fault_injection.random_worlds.observations import Observation

READ: frozenset[type[SQLModel]] = frozenset({Invitation, Organisation, OrganisationMember, StaffMember, StaffProposal})


def check(observation: Observation) -> Iterator[str]:
    """Return what is wrong."""
    for before, row in observation.changed(Invitation):
        if row.used_by is not None and (before is None or before.used_by != row.used_by):
            yield from _joined(observation, before, row)
    for before, row in observation.changed(StaffProposal):
        if row.accepted_by is not None and (before is None or before.accepted_by != row.accepted_by):
            yield from _became_staff(observation, before, row)
    yield from _by_invitation(observation)


def _joined(observation: Observation, before: Any, row: Any) -> Iterator[str]:
    had_ended = before is not None and (before.used_at or before.withdrawn_at)
    if had_ended or row.expires_at <= observation.after.now:
        yield f"the invitation {row.id} was accepted, and had ended"
    if row.invited_by not in _administrators(observation, row.organisation_id):
        yield f"the invitation {row.id} was accepted; who sent it is no administrator"


def _administrators(observation: Observation, organisation_id: Any) -> set[Any]:
    """Return who is administrator before the inputs. Of several at once, whatever takes that right away came later."""
    rows = observation.before.table(OrganisationMember).values()
    held = [each for each in rows if each.organisation_id == organisation_id and each.ended_at is None]
    return {each.person_id for each in held if each.role == "administrator"}


def _became_staff(observation: Observation, before: Any, row: Any) -> Iterator[str]:
    if (before is not None and before.status != "confirmed") or row.expires_at <= observation.after.now:
        yield f"the invitation {row.id} to the staff was accepted, and had ended"
    members = observation.before.table(StaffMember)
    for sender in (row.proposed_by, row.decided_by):
        member = members[sender]
        if member.ended_at is not None or "admin" not in member.roles.split(";"):
            yield f"the invitation {row.id} to the staff was accepted; {sender} is no admin"


def _by_invitation(observation: Observation) -> Iterator[str]:
    """Who joins was invited: nobody becomes a member of an organisation or of the staff without an invitation.

    The register names the administrator of an organisation that is dissolved no more.
    """
    used = {row.used_by for _, row in observation.changed(Invitation)}
    members = observation.before.table(OrganisationMember).values()
    seats = {(each.organisation_id, each.person_id) for each in members if each.ended_at is None}
    changed = observation.changed(Organisation)
    restored = {
        row.id for before, row in changed if before is not None and before.dissolved_at and not row.dissolved_at
    }
    for before, row in observation.changed(OrganisationMember):
        is_new = before is None and (row.organisation_id, row.person_id) not in seats  # A hand-over begins new rows.
        by_register = row.organisation_id in restored and row.role == "administrator"
        if is_new and row.person_id not in used and not by_register:
            yield f"{row.person_id} became a member of an organisation without an invitation"
    accepted = {row.accepted_by for _, row in observation.changed(StaffProposal)}
    for before, row in observation.changed(StaffMember):
        if row.ended_at is None and (before is None or before.ended_at is not None) and row.id not in accepted:
            yield f"{row.id} became a member of the staff without an invitation"
