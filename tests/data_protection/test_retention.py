"""Every table has an end of keeping: rows past it go, and rows that are still needed stay."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlmodel import Session, SQLModel

from bot.engine.housekeeping import Housekeeping
from bot.services.rules import catalogue
from bot.services.rules.names import RuleName
from handlers import every_housekeeping_job
from storage import old_rows, schema
from storage.database import Database, table_of
from storage.filing.filings import Filing
from storage.payments.payments import PaymentOrder, PaymentTransaction
from storage.payments.refunds import Refund
from storage.review.blacklist import BlacklistEntry
from storage.review.photo_views import PhotoView
from storage.review.reviews import Review
from storage.staff.members import StaffMember
from storage.staff.role_proposals import StaffProposal
from storage.violations.violations import Violation
from tests import databases
from tests.data_protection.retention_by_table import RETENTION, EndsWith, NotPersonal, Personal
from tests.storage.rows import NOW, described, put

DOCUMENT = Path(__file__).parents[2] / "docs" / "personal-data.md"
LONG = timedelta(days=100 * 365)
PERIODS = {
    name: each
    for name, each in RETENTION.items()
    if isinstance(each, Personal) and not isinstance(each.period, EndsWith)
}
# Rows that are deleted with the case that they belong to: by the case's table.
OF_CASE = {
    "filings": ("filing_events", "approvals", "checks", "photos", "reviews"),
    "payment_orders": ("payment_lines", "payment_transactions", "payment_notices"),
    "violations": ("objections",),
}
PARTS = frozenset(part for parts in OF_CASE.values() for part in (*parts, "viewings", "refunds", "staff_proposals"))


@pytest.fixture(autouse=True)
def keyring() -> None:
    databases.use_test_secret()


def kind_of(table: str) -> type[SQLModel]:
    return next(each.class_ for each in SQLModel._sa_registry.mappers if each.class_.__tablename__ == table)


def length(period: Any) -> timedelta:
    """Return a period as it is by default."""
    return timedelta(days=catalogue.number(period, None)) if isinstance(period, RuleName) else period


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
    missing = sorted(set(schema.metadata.tables) - set(RETENTION))
    assert not missing, (
        f"When does the keeping of {', '.join(missing)} end? Write it into RETENTION of"
        " tests/data_protection/retention_by_table.py: Personal(RuleName.…) and, beside the table, delete_after(…)"
        " of storage/retention.py, or NotPersonal(reason). Then add it to docs/personal-data.md."
    )
    assert sorted(set(RETENTION) - set(schema.metadata.tables)) == []


def test_the_documents_name_the_end_of_every_table() -> None:
    listed = DOCUMENT.read_text().partition("## When keeping ends")[2]
    missing = [table for table in RETENTION if f"`{table}`" not in listed]
    assert not missing, f"name {', '.join(missing)} under “When keeping ends” in docs/personal-data.md"
    for name in RuleName:
        days = catalogue.DEFINITIONS[name].default
        for written in re.findall(rf"`{name}` \((\d[\d,]*\d|\d)", listed):
            assert written == f"{days:,}", f"docs/personal-data.md: `{name}` is {days:,} days"


def test_a_table_without_personal_data_refers_to_no_person() -> None:
    plain = [name for name, each in RETENTION.items() if isinstance(each, NotPersonal)]
    personal = {"people.id", "accounts.id"}
    about_people = [
        name for name in plain if {k.target_fullname for k in schema.metadata.tables[name].foreign_keys} & personal
    ]
    assert not about_people, (
        f"{', '.join(about_people)} refers to people: write Personal(…) instead of NotPersonal(…) into RETENTION of"
        " tests/data_protection/retention_by_table.py"
    )


@pytest.mark.parametrize("table", sorted(set(PERIODS) - PARTS))
def test_a_row_stays_for_its_period_and_goes_after_it(lite: Database, table: str) -> None:
    declared = PERIODS[table]
    with lite.transaction() as session:
        put(session, kind_of(table), **declared.over)
    before = count(lite, table)
    clean(lite, length(declared.period) - timedelta(days=1))
    assert count(lite, table) == before
    clean(lite, length(declared.period) + timedelta(days=2))
    assert count(lite, table) == before - 1


@pytest.mark.parametrize("table", sorted(name for name, each in PERIODS.items() if each.needed is not None))
def test_a_row_that_is_needed_stays_however_old(lite: Database, table: str) -> None:
    with lite.transaction() as session:
        put(session, kind_of(table), **(PERIODS[table].needed or {}))
    before = count(lite, table)
    clean(lite, LONG)
    assert count(lite, table) == before


@pytest.mark.parametrize(("case", "part"), [(case, part) for case, parts in OF_CASE.items() for part in parts])
def test_what_belongs_to_a_case_goes_with_it(lite: Database, case: str, part: str) -> None:
    over = PERIODS[case].over
    with lite.transaction() as session:
        parent = put(session, kind_of(case), **over)
        column = next(k.parent.name for k in schema.metadata.tables[part].foreign_keys if k.column.table.name == case)
        insert_by_column(session, part, **{column: parent})
    period = length(PERIODS[case].period)
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
        others = sorted(referring - {"decisions", "violation_news", "vehicle_codes"} - set(OF_CASE[case]))
        assert not others, (
            f"{', '.join(others)} refers to {case}: delete its rows with them in storage/old_records.py,"
            " and add it to OF_CASE in tests/data_protection/test_retention.py"
        )


def test_a_decided_proposal_about_staff_goes_with_the_records(lite: Database) -> None:
    with lite.transaction() as session:
        by = put(session, StaffMember)
        put(session, StaffProposal, status="withdrawn", proposed_by=by, decided_by=by, decided_at=NOW)
    clean(lite, length(RuleName.RECORD_DAYS) - timedelta(days=1))
    assert count(lite, "staff_proposals") == 1
    clean(lite, length(RuleName.RECORD_DAYS) + timedelta(days=2))
    assert count(lite, "staff_proposals") == 0


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
