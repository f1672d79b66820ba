"""A whole visit of the portal on laptop and phone: sign in, find a vehicle, show its code, unbind, invite, sign out."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from storage.filing import vehicle_codes
from storage.filing.filings import Filing, FilingStatus
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.organisations import organisations
from tests.web.page.conftest import Company

FITS = "document.documentElement.scrollWidth <= innerWidth"


def screenshot(page: Page, folder: Path | None, name: str) -> None:
    """Assert that nothing is wider than the screen, and save a screenshot if there is a folder for it."""
    if folder:
        page.screenshot(path=folder / f"{name}.png", full_page=True)
    assert page.evaluate(FITS), f"{name} is wider than the screen"


def sign_in(page: Page, company: Company, person: int = 0, language: str = "zh-CN") -> None:
    """Sign in with a code from the chat."""
    page.goto(f"{company.origin}/organisation/language?to={language}&back=/organisation")
    page.locator("#code").fill(company.code(person))
    page.locator("form.stack button").click()
    expect(page).to_have_url(f"{company.origin}/organisation/cars")


@pytest.mark.parametrize("screen", ["page", "phone_page"])
def test_an_administrator_uses_every_page(
    screen: str, request: pytest.FixtureRequest, company: Company, pictures: Path
) -> None:
    page: Page = request.getfixturevalue(screen)
    page.goto(f"{company.origin}/organisation")
    screenshot(page, pictures, f"{screen}-sign-in")
    sign_in(page, company)
    screenshot(page, pictures, f"{screen}-cars")
    expect(page.get_by_role("status")).to_contain_text("500 辆，共 500 辆")

    page.get_by_label("车牌、车型或颜色").fill("欧曼")
    page.get_by_label("只看").select_option("inspection")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("status")).to_contain_text("共 500 辆")
    screenshot(page, pictures, f"{screen}-searched")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载表格").click()
    assert download.value.suggested_filename.endswith(".csv")

    page.goto(f"{company.origin}/organisation/cars?words=00000")
    page.get_by_role("link", name="桂A·00000").click()
    screenshot(page, pictures, f"{screen}-car")
    page.get_by_role("button", name="出示机动车二维码").click()
    expect(page.get_by_alt_text(re.compile("二维码"))).to_be_visible()
    expect(page.locator("[data-clock]")).to_have_text(re.compile(r"[23]:\d\d"))
    screenshot(page, pictures, f"{screen}-code")
    page.get_by_role("button", name="收回").click()

    page.get_by_role("link", name=re.compile("^解除 Emma|^解除 E")).click()
    screenshot(page, pictures, f"{screen}-surely")
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_role("status")).to_contain_text("备案已解除")
    screenshot(page, pictures, f"{screen}-unbound")
    assert sorted(_states(company)) == [FilingStatus.ACTIVE, FilingStatus.ACTIVE, FilingStatus.ENDED]

    manage_members(page, company, pictures, screen)
    page.get_by_role("link", name="登录的浏览器").click()
    screenshot(page, pictures, f"{screen}-browsers")
    page.locator("header").get_by_role("button", name="退出").click()
    expect(page.locator("#code")).to_be_visible()
    page.goto(f"{company.origin}/organisation/cars")
    expect(page.locator("#code")).to_be_visible()


def manage_members(page: Page, company: Company, pictures: Path | None, screen: str) -> None:
    """Invite a member and remove one."""
    page.get_by_role("link", name="成员").click()
    page.get_by_role("button", name="邀请经办人").click()
    expect(page.get_by_text("只显示这一次")).to_be_visible()
    screenshot(page, pictures, f"{screen}-members")
    page.get_by_role("link", name="移出 李*国").click()
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_role("status")).to_contain_text("已移出")
    assert len(company.ask(lambda session: organisations.members(session, company.organisation_id))) == 2


def test_a_wrong_code_is_reported_beside_the_field(page: Page, company: Company, pictures: Path | None) -> None:
    page.goto(f"{company.origin}/organisation")
    page.locator("#code").fill("AAAA-AAAA-AA")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#code")).to_have_attribute("aria-invalid", "true")
    screenshot(page, pictures, "wrong-code")


def test_the_portal_can_be_used_with_the_keyboard_alone(page: Page, company: Company) -> None:
    sign_in(page, company)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.type("00003")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 辆，共 500 辆")


def test_the_code_disappears_after_its_use(page: Page, company: Company) -> None:
    sign_in(page, company)
    page.get_by_role("link", name="桂A·00000").click()
    page.get_by_role("button", name="出示机动车二维码").click()
    with company.database.transaction() as session:
        code = session.exec(select(VehicleCode)).one()
        vehicle_codes.close(session, code, VehicleCodeStatus.USED, at=code.made_at, by=company.person_ids[4])
    expect(page.get_by_text("已经有人扫码")).to_be_visible()
    expect(page.locator(".qr")).to_be_hidden()


def _states(company: Company) -> list[FilingStatus]:
    return company.ask(lambda session: list(session.exec(select(Filing.status))))  # type: ignore[no-any-return]
