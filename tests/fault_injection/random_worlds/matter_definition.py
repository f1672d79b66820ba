"""Definitions of matters: whose matter a row of a table is, and which acts of staff about it the audit records.

A module of `random_worlds.matters` declares those of its domain; `own_matters` finds them and holds them against staff.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from storage.audit import Action
from storage.database import table_of
from tests.fault_injection.random_worlds.observations import Observation
from tests.fault_injection.random_worlds.records import Keys

# People, accounts and members of staff by their ids, and keys of whoever has them.
Subjects = Iterator[UUID | Keys | None]
Whom = Callable[[Observation, Any], Subjects]
IsDuty = Callable[[Observation, Any], bool]


def about_a_row(_: Observation, entry: Any) -> bool:
    """Return whether an entry names a row: a search that has found nobody is nobody's matter."""
    return entry.on is not None


@dataclass(frozen=True)
class Matter:
    """Rows of one table. whom: whom a row concerns; acts: of staff about it; is_duty: which entries of them count."""

    kind: type[SQLModel]
    acts: frozenset[Action]
    whom: Whom
    is_duty: IsDuty

    @property
    def name(self) -> str:
        """The name of the table."""
        return table_of(self.kind).name


def matter(kind: type[SQLModel], *acts: Action, is_duty: IsDuty = about_a_row) -> Callable[[Whom], Matter]:
    """Declare that a function returns whom a row of this table concerns. acts: what nobody may do in their own."""
    return lambda whom: Matter(kind, frozenset(acts), whom, is_duty)
