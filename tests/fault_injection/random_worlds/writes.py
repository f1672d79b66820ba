"""Which tables a database has written to, by the statements that it was given."""

import re
from functools import cache
from typing import Any

from sqlalchemy import Engine, event

_WRITTEN = re.compile(r'\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)')


class Writes:
    """Collects the names of the tables written to through an engine. Prepared statements of the engine go unseen."""

    def __init__(self, engine: Engine) -> None:
        self._tables: set[str] = set()
        event.listen(engine, "before_cursor_execute", self._executed)

    def take(self) -> set[str]:
        """Return the tables written to since the last call."""
        found, self._tables = self._tables, set()
        return found

    def _executed(self, _: Any, __: Any, statement: str, *___: Any) -> None:
        self._tables.update(_tables_of(statement))


@cache
def _tables_of(statement: str) -> frozenset[str]:
    return frozenset(_WRITTEN.findall(statement))
