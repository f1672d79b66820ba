"""The operator's books: bills of the days that they name compared, and the ledger as CSV for spreadsheets."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, func, select

from bot.cli import export_csv, reconciliation
from bot.runtime.operator_error import OperatorError
from storage.database import Database
from storage.engine.outbox import Channel, Delivery
from tests import databases

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def ordered(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Delivery).where(Delivery.channel == Channel.TASK)).one()


def test_every_day_is_compared_with_every_provider(lite: Database) -> None:
    databases.use_test_secret()
    with lite.transaction() as session:
        assert reconciliation.order(session, date(2026, 11, 20), date(2026, 11, 22), now=NOW) == 3
        assert ordered(session) == 6
        assert reconciliation.order(session, None, None, now=NOW) == 1
        assert reconciliation.order(session, None, date(2026, 11, 1), now=NOW) == 1


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2026, 11, 22), date(2026, 11, 20)),
        (None, date(2026, 11, 25)),
        (date(2026, 11, 25), None),
        (date(2020, 1, 1), None),
    ],
)
def test_other_days_are_refused(lite: Database, since: date | None, until: date | None) -> None:
    with lite.transaction() as session, pytest.raises(OperatorError):
        reconciliation.order(session, since, until, now=NOW)


def test_the_ledger_begins_with_a_byte_order_mark(lite: Database, tmp_path: Path) -> None:
    file = tmp_path / "payments.csv"
    with lite.transaction() as session:
        assert export_csv.export_payments(session, file, date(2026, 11, 1), date(2026, 11, 25), now=NOW) == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfkind,at,provider,order")
