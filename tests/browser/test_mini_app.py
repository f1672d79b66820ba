"""The Mini App in Chromium: scanning from one phone to the other, showing, verifying, deciding, without a network."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from bot.adapters.pictures.qr_search import find_qr_codes
from tests import browsers
from tests.browser.desk_process import running, take_screenshot
from tests.browser.mini_app_page import DARK, MiniAppPage

DRIVER, OWNER = 700_000_001, 700_000_002
CAR = "桂A·D10086"
SIZES = {"phone": {"width": 360, "height": 740}, "laptop": {"width": 1280, "height": 800}}
MAX_WIRE_BYTES = 150_000


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running desk with the demo people, for tests that change nothing that others need."""
    with running(tmp_path_factory.mktemp("desk")) as address:
        yield address


@pytest.fixture
def own_address(tmp_path: Path) -> Iterator[str]:
    """A running desk of one test alone."""
    with running(tmp_path) as address:
        yield address


def options(size: str, **more: Any) -> dict[str, Any]:
    """Return the appearance of a window."""
    return {"viewport": SIZES[size], "locale": "zh-CN", "reduced_motion": "reduce", **more}


def text_of(picture: bytes) -> str:
    """Return the text of the code in a picture, as a scanner reads it."""
    jpeg = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").save(jpeg, "JPEG", quality=95)
    return find_qr_codes(jpeg.getvalue()).texts[0]


def chat_of(address: str, person: int) -> str:
    """Return what a person's chat shows, as text."""
    return httpx.get(f"{address}/world/people/{person}/messages", trust_env=False).text


@pytest.mark.parametrize("size", SIZES)
def test_a_code_is_scanned_from_the_other_phones_screen(browser: Browser, own_address: str, size: str) -> None:
    with browsers.open_window(browser, **options(size)) as window:
        owner = MiniAppPage(window, own_address, OWNER)
        owner.opens("code")
        owner.taps_on(CAR)
        photo = owner.screen()
        take_screenshot(owner.page, f"app-code-{size}")
        driver = MiniAppPage(window, own_address, DRIVER, scanner=True)
        driver.opens("scan")
        expect(driver.page.locator("h1")).to_have_text("扫一扫")
        assert "web_app_open_scan_qr_popup" in driver.is_told()
        driver.scanner_reads(text_of(photo))
        assert "web_app_close_scan_qr_popup" in driver.is_told()
        driver.sees("您与车主是什么关系")
        driver.taps_on("家人")
        driver.sees("还差一步：请在聊天里完成实人认证")
        driver.taps_on("回到聊天继续办理")
        assert driver.is_told()[-2:] == ["web_app_open_tg_link", "web_app_close"]
        assert driver.taps <= 4
        owner.sees("申请备案")
        expect(owner.page.locator("img.code")).to_have_count(0)
        until_chat_shows(driver.page, own_address, DRIVER, "实人认证")


def until_chat_shows(page: Page, address: str, person: int, text: str) -> None:
    """Wait until a person's chat shows this."""
    for _ in range(100):
        if text in chat_of(address, person):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{text} is not in the chat")


@pytest.mark.parametrize("size", SIZES)
def test_a_certificate_is_shown_verified_and_shown_without_a_network(browser: Browser, address: str, size: str) -> None:
    with browsers.open_window(browser, **options(size)) as window:
        driver = MiniAppPage(window, address, DRIVER)
        owner = MiniAppPage(window, address, OWNER)
        owner.opens("certificates")
        assert owner.taps == 1
        owner.sees("获取时间")
        photo = owner.screen()
        driver.opens("scan")
        driver.chooses(photo)
        driver.sees("真实有效")
        take_screenshot(driver.page, f"app-verified-{size}")
        owner.page.evaluate("navigator.serviceWorker.ready")
        owner.page.reload()  # The first load that the worker sees, and keeps.
        owner.page.locator(".tile.certificates").click()
        owner.sees("获取时间")
        window.set_offline(True)
        owner.page.reload()
        owner.sees("当前没有网络")
        assert text_of(owner.screen()).startswith("CZ1:")
        take_screenshot(owner.page, f"app-offline-{size}")


def test_an_owner_ends_a_filing_after_a_question(browser: Browser, own_address: str) -> None:
    with browsers.open_window(browser, **options("phone")) as window:
        owner = MiniAppPage(window, own_address, OWNER)
        owner.opens("requests")
        owner.taps_on("解除备案")
        take_screenshot(owner.page, "app-sure")
        owner.taps_on("不，保持不变")
        owner.page.get_by_label("设期限").select_option("30")
        owner.sees("自动解除")
        owner.taps_on("解除备案")
        owner.page.get_by_role("dialog").get_by_role("button", name="解除备案").click()
        owner.sees("已解除，会通知对方")


