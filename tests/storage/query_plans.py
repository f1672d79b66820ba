"""Checks by EXPLAIN that no statement of the desk reads a growing table from end to end."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection

from storage.database import Database
from tests.storage.statement_recorder import Statement, recorded

# Tables that have dozens of rows after years, and are read whole.
SMALL_TABLES = frozenset(
    {
        *("alarms", "announcements", "audit_heads", "audit_keys", "certificate_keyring", "counters", "group_chats"),
        *("event_subscriptions", "import_proposals"),
        *("processes", "reconciliations", "rule_proposals", "rules", "staff", "staff_proposals", "status_lists"),
    }
)

# The first rows in the order of a key, up to a limit: the cost does not grow with the table.
BOUNDED_SCAN = re.compile(r"FROM (\w+)\s+ORDER BY \1\.\w+(?: DESC)?\s+LIMIT", re.IGNORECASE)

# The verification of the audit chain reads the whole table, because that is its purpose.
INTENDED_SCANS = (
    "FROM audit_seals LEFT OUTER JOIN audit ON",
    "WHERE audit.mark IS NOT NULL GROUP BY audit.mark",
    "FROM audit \nWHERE NOT (EXISTS",
    # Two rows of one person become one: once in years, and every column that names people is moved.
    "SELECT filings.id \nFROM filings \nWHERE filings.term_by =",
    "FROM blacklist \nWHERE blacklist.sealed_appellant IS NOT NULL",
    # A person has a copy of their data made: rare, and every confirmed entry may be theirs from before they left.
    "SELECT DISTINCT blacklist.person_id \nFROM blacklist \nWHERE blacklist.status =",
    # The newest sealed entry: read from the end of the audit, past the few that are not sealed yet.
    "FROM audit JOIN audit_seals ON audit_seals.entry_id = audit.id ORDER BY audit.id DESC",
)
# The same: a column that names the one row is made to name the other.
MOVE_OF_A_PERSON = re.compile(r'UPDATE (\w+) SET ("?\w+"?)=\S+ WHERE \1\.\2 = \S+$')

# Conditions of partial indexes that most rows satisfy for years: scanning such an index reads nearly all rows.
LASTING_CONDITION = re.compile(
    r"\bWHERE\b.*(?:'(?:active|revoked|finished|used|set)'|settles|holds|about|ended_at)", re.DOTALL
)

# Scanned for the newest rows up to a limit, except those of one case, or for open work of which nobody has heard: the
# cost does not grow with the table. ix_blocks_person: the blocks of all who have left, as nothing else leads to them.
INTENDED_INDEX_SCANS = frozenset({"ix_blocks_person", "ix_photos_looks", "ix_work_items_untold"})

# Plan steps that read what another step has found.
DERIVED_SCANS = frozenset(
    {"Bitmap Heap Scan", "CTE Scan", "Subquery Scan", "Function Scan", "Values Scan", "WorkTable Scan"}
)

# A limited number of rows deleted by their key: with few rows the key's or another whole index may be scanned.
DELETE_BY_KEY = re.compile(r"DELETE FROM (\w+) WHERE \1\.id IN \(SELECT \1\.id\s.*\sLIMIT ", re.DOTALL)

# Of each kind of database: normalised statements accepted in this process, and the same as the driver was given them.
ACCEPTED: defaultdict[bool, set[str]] = defaultdict(set)
GIVEN: defaultdict[bool, set[str]] = defaultdict(set)


@contextmanager
def watched(database: Database) -> Iterator[None]:
    """Fail at the end of the block if a statement of the desk scanned a growing table."""
    accepted, given = ACCEPTED[database.is_sqlite], GIVEN[database.is_sqlite]
    with recorded(database, seen := set(given)) as statements:
        yield
        fresh = {form: each for form, each in statements.items() if form not in accepted}
        if fresh and (found := scans(database, fresh)):
            pytest.fail("Read from end to end:\n" + "\n".join(found), pytrace=False)
        accepted.update(fresh)
        given |= seen


def scans(database: Database, statements: Mapping[str, Statement]) -> list[str]:
    """Return every statement that would scan a growing table, each with the step of its plan."""
    with database.engine.connect() as connection:
        partial = _partial_indexes(connection)
        checked = [each for each in statements.values() if not _is_intended(each[0])]
        if database.is_sqlite:
            return [said for sql, _ in checked for said in _on_sqlite(connection, sql, partial)]
        for way in ("seqscan", "mergejoin", "hashjoin"):  # Over few rows they would be the quicker ones.
            connection.exec_driver_sql(f"SET enable_{way} = off")
        return [said for each in checked for said in _on_postgresql(connection, each, partial)]


def _is_intended(sql: str) -> bool:
    return any(part in sql for part in INTENDED_SCANS) or MOVE_OF_A_PERSON.match(sql) is not None


def _partial_indexes(connection: Connection) -> frozenset[str]:
    """Return the partial indexes whose rows stay in them for a while only, and may be scanned."""
    if connection.dialect.name == "sqlite":
        question = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'"
    else:
        question = "SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%%WHERE%%'"
    lasting = {name: bool(LASTING_CONDITION.search(made)) for name, made in connection.exec_driver_sql(question).all()}
    return INTENDED_INDEX_SCANS | {name for name, is_lasting in lasting.items() if not is_lasting}


def _on_sqlite(connection: Connection, sql: str, partial: frozenset[str]) -> Iterator[str]:
    """Check the plan: SEARCH uses an index, SCAN reads the whole table or index."""
    steps = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").all()]
    sorts = any("TEMP B-TREE FOR ORDER BY" in step for step in steps)
    bounded = frozenset() if sorts else frozenset(BOUNDED_SCAN.findall(sql))
    for step in steps:
        scan = re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?$", step)
        if scan and scan[2] not in partial and scan[1] not in bounded and _table(scan[1], sql) not in SMALL_TABLES:
            yield f"{step}: {sql}"


def _table(name: str, sql: str) -> str:
    """Return the table behind an alias."""
    found = re.search(rf"\b(\w+) AS {name}\b", sql)
    return found[1] if found else name


def _on_postgresql(connection: Connection, statement: Statement, partial: frozenset[str]) -> Iterator[str]:
    """Check the plan: a step must have a condition on its index, or scan an index of open rows.

    With few rows, an index of a lasting condition may be scanned although a better one exists: it is dropped to see.
    """
    with connection.begin_nested() as trial:
        while walked := list(_walks(connection, statement, partial)):
            aside = [node["Index Name"] for node in walked if node.get("Index Name") in _lasting(connection)]
            if not aside:
                break
            connection.exec_driver_sql(f"DROP INDEX {aside[0]}")
        trial.rollback()
    sql, values = statement
    for node in walked:
        yield f"{node['Node Type']} {node.get('Relation Name', '')} {node.get('Index Name', '')}: {sql} {values}"


def _walks(connection: Connection, statement: Statement, partial: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Yield the steps of the plan that would scan everything."""
    sql, values = statement
    driver = connection.connection.driver_connection
    assert driver is not None
    (told,) = driver.execute(f"EXPLAIN (FORMAT JSON) {sql}", values).fetchone()
    for node, above in _nodes(told[0]["Plan"], {}):
        kind, index = node["Node Type"], node.get("Index Name")
        if not kind.endswith("Scan") or kind in DERIVED_SCANS or node.get("Relation Name") in SMALL_TABLES:
            continue
        is_bounded = above.get("Node Type") in ("Limit", "LockRows") and "Filter" not in node and kind != "Seq Scan"
        whole = (f"pk_{node.get('Relation Name')}", "ix_outbox_lane")
        is_keyed = DELETE_BY_KEY.match(sql) is not None and index in whole
        if "Index Cond" not in node and index not in partial and not is_bounded and not is_keyed:
            yield node


def _lasting(connection: Connection) -> frozenset[str]:
    """Return the partial indexes that most rows stay in for years."""
    made = connection.exec_driver_sql("SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%%WHERE%%'")
    return frozenset(name for name, sql in made.all() if LASTING_CONDITION.search(sql))


def _nodes(plan: dict[str, Any], above: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield every step of a plan, each with its parent."""
    yield plan, above
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner, plan)
