"""Accessibility of the portal's pages: both languages, light and dark, laptop and phone."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlmodel import select

from storage.filing.filings import Filing
from tests import browsers
from tests.web.page.conftest import Company
from tests.web.page.test_journey import screenshot, sign_in


def serious(page: Page) -> list[str]:
    """Return what axe reports as serious or critical."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    heavy = [finding for finding in found if finding["impact"] in ("serious", "critical")]
    return [f"{finding['id']}: {node['html'][:160]}" for finding in heavy for node in finding["nodes"]]


def paths(company: Company) -> list[str]:
    """Return the path of one page of every kind."""
    filing = company.ask(lambda session: session.exec(select(Filing)).first())
    car = f"/cars/{filing.vehicle_id}"
    return ["/cars", "/cars?only=abnormal", "/cars?words=nothing", car, f"{car}/filings/{filing.id}/unbind"] + [
        "/members",
        "/browsers",
        "/choose",
        "/nothing",
    ]


# Four of the eight: each two of scheme, language and size occur together.
@pytest.mark.parametrize(
    ("scheme", "language", "size"),
    [
        ("light", "zh-CN", browsers.LAPTOP),
        ("dark", "en", browsers.LAPTOP),
        ("dark", "zh-CN", browsers.PHONE),
        ("light", "en", browsers.PHONE),
    ],
    ids=["light-zh-laptop", "dark-en-laptop", "dark-zh-phone", "light-en-phone"],
)
def test_the_pages_have_no_serious_accessibility_violations(
    browser: Browser, company: Company, pictures: Path | None, scheme: str, language: str, size: dict[str, int]
) -> None:
    appearance = {"viewport": size, "color_scheme": scheme, "reduced_motion": "reduce"}
    with browsers.open_window(browser, **appearance) as window:
        page = window.new_page()
        page.goto(f"{company.origin}/organisation")
        assert serious(page) == []
        sign_in(page, company, language=language)
        assert page.locator("html").get_attribute("lang") == language
        for path in paths(company):
            page.goto(f"{company.origin}/organisation{path}")
            assert serious(page) == [], path
            name = path.split("?")[0].strip("/").split("/")
            screenshot(page, pictures, f"{scheme}-{language}-{size['width']}-{name[0]}-{len(name)}")
        page.goto(f"{company.origin}/organisation{paths(company)[3]}")
        page.locator("main form button").first.click()
        assert serious(page) == []
        screenshot(page, pictures, f"{scheme}-{language}-{size['width']}-code")


def test_the_pages_load_nothing_from_other_hosts_and_keep_to_their_csp(browser: Browser, company: Company) -> None:
    requested: list[str] = []
    logged: list[str] = []
    with browsers.open_window(browser) as window:
        page = window.new_page()
        page.on("request", lambda request: requested.append(request.url))
        page.on("console", lambda message: logged.append(message.text))
        sign_in(page, company)
        for path in paths(company)[:-1]:
            page.goto(f"{company.origin}/organisation{path}")
    assert [url for url in requested if not url.startswith((company.origin, "data:"))] == []
    assert logged == []
