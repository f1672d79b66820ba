"""The kinds of files, in the order in which they build on each other."""

from enum import StrEnum


class Kind(StrEnum):
    """What a file holds."""

    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    VEHICLES = "vehicles"
    VIOLATIONS = "violations"
    STAFF = "staff"
