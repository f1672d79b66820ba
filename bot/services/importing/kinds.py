"""The kinds of files, each after those that it refers to."""

from enum import StrEnum


class ImportKind(StrEnum):
    """What a file holds."""

    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    VEHICLES = "vehicles"
    VIOLATIONS = "violations"
    STAFF = "staff"


class ImportWhat(StrEnum):
    """What `import` takes: a kind, or the word that writes a template of one."""

    PEOPLE = ImportKind.PEOPLE.value
    ORGANISATIONS = ImportKind.ORGANISATIONS.value
    VEHICLES = ImportKind.VEHICLES.value
    VIOLATIONS = ImportKind.VIOLATIONS.value
    STAFF = ImportKind.STAFF.value
    TEMPLATE = "template"


class Exportable(StrEnum):
    """What can be exported: every kind that can be imported, and the payments ledger."""

    PEOPLE = ImportKind.PEOPLE.value
    ORGANISATIONS = ImportKind.ORGANISATIONS.value
    VEHICLES = ImportKind.VEHICLES.value
    VIOLATIONS = ImportKind.VIOLATIONS.value
    STAFF = ImportKind.STAFF.value
    PAYMENTS = "payments"
