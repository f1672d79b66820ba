"""Codes to hand on: copied by a button, and protected where nobody may pass them on; names of drawn files."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.cards.filing import copying
from bot.links import DeskLinks
from bot.texts import Texts
from storage.filing.filings import Filing
from storage.register.vehicles import Vehicle
from tests.stories import cast, certificate_steps, filing_steps, qr_steps
from tests.stories.app_driver import AppDriver
from tests.web.visitor import code_for


def copied(message: dict[str, Any]) -> list[str]:
    """Return the texts that the buttons of a message copy."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [key["copy_text"]["text"] for row in rows for key in row if "copy_text" in key]


def test_a_vehicle_code_is_protected_and_its_short_code_is_copied(app: AppDriver) -> None:
    owner = qr_steps.showing(app)
    message = next(each for each in owner.messages() if "photo" in each)
    assert message["has_protected_content"]
    (short,) = copied(message)
    assert short in message["caption"]


def test_a_filer_copies_words_for_the_owner_and_the_number(app: AppDriver, driver: cast.Citizen) -> None:
    filing_steps.asked_owner(app, driver)
    asked = next(each for each in reversed(driver.messages()) if copied(each))
    (words,) = copied(asked)
    assert all(part in words for part in ("桂A·12345", "#1001", "@", "/approvals"))
    driver.says("/progress 1001")
    assert copied(driver.messages()[-1]) == ["#1001"]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_words_for_the_owner_fit_whatever_the_plate(language: str) -> None:
    filing, vehicle = Filing.model_construct(number=10**9), Vehicle.model_construct(plate_type="02", plate="粤ZWWWW港")
    links = DeskLinks(bot_username="w" * 32)
    assert len(copying.words_for_owner(Texts(language), filing, vehicle, links=links).copied) < 256


def test_a_sign_in_code_is_protected_and_copied(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    code = code_for(owner)
    message = owner.messages()[-1]
    assert message["has_protected_content"]
    assert copied(message) == [code]


def test_a_share_code_is_copied_and_may_be_forwarded(app: AppDriver) -> None:
    owner, _ = certificate_steps.owner_with_text(app)
    owner.taps("分享码")
    owner.taps("7 天")
    message = owner.messages()[-1]
    (code,) = copied(message)
    assert code in message["text"]
    assert "has_protected_content" not in message


def test_a_certificate_is_sent_to_another_chat_as_a_link_that_shows_it_until_it_is_cancelled(app: AppDriver) -> None:
    owner, _ = certificate_steps.owner_with_text(app)
    owner.taps("分享码")
    owner.taps("7 天")
    rows = owner.messages()[-1]["reply_markup"]["inline_keyboard"]
    url = urlsplit(next(key["url"] for row in rows for key in row if "发给别人" in key["text"]))
    assert (url.netloc, url.path) == ("t.me", "/share/url")
    sent = parse_qs(url.query)
    assert "桂A·12345" in sent["text"][0]
    other = certificate_steps.guest(app)
    other.says("/start " + parse_qs(urlsplit(sent["url"][0]).query)["start"][0])
    other.sees("真实有效", "桂A·12345")
    assert owner.has_seen("有人用分享码查看了")
    driver = cast.driver(app)
    driver.says(f"{sent['text'][0]}\n{sent['url'][0]}")
    driver.sees("真实有效")
    owner.taps("分享码")
    owner.taps("收回")
    other.says("/start " + parse_qs(urlsplit(sent["url"][0]).query)["start"][0])
    other.sees("已经失效")


def test_a_drawn_certificate_is_named_after_plate_and_month(app: AppDriver) -> None:
    owner, _ = certificate_steps.owner_with_text(app)
    certificate_steps.download(owner)
    document = next(message["document"] for message in reversed(owner.messages()) if "document" in message)
    assert document["file_name"] == "桂A12345-2027-06.png"
