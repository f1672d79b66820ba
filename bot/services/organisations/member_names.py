"""Masked names of an organisation's members; those that are alike are told apart by the end of the phone number."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from bot.services.values import masking
from storage.organisations import organisations
from storage.organisations.organisations import OrganisationMember
from storage.register.people import Person

SHOWN_DIGITS = 4


def of_members(session: Session, members: Sequence[OrganisationMember]) -> dict[UUID, str]:
    """Return the names by the ids of the members: 王*, or 王* …5678 if another 王* is among them.

    Of people alike whose phone numbers end alike too, or who have none, the end of the ID number is shown.
    """
    people = {member.id: session.get_one(Person, member.person_id) for member in members}
    names = {key: masking.name(person.name) for key, person in people.items()}
    names |= _with_ends(names, {key: person.phone for key, person in people.items()})
    return names | _with_ends(names, {key: person.id_number for key, person in people.items()})


def of_member(session: Session, member: OrganisationMember) -> str:
    """Return the name of one member, told apart from the other members of today.

    A member who has changed seats has a new row there, which is not another person.
    """
    others = organisations.members(session, member.organisation_id)
    return of_members(session, [member, *(other for other in others if other.person_id != member.person_id)])[member.id]


def _with_ends(names: dict[UUID, str], numbers: dict[UUID, str]) -> dict[UUID, str]:
    """Return the names that are not the only ones of their kind, with the end of these numbers."""
    counts = Counter(names.values())
    alike = {key: name for key, name in names.items() if counts[name] > 1 and numbers[key]}
    return {key: f"{name} …{numbers[key][-SHOWN_DIGITS:]}" for key, name in alike.items()}
