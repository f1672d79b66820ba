"""What a file changes: its rows compared with the register in batches, outside any write and with few queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import SQLModel

from bot.services.importing.pictures import CleanPicture
from bot.services.importing.rows import ImportRow, RowFault
from storage.database import table_of
from storage.database.encryption import EncryptedField


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A validated row of a file, with its line and its cells."""

    line: int
    row: ImportRow
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row that is carried out by the `put` of its kind, after the switch. `order`: as `ImportRow.order`."""

    line: int
    cells: Mapping[str, str]
    picture: CleanPicture | None = None
    order: int = 0


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row that nothing in the register has: the columns to insert, encrypted.

    has_sequel: something follows. sequel_cells: the names of the cells that it needs.
    """

    line: int
    values: dict[str, Any]
    cells: Mapping[str, str]
    picture: CleanPicture | None = None
    has_sequel: bool = False
    sequel_cells: tuple[str, ...] = ()

    @property
    def id(self) -> UUID:
        """The id of the row."""
        found: UUID = self.values["id"]
        return found

    def as_changed(self) -> ChangedRow:
        """Return the same row for `put`, which finds what has come into the register meanwhile."""
        return ChangedRow(self.line, self.cells, self.picture)


@dataclass
class ImportComparison:
    """What the rows compared so far change. kept_back: lines with a cell that is not set, and why; lines: all lines."""

    new: list[NewRow] = field(default_factory=list)
    changed: list[ChangedRow] = field(default_factory=list)
    unchanged: int = 0
    faults: list[tuple[int, RowFault]] = field(default_factory=list)
    kept_back: list[tuple[int, RowFault]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def leave_out(self, lines: Collection[int]) -> None:
        """Take the rows of these lines out of what is to be imported."""
        if lines:
            self.new = [row for row in self.new if row.line not in lines]
            self.changed = [row for row in self.changed if row.line not in lines]


def new_values(kind: type[SQLModel], **given: Any) -> dict[str, Any]:
    """Return the columns of a new row with an id; what is not given has its default, and encrypted texts are empty.

    It costs a tenth of making the row itself.
    """
    return {**_defaults(kind), "id": uuid4(), **given}


def encrypt(kind: type[SQLModel], values: dict[str, Any], field_name: str, text: str) -> None:
    """Encrypt a text into its column of a new row."""
    field: EncryptedField = vars(kind)[field_name]
    values[field.column] = field.encrypted(SimpleNamespace(__tablename__=kind.__tablename__, id=values["id"]), text)


@cache
def _defaults(kind: type[SQLModel]) -> dict[str, Any]:
    fields = kind.model_fields
    return {
        column.key: b""
        if column.key.startswith("sealed_")
        else fields[column.key].get_default(call_default_factory=False)
        for column in table_of(kind).columns
    }


def differs(row: SQLModel, values: Mapping[str, Any]) -> bool:
    """Return whether `update_row` would change a row."""
    return any(getattr(row, name) != value for name, value in values.items())


def by_key(rows: Sequence[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """Group pairs of a key and a value by the key."""
    found: dict[Any, list[Any]] = {}
    for key, value in rows:
        found.setdefault(key, []).append(value)
    return found
