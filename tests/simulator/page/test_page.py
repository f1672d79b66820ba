"""The page around the chats: text messages, face checks, faults, guide, language, small screens, accessibility."""

from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests import browsers
from tests.simulator.page.conftest import APPLICANT, LAPTOP, OWNER, VISITOR, BotClient, opened, phone, picture, starts


def test_a_tap_on_a_text_message_enters_its_code(screen: Page, client: httpx.Client) -> None:
    chat = starts(screen, APPLICANT)
    client.post("/sms", json={"id": "1", "to": "13800138000", "text": "验证码 482913，10 分钟内有效。"})
    chat.get_by_role("button", name="验证码 482913").click()
    expect(chat.get_by_role("textbox", name="Message")).to_have_value("482913")
    chat.get_by_role("button", name="Text messages", exact=True).click()
    expect(chat.locator(".sms-card")).to_have_count(1)


def test_the_digits_of_a_plate_are_not_taken_for_the_code(screen: Page, client: httpx.Client) -> None:
    client.post(
        "/sms",
        json={"id": "1", "to": "13800138000", "text": "您的车辆桂A12345有新申请，验证码 771204，10 分钟内有效。"},
    )
    expect(phone(screen, APPLICANT).get_by_text("Use the code 771204")).to_be_visible()


@pytest.mark.parametrize("text", ["验证码 53122 92167，5 分钟内有效", "53122 92167 confirms it is you"])
def test_a_long_code_in_two_groups_is_entered_whole(screen: Page, client: httpx.Client, text: str) -> None:
    client.post("/sms", json={"id": "1", "to": "13800138000", "text": text})
    expect(phone(screen, APPLICANT).get_by_text("Use the code 53122 92167")).to_be_visible()


def test_a_code_on_one_phone_can_be_entered_on_another(screen: Page, client: httpx.Client) -> None:
    applicant = starts(screen, APPLICANT)
    client.post("/sms", json={"id": "1", "to": "+8613900139001", "text": "验证码 771204"})
    phone(screen, OWNER).locator(".notification").get_by_role("button", name="陈志强").click()
    expect(applicant.get_by_role("textbox", name="Message")).to_have_value("771204")


def test_a_text_message_to_an_unknown_number_is_in_the_tray(screen: Page, client: httpx.Client) -> None:
    client.post("/sms", json={"id": "1", "to": "13500000000", "text": "您的车辆有新的备案申请"})
    expect(screen.locator("#tray-badge")).to_have_text("1")
    screen.get_by_role("button", name="Other numbers").click()
    expect(screen.locator("#drawer")).to_contain_text("13500000000")
    expect(screen.locator("#drawer")).to_contain_text("您的车辆有新的备案申请")


def test_the_menu_sets_the_outcome_of_the_face_check(screen: Page, client: httpx.Client) -> None:
    phone(screen, APPLICANT).get_by_role("button", name="Chat menu").click()
    screen.get_by_role("menuitem", name="Face check").click()
    screen.get_by_role("menuitemradio", name="Unavailable").click()
    expect(phone(screen, APPLICANT).locator(".toast")).to_contain_text("unavailable")
    assert client.get("/world/face", params={"person": APPLICANT}).json()["outcome"] == "unavailable"


def test_faults_are_set_and_cleared(screen: Page, client: httpx.Client) -> None:
    screen.get_by_role("button", name="Faults").click()
    screen.get_by_label("Repeat updates", exact=True).fill("50")
    screen.get_by_role("button", name="Apply").click()
    expect(screen.get_by_text("In effect")).to_be_visible()
    assert client.get("/world/faults").json()["duplicate"] == 0.5
    screen.get_by_role("button", name="Stop all").click()
    expect(screen.get_by_text("All stopped")).to_be_visible()
    assert client.get("/world/faults").json()["duplicate"] == 0


def test_the_guide_adds_a_phone_in_both_languages(screen: Page) -> None:
    screen.get_by_role("button", name="Who is who").click()
    expect(screen.locator("#drawer")).to_contain_text("Owns three cars")
    screen.get_by_role("button", name="中文").click()
    expect(screen.locator("#drawer")).to_contain_text("有三辆车")
    expect(screen.locator("html")).to_have_attribute("lang", "zh-CN")
    screen.get_by_role("button", name="放上手机").click()
    expect(screen.locator(".phone")).to_have_count(4)
    screen.reload()
    expect(phone(screen, VISITOR)).to_be_visible()
    expect(screen.locator("html")).to_have_attribute("lang", "zh-CN")


