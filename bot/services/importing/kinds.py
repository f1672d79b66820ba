"""The kinds of files, in the order in which they build on each other."""

from enum import StrEnum


class Kind(StrEnum):
    """What a file holds."""

    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    VEHICLES = "vehicles"
    VIOLATIONS = "violations"
    STAFF = "staff"


class Exportable(StrEnum):
    """What can be written out: every kind that can be imported, and the table for the books."""

    PEOPLE = Kind.PEOPLE.value
    ORGANISATIONS = Kind.ORGANISATIONS.value
    VEHICLES = Kind.VEHICLES.value
    VIOLATIONS = Kind.VIOLATIONS.value
    STAFF = Kind.STAFF.value
    PAYMENTS = "payments"
