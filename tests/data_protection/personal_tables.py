"""Tables with personal data: each function that inserts a row declares what a deletion of the account does with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from storage.database import add, table_of
from storage.identity.accounts import Account
from storage.register.people import Person

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
SOON = NOW + timedelta(hours=1)
Row = TypeVar("Row", bound=SQLModel)


class DeletionEffect(StrEnum):
    """What happens to the data of a table when the person deletes their account."""

    DELETED = "deleted"
    HASHED = "stored as a keyed hash only"
    KEPT = "kept: it belongs to the register, the staff or the desk"
    UNLINKED = "kept as evidence, with an id that leads to no account"


@dataclass
class DataSubject:
    """A self-declared person with a row in every table. `about` distinguishes this person's texts from others'."""

    session: Session
    person: Person
    account: Account
    about: str
    rows: dict[type[SQLModel], Any] = field(default_factory=dict)
    inserted: set[Callable[["DataSubject"], None]] = field(default_factory=set)

    def text(self, table: str) -> str:
        """Return the text of this person in this table."""
        return f"机密{self.about}{table}"

    def put(self, row: Any) -> Any:
        """Insert a row to which others can refer."""
        self.rows[type(row)] = row
        return add(self.session, row)

    def row(self, kind: type[Row]) -> Row:
        """Return the row of a table to which another one refers; it is inserted if it is not there yet."""
        if kind not in self.rows:
            self.insert(TABLE_CASES[table_of(kind).name])
        found: Row = self.rows[kind]
        return found

    def insert(self, case: "TableCase") -> None:
        """Insert the row of a table, unless it is there."""
        if case.insert not in self.inserted:
            self.inserted.add(case.insert)
            case.insert(self)


@dataclass(frozen=True)
class TableCase:
    """How a row with personal data gets into a table, and what a deletion of the account does with it.

    not_exported: why the row's text is not in the export of the person, or "".
    """

    insert: Callable[[DataSubject], None]
    on_deletion: DeletionEffect
    not_exported: str = ""

    @property
    def is_exported(self) -> bool:
        """Whether the row's text is the person's own, and therefore in their export."""
        own = self.on_deletion in (DeletionEffect.DELETED, DeletionEffect.UNLINKED)
        return own and not self.not_exported


# By table: every table with encrypted columns or keyed hashes. Filled by `personal_row`.
TABLE_CASES: dict[str, TableCase] = {}


def personal_row(
    table: str, on_deletion: DeletionEffect, not_exported: str = ""
) -> Callable[[Callable[[DataSubject], None]], Callable[[DataSubject], None]]:
    """Declare that a function inserts a row with personal data into this table.

    not_exported: why its text is not in the export of the person.
    """

    def declare(insert: Callable[[DataSubject], None]) -> Callable[[DataSubject], None]:
        TABLE_CASES[table] = TableCase(insert, on_deletion, not_exported)
        return insert

    return declare
