"""The offices in the chat: the list, one office, its place and number, the way to staff; texts that name offices."""

import re

import pytest

from bot import offices
from bot.cards import navigation
from bot.offices import OfficeKind
from bot.runtime import offices_file
from bot.services.violations import violations
from bot.texts import LANGUAGES, texts
from tests.stories import cast
from tests.stories.app_driver import AppDriver

DEMO = offices_file.read(offices_file.TEMPLATE)


def test_anybody_finds_an_office_with_its_place_and_number(app: AppDriver) -> None:
    guest = app.person("Ann", language="en")
    guest.says("/offices")
    guest.sees("East service hall", "North service point", "South inspection station", "+86 771 555 0100")
    guest.taps("East service hall")
    guest.sees("88 Mingde Road", "9:00–17:00", "+86 771 555 0188", "Your ID card", "counter, pick-up point")
    guest.taps("Show on the map")
    venue = guest.messages()[-1]["venue"]
    assert (venue["title"], venue["location"]["latitude"]) == ("East service hall", pytest.approx(22.817))
    guest.taps("Call")
    assert guest.messages()[-1]["contact"]["phone_number"] == "+86 771 555 0188"


def test_staff_are_reached_by_number_by_link_or_by_name(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/offices")
    driver.taps("联系工作人员")
    assert driver.messages()[-1]["contact"]["phone_number"] == offices_file.DEMO_CONTACT
    for contact, url in (("@desk_staff", "https://t.me/desk_staff"), ("https://example.org/chat",) * 2):
        offices.use(DEMO, contact)
        driver.says("/offices")
        buttons = [button for row in driver.messages()[-1]["reply_markup"]["inline_keyboard"] for button in row]
        assert {"text": "联系工作人员", "url": url} in buttons


def test_buttons_of_an_office_that_has_gone_show_those_there_are(app: AppDriver) -> None:
    driver = cast.driver(app)
    for label in ("在地图上看", "打电话"):
        offices.use(DEMO)
        driver.says("/offices")
        driver.taps("城南机动车检验站")
        offices.use(DEMO[:1])
        driver.taps(label)
        driver.sees("现在没有登记了", "城东服务大厅")


def test_a_refusal_whose_way_out_is_an_office_has_its_button() -> None:
    allowed = {"offices", "violations", "menu"}
    for refused, leads in ((violations.KeyVehicle(), True), (violations.NothingChosen(), False)):
        for known in (True, False):
            offices.use(DEMO if known else ())
            card = navigation.refusal(refused, texts("zh-CN"), allowed)
            labels = [button.label for row in card.rows for button in row]
            assert ("窗口和电话" in labels) is (leads and known)


def test_without_offices_nobody_is_sent_to_a_counter() -> None:
    offices.use((), "12122")
    for language in LANGUAGES:
        words = texts(language)
        for key in ("counter-with-id", "counter-visit", "counter-ask", "pick-up-visit", "station-visit"):
            assert "12122" in words(key), key
            assert not re.search("窗口|counter", words(key)), key
    offices.use(())
    assert texts("en")("counter-with-id") == "contact the operator of Vehicle owners' desk"
    assert "主办单位" in texts("zh-CN")("counter-visit")


def test_an_only_office_is_named_and_several_are_a_command_away() -> None:
    offices.use(DEMO)
    assert "/offices" in texts("zh-CN")("counter-with-id")
    assert "城南机动车检验站" in texts("zh-CN")("station-visit")
    assert "88 Mingde Road" in texts("en")("pick-up-visit")
    offices.use(DEMO[:1])
    assert texts("en")("counter-visit") == "go to East service hall"
    assert offices.of_kind(OfficeKind.PICK_UP) == DEMO[:1]
    offices.use(DEMO[1:2])
    assert offices.of_kind(OfficeKind.PICK_UP) == DEMO[1:2], "papers are picked up at the counter"
