"""Every statement that a desk issues, as the driver hears it, and the database's word on how it would find the rows."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from storage.database import Database

SMALL = frozenset(
    {
        *("alarms", "announcements", "certificate_keyring", "counters", "group_chats", "reconciliations"),
        *("rule_proposals", "rules", "staff", "staff_proposals", "status_lists"),
    }
)
"""Tables that hold what an office has of itself: dozens of rows after years, and read whole."""

BOUNDED = re.compile(r"FROM (\w+)\s+ORDER BY \1\.\w+(?: DESC)?\s+LIMIT", re.IGNORECASE)
"""The first rows along a key, so many and no more: it costs the same however many follow."""

BY_OTHERS = frozenset({"Bitmap Heap Scan", "CTE Scan", "Subquery Scan", "Function Scan", "Values Scan"})
"""Steps that take what another step has found."""

AT_WORK = ("writing", "reading")
"""The threads of the desk; what a story asks to see for itself goes by no index, and need not."""

KEYED = re.compile(r"DELETE FROM (\w+) WHERE \1\.id IN \(SELECT \1\.id\s.*\sLIMIT ", re.DOTALL)
"""So many rows deleted by their key: over few rows the key itself may be gone through."""

READS = re.compile(r"\s*(SELECT|UPDATE|DELETE|WITH|INSERT.*\bSELECT\b)", re.IGNORECASE | re.DOTALL)
VALUES = re.compile(r"'(?:[^']|'')*'|x'[0-9a-f]*'|\b\d+(?:\.\d+)?\b", re.IGNORECASE)
Statement = tuple[str, Any]


@contextmanager
def recorded(database: Database) -> Iterator[dict[str, Statement]]:
    """Gather what the desk asks on connections made from now on: the form of a statement → it, and its values."""
    found: dict[str, Statement] = {}

    def keep(words: str, values: Any = None) -> None:
        if READS.match(words) and threading.current_thread().name.startswith(AT_WORK):
            found.setdefault(VALUES.sub("?", words), (words, values))

    class Recording(psycopg.Cursor[Any]):
        """A cursor that tells what it is asked."""

        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            keep(str(query), params)
            return super().execute(query, params, **options)

        def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
            params_seq = list(params_seq)
            keep(str(query), params_seq[0])
            super().executemany(query, params_seq, **options)

    def listen(connection: Any, _: Any) -> None:
        if database.is_sqlite:
            connection.set_trace_callback(keep)
        else:
            connection.cursor_factory = Recording

    for engine in _engines(database):
        engine.dispose()
        event.listen(engine, "connect", listen)
    yield found
    for engine in _engines(database):
        event.remove(engine, "connect", listen)
        engine.dispose()


def scans(database: Database, statements: Mapping[str, Statement]) -> list[str]:
    """Return every statement that would read a growing table from end to end, each with the plan's own words."""
    with database.engine.connect() as connection:
        partial = _partial_indexes(connection)
        if database.is_sqlite:
            return [said for words, _ in statements.values() for said in _on_sqlite(connection, words, partial)]
        for way in ("seqscan", "mergejoin", "hashjoin"):  # Over few rows they would be the quicker ones.
            connection.exec_driver_sql(f"SET enable_{way} = off")
        return [said for each in statements.values() for said in _on_postgresql(connection, each, partial)]


def _engines(database: Database) -> list[Engine]:
    with database.reading() as session:
        reading = session.get_bind()
    assert isinstance(reading, Engine)
    return [database.engine] if reading is database.engine else [database.engine, reading]


def _partial_indexes(connection: Connection) -> frozenset[str]:
    """The indexes that hold but some rows: to go through one is to go through what is open."""
    if connection.dialect.name == "sqlite":
        question = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'"
    else:
        question = "SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%%WHERE%%'"
    return frozenset(connection.exec_driver_sql(question).scalars())


def _on_sqlite(connection: Connection, words: str, partial: frozenset[str]) -> Iterator[str]:
    """Judge the plan: SEARCH goes by an index, SCAN from end to end."""
    steps = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}").all()]
    sorts = any("TEMP B-TREE FOR ORDER BY" in step for step in steps)
    bounded = frozenset() if sorts else frozenset(BOUNDED.findall(words))
    for step in steps:
        scan = re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?$", step)
        if scan and scan[2] not in partial and scan[1] not in bounded and _table(scan[1], words) not in SMALL:
            yield f"{step}: {words}"


def _table(name: str, words: str) -> str:
    """The table behind a name of the statement."""
    found = re.search(rf"\b(\w+) AS {name}\b", words)
    return found[1] if found else name


def _on_postgresql(connection: Connection, statement: Statement, partial: frozenset[str]) -> Iterator[str]:
    """Judge the plan: a step goes by an index if it has a condition on it, or if the index holds but what is open."""
    words, values = statement
    driver = connection.connection.driver_connection
    assert driver is not None
    (told,) = driver.execute(f"EXPLAIN (FORMAT JSON) {words}", values).fetchone()
    for node, above in _nodes(told[0]["Plan"], {}):
        kind, index = node["Node Type"], node.get("Index Name")
        if not kind.endswith("Scan") or kind in BY_OTHERS or node.get("Relation Name") in SMALL:
            continue
        is_bounded = above.get("Node Type") in ("Limit", "LockRows") and "Filter" not in node and kind != "Seq Scan"
        is_keyed = KEYED.match(words) is not None and index == f"pk_{node.get('Relation Name')}"
        if "Index Cond" not in node and index not in partial and not is_bounded and not is_keyed:
            yield f"{kind} {node.get('Relation Name', '')} {index or ''}: {words} {values}"


def _nodes(plan: dict[str, Any], above: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every step of a plan, each with the one that it serves."""
    yield plan, above
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner, plan)
