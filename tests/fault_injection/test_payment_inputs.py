"""Notices and bills of both providers by kind; `python -m tests.fault_injection --only notices` sends many more."""

from contextlib import closing
from pathlib import Path

from storage.database import Database
from storage.payments.payments import PaymentProvider, PaymentTransaction
from storage.payments.provider_reports import ProviderReportRow, ReportKind
from tests import databases
from tests.fault_injection import payment_bills, payment_notice_runs
from tests.fault_injection.payment_notices import Stores
from tests.storage.rows import put

NOTICES, BILLS = 250, 60


def test_notices_of_every_kind_are_booked_stored_or_refused(sqlite_template: Path, tmp_path: Path) -> None:
    sent, wrong = payment_notice_runs.run(
        count=NOTICES, seed=1, template=sqlite_template, folder=tmp_path, on_progress=lambda _: None
    )
    assert wrong == []
    assert (sent.total(), len(sent)) == (NOTICES, 6)


def test_bills_of_every_kind_are_read_to_the_row(sqlite_template: Path, tmp_path: Path) -> None:
    read, wrong = payment_bills.run(
        count=BILLS, seed=1, template=sqlite_template, folder=tmp_path, on_progress=lambda _: None
    )
    assert wrong == []
    assert (read["bills"], len(read)) == (BILLS, 8 + 2)


def test_what_is_not_as_the_notices_say_is_reported(sqlite_template: Path, tmp_path: Path) -> None:
    must = Stores(
        money={("wechat", "T1"): ("CZ1", 6), ("wechat", "T2"): ("CZ2", 7)},
        foreign={("alipay", "T3")},
        closed={"CZ1": "T1"},
    )
    url = databases.sqlite_copy(sqlite_template, tmp_path)
    with closing(Database(url)) as database, database.transaction() as session:
        about = {"transaction_id": "T1", "order_number": "CZ1", "amount": 5, "settles": False}
        put(session, PaymentTransaction, provider=PaymentProvider.WECHAT, order_id=None, **about)
        put(session, ProviderReportRow, provider=PaymentProvider.ALIPAY, event_id="N1", kind=ReportKind.OTHER)
        found = payment_notice_runs.problems(session, must)
    assert sorted(each.split(":")[0] for each in found) == [
        "[] of 5 go back",
        "a report without a row, or one too many",
        "booked ('CZ1', 5)",
        "booked None",
        "of another currency, without a row",
        "settled by None",
    ]
