"""Every table has an end of keeping: rows past it go, and rows that are still needed stay."""

import re
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlmodel import Session, SQLModel

from bot.engine.housekeeping import Housekeeping
from bot.services.rules import catalogue
from bot.services.rules.names import RuleName
from handlers import every_housekeeping_job
from storage import old_rows, retention, schema
from storage.database import Database, table_of
from storage.filing.filings import Filing
from storage.payments.payments import PaymentOrder, PaymentTransaction
from storage.payments.refunds import Refund
from storage.retention import EndOfKeeping, RetentionPeriod
from storage.review.blacklist import BlacklistEntry
from storage.review.photo_views import PhotoView
from storage.review.reviews import Review
from storage.staff.members import StaffMember
from storage.violations.violations import Violation
from tests import databases
from tests.conventions.source_tree import none_of
from tests.data_protection.personal_data_by_table import MODULES
from tests.data_protection.retention_by_table import NOT_PERSONAL, PARTS, PERSONAL, RETENTION, TABLES
from tests.data_protection.row_states import ROW_STATES
from tests.storage.rows import NOW, described, put

DOCUMENT = Path(__file__).parents[2] / "docs" / "personal-data.md"
LONG = timedelta(days=100 * 365)
PERIODS = {name: RETENTION[name].end for name in PERSONAL if not isinstance(RETENTION[name].end, EndOfKeeping)}
NEEDED = {name: states.needed for name, states in ROW_STATES.items() if states.needed is not None}
# Rows that are deleted with the case that they belong to: the case's table and the column that names the case.
CASES = ("filings", "payment_orders", "violations")
OF_CASE = [(case, column) for case in CASES for column in retention.parts_of(TABLES[case])]
PROPOSALS = {name for name in PERIODS if "decided_by" in TABLES[name].c}
WRITE_STATES = (
    'write row_states("…", ended={…}, needed={…}) into the module of its domain in tests/data_protection/rows, or a new'
    " one: values of a row whose period has begun, and of one that stays however old"
)
# Parts with a period of their own too: values with which it does not end them before their case.
STAYS: dict[str, dict[str, Any]] = {"vehicle_codes": {"status": "used"}, "violation_news": {"noted_at": NOW + LONG}}


assert MODULES  # Importing them fills ROW_STATES.


@pytest.fixture(autouse=True)
def keyring() -> None:
    databases.use_test_secret()


def kind_of(table: str) -> type[SQLModel]:
    return next(each.class_ for each in SQLModel._sa_registry.mappers if each.class_.__tablename__ == table)


def ended(table: str) -> dict[str, Any]:
    """Return values of a row whose period has begun."""
    return dict(ROW_STATES[table].ended) if table in ROW_STATES else {}


def length(period: StrEnum | timedelta) -> timedelta:
    """Return a period as it is by default; of a dated rule by its name or the same name in storage."""
    if isinstance(period, StrEnum):
        return timedelta(days=catalogue.number(RuleName(period.value), None))
    return period


def clean(store: Database, after: timedelta) -> None:
    """Run every job of housekeeping, this long after the rows were inserted."""
    keeping = Housekeeping(store, clock=lambda: NOW + after, jobs=every_housekeeping_job(()))
    with store.transaction() as session:
        keeping.round(session)


def count(store: Database, table: str) -> int:
    with store.reading() as session:
        rows = select(func.count()).select_from(table_of(kind_of(table)))
        return int(session.connection().execute(rows).scalar_one())


def test_every_table_is_declared() -> None:
    missing = sorted(TABLES.keys() - RETENTION.keys())
    none_of(
        [f"{kind_of(table).__module__.replace('.', '/')}.py {table}" for table in missing],
        "Write delete_after, delete_with, keep_until or without_personal_data (storage/retention.py) beside the table,"
        " then name it in docs/personal-data.md:",
    )


def test_the_documents_name_the_end_of_every_table() -> None:
    listed = DOCUMENT.read_text().partition("## When keeping ends")[2]
    missing = [table for table in RETENTION if f"`{table}`" not in listed]
    assert not missing, f"name {', '.join(missing)} under “When keeping ends” in docs/personal-data.md"
    for name in RuleName:
        days = catalogue.DEFINITIONS[name].default
        for written in re.findall(rf"`{name}` \((\d[\d,]*\d|\d)", listed):
            assert written == f"{days:,}", f"docs/personal-data.md: `{name}` is {days:,} days"


def test_a_table_without_personal_data_refers_to_no_person() -> None:
    personal = {"people.id", "accounts.id"}
    about = [name for name in NOT_PERSONAL if {k.target_fullname for k in TABLES[name].foreign_keys} & personal]
    none_of(sorted(about), "It refers to people: without_personal_data(…) beside the table cannot be true:")


