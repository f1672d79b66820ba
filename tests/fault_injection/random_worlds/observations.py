"""What an invariant looks at: the rows before and after some inputs, these inputs, and what was recorded and sent."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from tests.fault_injection.random_worlds.records import Records


@dataclass(frozen=True)
class Input:
    """One input of a person.

    how: tap, reply, text, photo or contact; text: what was typed, or the button's label; number: of the application
    that it names, by itself or by the message to which it belongs; below_question: whether the newest message of the
    desk was a question about an application.
    """

    who: int
    how: str
    text: str
    number: int | None = None
    below_question: bool = False


@dataclass(frozen=True)
class Sms:
    """One text message that was sent."""

    to: str
    text: str


@dataclass
class Observation:
    """Two moments, and what happened between them."""

    before: Records
    after: Records
    inputs: list[Input] = field(default_factory=list)
    sms: list[Sms] = field(default_factory=list)
    all_sms: list[Sms] = field(default_factory=list)

    @property
    def entries(self) -> list[Any]:
        """The entries of the audit that were written."""
        return self.after.entries

    def written(self, action: str, on: UUID | None = None) -> list[Any]:
        """Return the entries of this action, about this row."""
        return [each for each in self.entries if each.action == action and on in (None, each.on)]

    def changed(self, kind: type[SQLModel]) -> list[tuple[Any, Any]]:
        """Return the rows of a table that differ, as they were (None: absent) and as they are."""
        if self.after.is_same(self.before, kind):
            return []
        before = self.before.table(kind)
        return [(before.get(key), row) for key, row in self.after.table(kind).items() if before.get(key) != row]

    def row(self, kind: type[SQLModel], key: UUID) -> Any:
        """Return a row as it is, or as it was before it was deleted."""
        return self.after.table(kind).get(key) or self.before.table(kind).get(key)