def test_messages_to_someone_without_a_phone_are_counted(
    screen: Page, desk_bot: BotClient, client: httpx.Client
) -> None:
    client.post(f"/world/people/{VISITOR}/messages", json={"text": "/start"})
    desk_bot.says(VISITOR, "Hello")
    desk_bot.says(VISITOR, "Are you there?")
    phone(screen, OWNER).get_by_role("button", name="give this phone").click()
    expect(screen.get_by_role("button", name="Emma Clark").locator(".badge")).to_have_text("2")


def test_a_small_screen_shows_one_phone_and_tabs(small_screen: Page, desk_bot: BotClient) -> None:
    applicant, owner = phone(small_screen, APPLICANT), phone(small_screen, OWNER)
    expect(applicant).to_be_in_viewport(ratio=0.9)
    expect(owner).not_to_be_in_viewport(ratio=0.1)
    starts(small_screen, APPLICANT)
    small_screen.get_by_role("navigation").get_by_role("button", name="李娜").click()
    expect(owner).to_be_in_viewport(ratio=0.9)
    desk_bot.says(APPLICANT, "您好")
    tab = small_screen.get_by_role("navigation").get_by_role("button", name="陈志强")
    expect(tab.locator(".badge")).to_have_text("1")
    tab.click()
    expect(tab.locator(".badge")).to_have_count(0)
    assert small_screen.evaluate("document.documentElement.scrollWidth") == 390


def test_the_page_requests_nothing_from_other_hosts(browser: Browser, telegram: str) -> None:
    asked: list[str] = []
    with browsers.open_window(browser) as window:
        page = window.new_page()
        page.on("request", lambda request: asked.append(request.url))
        opened(page, telegram)
    assert [url for url in asked if not url.startswith((telegram, "data:"))] == []


def serious(page: Page) -> list[str]:
    """Return the violations that axe rates as serious or critical."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    heavy = [finding for finding in found if finding["impact"] in ("serious", "critical")]
    return [f"{finding['id']}: {node['html'][:160]}" for finding in heavy for node in finding["nodes"]]


def busy_chat(page: Page, desk_bot: BotClient, client: httpx.Client) -> None:
    """Show every kind of message."""
    starts(page, APPLICANT)
    words = '<b>您好</b> <code>A1</code> <a href="https://t.me/desk_bot">链接</a> <tg-spoiler>藏</tg-spoiler> /help'
    keys = {"inline_keyboard": [[{"text": "同意", "callback_data": "yes"}, {"text": "网页", "url": "https://e.org"}]]}
    desk_bot.says(APPLICANT, words, parse_mode="HTML", reply_markup=keys)
    desk_bot.shows(APPLICANT, picture(), caption="图")
    desk_bot.does("sendDocument", {"document": ("a.pdf", b"%PDF", "application/pdf")}, chat_id=APPLICANT)
    desk_bot.says(APPLICANT, "?", reply_markup={"keyboard": [["是", "否"]]})
    client.post("/sms", json={"id": "1", "to": "13800138000", "text": "验证码 482913"})
    expect(phone(page, APPLICANT).locator(".notification")).to_be_visible()
    expect(phone(page, APPLICANT).locator(".of-bot")).to_have_count(4)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [LAPTOP, browsers.PHONE], ids=["laptop", "phone"])
def test_the_page_has_no_serious_accessibility_violations(
    browser: Browser, telegram: str, desk_bot: BotClient, client: httpx.Client, scheme: str, size: dict[str, int]
) -> None:
    appearance = {"viewport": size, "color_scheme": scheme, "locale": "zh-CN", "reduced_motion": "reduce"}
    with browsers.open_window(browser, **appearance) as window:
        page = opened(window.new_page(), telegram)
        busy_chat(page, desk_bot, client)
        assert serious(page) == []
        page.locator(".notification").get_by_role("button", name="关闭").click()
        phone(page, APPLICANT).get_by_role("button", name="聊天菜单").click()
        assert serious(page) == []
        page.get_by_role("menuitem", name="钱包").click()
        assert serious(page) == []
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        if size == LAPTOP:
            page.get_by_role("button", name="谁是谁").click()
            assert serious(page) == []
