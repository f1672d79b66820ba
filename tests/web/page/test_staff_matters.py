"""The acts of the staff's page in Chromium: every matter and form fits, without findings, by keyboard alone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlmodel import select

from storage.payments.refunds import Refund, RefundState
from storage.review.blacklist import BlacklistEntry, BlacklistStatus
from tests import browsers
from tests.services.test_second_factor import code_at
from tests.web.page import staff_matters
from tests.web.page.test_staff import EVERYTHING, PROPOSER, StaffDesk, check_screen, desk, sign_in

__all__ = ["desk"]

FORMS = ("blacklist", "money/closing", "certificates", "rules/qr_minutes", "imports", "members", "clients", "audit")
MOST_TABS = 60


@pytest.fixture
def matters(desk: StaffDesk) -> dict[str, str]:
    """The paths of one matter of each kind, at a desk whose reader has a second factor."""
    with desk.database.transaction() as session:
        staff_matters.enrol(session, EVERYTHING)
        return staff_matters.put_all(session, by=PROPOSER)


@pytest.mark.parametrize(("size", "scheme", "locale"), [("laptop", "light", "zh-CN"), ("phone", "dark", "en-GB")])
def test_every_matter_fits_and_has_no_serious_finding(
    browser: Browser,
    desk: StaffDesk,
    matters: dict[str, str],
    pictures: Path | None,
    size: str,
    scheme: str,
    locale: str,
) -> None:
    viewport = browsers.LAPTOP if size == "laptop" else browsers.PHONE
    look = {"viewport": viewport, "color_scheme": scheme, "locale": locale, "reduced_motion": "reduce"}
    with browsers.open_window(browser, **look) as window:
        page = window.new_page()
        sign_in(page, desk, EVERYTHING)
        page.goto(f"{desk.origin}/staff/language?to={locale.removesuffix('-GB')}&back=/staff")
        for path in (*FORMS, *matters.values()):
            answer = page.goto(f"{desk.origin}/staff/{path}")
            assert answer is not None
            assert answer.status == 200, path
            name = path.split("/")[0] + "-one" if path in matters.values() else path.replace("/", "-")
            check_screen(page, pictures, f"staff-{name}-{size}")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until this has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached by Tab")


def test_money_and_the_blacklist_are_decided_by_keyboard_alone(
    browser: Browser, desk: StaffDesk, matters: dict[str, str]
) -> None:
    with browsers.open_window(browser, locale="zh-CN", reduced_motion="reduce") as window:
        page = window.new_page()
        sign_in(page, desk, EVERYTHING)
        page.goto(f"{desk.origin}/staff/{matters['refunds']}")
        form = page.locator("form[action$='/paid-back']")
        tab_to(page, form.locator("input[type=radio]").first)
        page.keyboard.press("ArrowDown")
        tab_to(page, form.locator("input[name=words]"))
        page.keyboard.type("PZ-2026-001")
        tab_to(page, form.locator("input[name=factor]"))
        page.keyboard.type(code_at(staff_matters.SECRET, datetime.now(UTC)))
        page.keyboard.press("Enter")
        expect(form).to_have_count(0)
        page.goto(f"{desk.origin}/staff/{matters['blacklist']}")
        form = page.locator("form[action$='/reject']")
        tab_to(page, form.locator("button"))
        page.keyboard.press("Enter")
        expect(form).to_have_count(0)
    with desk.database.reading() as session:
        assert session.exec(select(Refund.state)).one() is RefundState.DONE
        assert session.exec(select(BlacklistEntry.status)).one() is BlacklistStatus.REJECTED