def test_a_guest_who_scans_is_led_to_the_chat(browser: Browser, address: str) -> None:
    person = httpx.post(f"{address}/world/people", json={"first_name": "Li"}, trust_env=False).json()["id"]
    with browsers.open_window(browser, **options("phone")) as window:
        owner = MiniAppPage(window, address, OWNER)
        owner.opens("code")
        owner.taps_on(CAR)
        text = text_of(owner.screen())
        guest = MiniAppPage(window, address, person, scanner=True)
        guest.opens("scan")
        guest.scanner_reads(text)
        guest.taps_on("打开聊天")
        told = guest.page.evaluate("window.told")
        assert told[-2] == ["web_app_open_tg_link", {"path_full": text.removeprefix("https://t.me")}]


def test_a_code_that_is_left_is_cancelled(browser: Browser, own_address: str) -> None:
    with browsers.open_window(browser, **options("phone")) as window:
        owner = MiniAppPage(window, own_address, OWNER)
        owner.opens("code")
        owner.taps_on(CAR)
        text = text_of(owner.screen())
        with owner.page.expect_response("**/cancel"):
            owner.taps_on("返回")
        driver = MiniAppPage(window, own_address, DRIVER, scanner=True)
        driver.opens("scan")
        driver.scanner_reads(text)
        driver.sees("车主作废了这个二维码")


@pytest.mark.parametrize("text", ["https://evil.example/", "<img src=x onerror=alert(1)>", "x" * 4000])
def test_a_foreign_code_is_named_and_never_read_as_markup(browser: Browser, address: str, text: str) -> None:
    with browsers.open_window(browser, **options("phone")) as window:
        driver = MiniAppPage(window, address, DRIVER, scanner=True)
        driver.opens("scan")
        driver.scanner_reads(text)
        driver.sees("没有办理任何事项")
        assert driver.page.locator("main img").count() == 0


def test_the_small_decoder_reads_the_desks_codes(browser: Browser, address: str) -> None:
    with browsers.open_window(browser, **options("phone")) as window:
        owner = MiniAppPage(window, address, OWNER)
        for view, prefix in (("certificates", "CZ1:"), ("code", "https://t.me/")):
            owner.opens(view)
            if view == "code":
                owner.taps_on(CAR)
            owner.screen()
            read = owner.page.evaluate(
                """async () => {
                const { decodeQR } = await import("/app/assets/vendor/qr/decode.js");
                const picture = document.querySelector("img.code");
                await picture.decode();
                const canvas = document.createElement("canvas");
                [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
                const drawing = canvas.getContext("2d");
                drawing.drawImage(picture, 0, 0);
                return decodeQR(drawing.getImageData(0, 0, canvas.width, canvas.height));
            }"""
            )
            assert read.startswith(prefix)
            owner.taps_on("返回")


def test_the_app_is_small(browser: Browser, address: str) -> None:
    with browsers.open_window(browser, **options("phone")) as window:
        owner = MiniAppPage(window, address, OWNER)
        size = owner.page.evaluate(
            """() => [...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")]
                .reduce((sum, entry) => sum + entry.transferSize, 0)"""
        )
        assert 0 < size <= MAX_WIRE_BYTES


def test_launch_data_that_are_old_show_the_way_and_nothing_else(browser: Browser, address: str) -> None:
    with browsers.open_window(browser, **options("phone")) as window:
        page = window.new_page()
        page.goto(f"{address}/app#tgWebAppData=user%3D1&tgWebAppVersion=8.0")
        expect(page.get_by_role("alert")).to_contain_text("请关闭后从聊天里重新打开")
        page = window.new_page()
        page.goto(f"{address}/app")
        expect(page.get_by_role("alert")).to_contain_text("从服务台的聊天打开")


@pytest.mark.parametrize("theme", [{}, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_no_view_has_a_serious_accessibility_violation(
    browser: Browser, address: str, size: str, theme: dict[str, str]
) -> None:
    scheme = "dark" if theme else "light"
    with browsers.open_window(browser, **options(size, color_scheme=scheme)) as window:
        owner = MiniAppPage(window, address, OWNER, theme=theme)
        assert serious(owner.page) == []
        for view in ("scan", "certificates", "code", "requests"):
            owner.opens(view)
            if view == "code":
                owner.taps_on(CAR)
                owner.screen()
            owner.page.wait_for_load_state("networkidle")
            assert serious(owner.page) == [], view
            assert owner.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), view
            owner.taps_on("返回")


@pytest.mark.parametrize("width", [320, 360])
def test_large_text_fits_narrow_screens(browser: Browser, address: str, width: int) -> None:
    with browsers.open_window(browser, **options("phone", viewport={"width": width, "height": 640})) as window:
        owner = MiniAppPage(window, address, OWNER)
        owner.page.evaluate("document.documentElement.style.fontSize = '200%'")
        for view in ("scan", "certificates", "code", "requests"):
            owner.opens(view)
            owner.page.wait_for_load_state("networkidle")
            assert owner.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), view
            owner.taps_on("返回")


def serious(page: Page) -> list[str]:
    """Return what axe reports as serious or critical."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    heavy = [finding for finding in found if finding["impact"] in ("serious", "critical")]
    return [f"{finding['id']}: {node['html'][:160]}" for finding in heavy for node in finding["nodes"]]
