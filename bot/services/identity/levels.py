"""Levels of identity: how well the desk knows that a person is who they say."""

from enum import StrEnum

from storage.register.people import Person


class IdentityLevel(StrEnum):
    """Declared by the person alone, on record in the register, or verified by a face check or a member of staff."""

    DECLARED = "declared"
    ON_RECORD = "on-record"
    VERIFIED = "verified"


def level_of(person: Person) -> IdentityLevel:
    """Return the highest level that this person has reached."""
    if person.verified_at is not None:
        return IdentityLevel.VERIFIED
    return IdentityLevel.ON_RECORD if person.registered else IdentityLevel.DECLARED
