"""Every statement that a desk issues, as the driver hears it, and the database's word on how it would find the rows."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
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

ON_PURPOSE = ("FROM audit_seals LEFT OUTER JOIN audit ON",)
"""What reads a growing table whole because that is what is asked: the audit's chain, followed from its beginning."""

LASTING = re.compile(r"\bWHERE\b.*(?:'(?:active|revoked|finished|used|set)'|settles|holds|about|ended_at)", re.DOTALL)
"""Conditions of partial indexes that most rows meet for years: to go through such an index is to go through all."""

WALKED = frozenset({"ix_photos_looks"})
"""Gone along for the newest so many, all but those of one case: it costs the same however many are older."""

BY_OTHERS = frozenset({"Bitmap Heap Scan", "CTE Scan", "Subquery Scan", "Function Scan", "Values Scan"})
"""Steps that take what another step has found."""

AT_WORK = ("writing", "reading")
"""The threads of the desk; what a story asks to see for itself goes by no index, and need not."""

KEYED = re.compile(r"DELETE FROM (\w+) WHERE \1\.id IN \(SELECT \1\.id\s.*\sLIMIT ", re.DOTALL)
"""So many rows deleted by their key: over few rows the key itself may be gone through."""

READS = re.compile(r"\s*(SELECT|UPDATE|DELETE|WITH|INSERT.*\bSELECT\b)", re.IGNORECASE | re.DOTALL)
TRIED: set[str] = set()
"""Forms of statements that were found well in this process already: with its kind of database before them."""

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
    try:
        yield found
    finally:
        for engine in _engines(database):
            event.remove(engine, "connect", listen)
            engine.dispose()


@contextmanager
def watched(database: Database) -> Iterator[None]:
    """Fail at the end if a statement of the desk read a growing table from end to end meanwhile."""
    with recorded(database) as statements:
        yield
        kind = "sqlite " if database.is_sqlite else "postgresql "
        fresh = {form: each for form, each in statements.items() if kind + form not in TRIED}
        if found := scans(database, fresh):
            pytest.fail("Read from end to end:\n" + "\n".join(found), pytrace=False)
        TRIED.update(kind + form for form in fresh)


def scans(database: Database, statements: Mapping[str, Statement]) -> list[str]:
    """Return every statement that would read a growing table from end to end, each with the plan's own words."""
    with database.engine.connect() as connection:
        partial = _partial_indexes(connection)
        judged = [each for each in statements.values() if not any(part in each[0] for part in ON_PURPOSE)]
        if database.is_sqlite:
            return [said for words, _ in judged for said in _on_sqlite(connection, words, partial)]
        for way in ("seqscan", "mergejoin", "hashjoin"):  # Over few rows they would be the quicker ones.
            connection.exec_driver_sql(f"SET enable_{way} = off")
        return [said for each in judged for said in _on_postgresql(connection, each, partial)]


def _engines(database: Database) -> list[Engine]:
    with database.reading() as session:
        reading = session.get_bind()
    assert isinstance(reading, Engine)
    return [database.engine] if reading is database.engine else [database.engine, reading]


def _partial_indexes(connection: Connection) -> frozenset[str]:
    """The indexes that hold but some rows, each for a while: to go through one is to go through what is open."""
    if connection.dialect.name == "sqlite":
        question = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'"
    else:
        question = "SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%%WHERE%%'"
    lasting = {name: bool(LASTING.search(made)) for name, made in connection.exec_driver_sql(question).all()}
    return WALKED | {name for name, is_lasting in lasting.items() if not is_lasting}


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
    """Judge the plan: a step goes by an index if it has a condition on it, or if the index holds but what is open.

    Over few rows an index of a lasting condition may be walked for nothing: it is put aside, for a better one to show.
    """
    with connection.begin_nested() as trial:
        while walked := list(_walks(connection, statement, partial)):
            aside = [node["Index Name"] for node in walked if node.get("Index Name") in _lasting(connection)]
            if not aside:
                break
            connection.exec_driver_sql(f"DROP INDEX {aside[0]}")
        trial.rollback()
    words, values = statement
    for node in walked:
        yield f"{node['Node Type']} {node.get('Relation Name', '')} {node.get('Index Name', '')}: {words} {values}"


def _walks(connection: Connection, statement: Statement, partial: frozenset[str]) -> Iterator[dict[str, Any]]:
    """The steps of the plan that would go through all there is."""
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
            yield node


def _lasting(connection: Connection) -> frozenset[str]:
    """The partial indexes that most rows are in for years."""
    made = connection.exec_driver_sql("SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%%WHERE%%'")
    return frozenset(name for name, words in made.all() if LASTING.search(words))


def _nodes(plan: dict[str, Any], above: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every step of a plan, each with the one that it serves."""
    yield plan, above
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner, plan)
