"""The kinds of files, in the order in which they build on each other."""

from enum import StrEnum


class ImportKind(StrEnum):
    """What a file holds."""

    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    VEHICLES = "vehicles"
    VIOLATIONS = "violations"
    STAFF = "staff"


class Exportable(StrEnum):
    """What can be written out: every kind that can be imported, and the table for the books."""

    PEOPLE = ImportKind.PEOPLE.value
    ORGANISATIONS = ImportKind.ORGANISATIONS.value
    VEHICLES = ImportKind.VEHICLES.value
    VIOLATIONS = ImportKind.VIOLATIONS.value
    STAFF = ImportKind.STAFF.value
    PAYMENTS = "payments"
