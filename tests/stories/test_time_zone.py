"""The desk's time zone is one setting (CHEZHU_TIMEZONE): quotas, late fees and documents follow it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import local_time
from bot.adapters.drawing.certificate_content import format_moment
from bot.runtime.database import open_database
from bot.services.filing import eligibility, filing_terms
from bot.services.violations import late_fees
from bot.settings import load
from bot.simulator.gateways import GatewayKeys
from bot.tasks.certificates import content_of
from storage.filing import filings as filing_store
from storage.filing.filings import FilingStatus
from storage.staff.members import StaffRole
from tests import databases
from tests.adapters.drawing.rendering import text_of
from tests.services import builders
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import car, certificate, show_live
from tests.stories.payment_driver import Bank

# One in the night of 25 November in Shanghai, noon of the 24th in New York.
NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
FINE = 20_000


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before = local_time.zone()
    yield
    local_time.use(before)


@pytest.fixture
def _in_new_york(_restored: None) -> None:
    local_time.use(ZoneInfo("America/New_York"))


def quota_reached(folder: Path) -> bool:
    """Whether an application of two hours before uses up the day's quota of a person."""
    with builders.opened(folder) as data:
        data.filing().applied_at = NOW - timedelta(hours=2)
        data.session.flush()
        refusals = eligibility.person_obstacles(data.session, data.filer, now=NOW)
    return any(isinstance(refusal, eligibility.DailyQuotaReached) for refusal in refusals)


def test_a_new_day_begins_at_midnight_in_shanghai_by_default(tmp_path: Path) -> None:
    assert not quota_reached(tmp_path)
    assert late_fees.pay_by(NOW) == date(2026, 12, 10)


@pytest.mark.usefixtures("_in_new_york")
def test_another_zone_changes_the_day_of_the_quota(tmp_path: Path) -> None:
    assert quota_reached(tmp_path)


@pytest.mark.parametrize(("zone", "day"), [("Asia/Shanghai", "2026-12-25"), ("America/New_York", "2026-12-24")])
def test_another_zone_changes_the_last_day_of_a_term(tmp_path: Path, zone: str, day: str) -> None:
    local_time.use(ZoneInfo(zone))
    with builders.opened(tmp_path) as data:
        filing = data.filing(FilingStatus.ACTIVE)
        filing_terms.set_term(data.session, filing.id, 30, by=data.owner, now=NOW)
        assert filing_store.timeline(data.session, filing.id)[-1].note == day


def test_another_zone_changes_the_first_day_with_a_late_fee() -> None:
    paid = datetime(2026, 12, 10, 12, 0, tzinfo=UTC)
    assert late_fees.fee_at(FINE, NOW, paid) == 0
    local_time.use(ZoneInfo("America/New_York"))
    assert late_fees.pay_by(NOW) == date(2026, 12, 9)
    assert late_fees.fee_at(FINE, NOW, paid) == 600


@pytest.mark.usefixtures("_in_new_york")
def test_another_zone_changes_the_times_on_documents(app: AppDriver, gateway_keys: GatewayKeys) -> None:
    bank = Bank(app, gateway_keys, documents={})
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.pays(driver)
    papers = [document for message in driver.messages() if (document := message.get("document"))]
    for paper in papers:
        content = app.wait(app.client.get(f"/world/files/{paper['file_id']}")).content
        assert "(UTC-05:00)" in text_of(content)
        assert "(UTC+08:00)" not in text_of(content)
    assert len(papers) == 2
    bank.close()


@pytest.mark.usefixtures("_in_new_york")
def test_another_zone_changes_the_times_on_a_certificate(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner)
    show_live(owner)
    found = certificate(app, vehicle).id
    face, _ = app.read(lambda session: content_of(session, found, by_filed_user=False, now=app.now))
    assert format_moment(face.issued_at).endswith("(UTC-05:00)")
    assert format_moment(face.made_at).endswith("(UTC-05:00)")


def test_opening_the_database_puts_the_zone_of_the_settings_in_use(tmp_path: Path) -> None:
    databases.put_new_store(tmp_path)
    with open_database(load(_env_file=None, data_dir=tmp_path, timezone="Asia/Kolkata")):
        assert local_time.zone() == ZoneInfo("Asia/Kolkata")


@pytest.mark.usefixtures("_in_new_york")
def test_bills_and_books_follow_the_days_of_china_in_every_zone(app: AppDriver, bank: Bank) -> None:
    app.now = datetime(2026, 11, 25, 16, 20, tzinfo=UTC)  # The 26th in China, still the 25th in New York.
    driver, cashier = violation_steps.owing(app), cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))
    driver.taps("支付宝")
    bank.pays(driver)
    for day in (26, 27):
        app.now = datetime(2026, 11, day, 5, tzinfo=UTC)
        app.run_housekeeping()
        bank.settle()
    cashier.says("/refund")
    cashier.sees("对账差异 0 条")
    cashier.says("/closing")
    cashier.sees("日结 2026年11月26日", "支付宝：收 1 笔 200 元")
    assert "结账：2026年11月26日" in cashier.labels()
    cashier.says("/ledger 2026-11-26")
    cashier.sees("支付宝：收 1 笔 200 元")