@pytest.mark.parametrize("table", sorted(set(PERIODS) - PARTS - PROPOSALS))
def test_a_row_stays_for_its_period_and_goes_after_it(lite: Database, table: str) -> None:
    period = length(PERIODS[table])
    with lite.transaction() as session:
        put(session, kind_of(table), **ended(table))
    before = count(lite, table)
    clean(lite, period - timedelta(days=1))
    assert count(lite, table) == before
    clean(lite, period + timedelta(days=2))
    assert count(lite, table) == before - 1, f"{table}: {WRITE_STATES}"


def test_a_table_whose_rows_have_states_says_which_of_them_end_its_keeping() -> None:
    with_states = {name for name in set(PERIODS) - PARTS - PROPOSALS if {"state", "status"} & {*TABLES[name].c.keys()}}
    none_of(sorted(with_states - ROW_STATES.keys()), f"{WRITE_STATES}:")
    none_of(sorted(ROW_STATES.keys() - PERIODS.keys()), "No period ends their keeping; delete row_states of:")


@pytest.mark.parametrize("table", sorted(NEEDED))
def test_a_row_that_is_needed_stays_however_old(lite: Database, table: str) -> None:
    with lite.transaction() as session:
        put(session, kind_of(table), **NEEDED[table])
    before = count(lite, table)
    clean(lite, LONG)
    assert count(lite, table) == before


@pytest.mark.parametrize(("case", "part", "column"), [(case, c.table.name, c.name) for case, c in OF_CASE])
def test_what_belongs_to_a_case_goes_with_it(lite: Database, case: str, part: str, column: str) -> None:
    with lite.transaction() as session:
        parent = put(session, kind_of(case), **ended(case))
        insert_by_column(session, part, **{column: parent, **STAYS.get(part, {})})
    period = length(PERIODS[case])
    clean(lite, period - timedelta(days=1))
    assert (count(lite, case), count(lite, part)) == (1, 1)
    clean(lite, period + timedelta(days=2))
    assert (count(lite, case), count(lite, part)) == (0, 0)


def insert_by_column(session: Session, table: str, **columns: Any) -> None:
    """Insert a row whose values are given by the names of columns."""
    row = described(session, kind_of(table), **columns)
    session.connection().execute(insert(schema.metadata.tables[table]), row)


@pytest.mark.parametrize("listed", [True, False])
def test_an_application_whose_photos_led_to_a_listing_stays_as_long_as_the_listing(
    lite: Database, listed: bool
) -> None:
    with lite.transaction() as session:
        review = put(session, Review, filing_id=put(session, Filing, status="ended"))
        put(session, PhotoView, review_id=review)
        if listed:
            put(session, BlacklistEntry, review_id=review, status="confirmed", until=NOW + LONG)
    clean(lite, LONG - timedelta(days=1))
    assert [count(lite, table) for table in ("filings", "reviews", "viewings")] == [int(listed)] * 3


def test_every_row_that_refers_to_a_case_is_deleted_with_it() -> None:
    for case, kind in (("filings", Filing), ("payment_orders", PaymentOrder), ("violations", Violation)):
        referring = {column.table.name for column in old_rows.references(table_of(kind))}
        others = referring - {"decisions"} - {column.table.name for column in retention.parts_of(table_of(kind))}
        none_of(sorted(others), f"It refers to {case}: write delete_with(…) of storage/retention.py beside the table")


@pytest.mark.parametrize("table", sorted(PROPOSALS))
def test_a_decided_proposal_about_staff_goes_with_the_records_and_an_open_one_stays(lite: Database, table: str) -> None:
    with lite.transaction() as session:
        by = put(session, StaffMember)
        put(session, kind_of(table), status="withdrawn", proposed_by=by, decided_by=by, decided_at=NOW)
        put(session, kind_of(table), status="open", proposed_by=by)
    clean(lite, length(RetentionPeriod.RECORD_DAYS) - timedelta(days=1))
    assert count(lite, table) == 2
    clean(lite, length(RetentionPeriod.RECORD_DAYS) + timedelta(days=2))
    assert count(lite, table) == 1


def test_refunds_go_with_their_payment(lite: Database) -> None:
    with lite.transaction() as session:
        order = put(session, PaymentOrder, state="refunded")
        put(session, Refund, transaction_ref=put(session, PaymentTransaction, order_id=order))
    clean(lite, LONG)
    assert [count(lite, table) for table in ("payment_orders", "payment_transactions", "refunds")] == [0, 0, 0]


def test_each_round_looks_at_a_few_rows_and_all_are_reached(lite: Database) -> None:
    with lite.transaction() as session:
        for _ in range(old_rows.WINDOW + 20):
            put(session, kind_of("blocks"), ended_at=NOW)
    clean(lite, LONG)
    assert count(lite, "blocks") == 20
    clean(lite, LONG)
    assert count(lite, "blocks") == 0


def test_evidence_has_no_shorter_period_than_the_limits_that_count_it() -> None:
    assert catalogue.DEFINITIONS[RuleName.RECORD_DAYS].lower > 2 * 365
