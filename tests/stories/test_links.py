"""Deep links: followed at once by registered people, after registration by others."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from bot.card import Card
from bot.context import DeskContext
from bot.engine.listeners import Listener, on_link
from bot.errors import Refusal
from handlers import every_handler
from storage.identity import accounts
from tests.stories import cast, registration_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.registration_steps import confirms

PHONE = "+8613812345678"


class NotYours(Refusal, key="refused-not-yours"):
    """The refusal of a link."""


def say_link(context: DeskContext) -> None:
    context.say(Card(f"link: {context.link}; registered: {context.account.person_id is not None}"))


def refuse(context: DeskContext) -> None:
    raise NotYours


@pytest.fixture
def app(empty_store: Path, tmp_path: Path) -> Iterator[AppDriver]:
    """A desk with listeners for links."""
    shutil.copy(empty_store, tmp_path / "desk.db")
    links: list[Listener] = [on_link("car", say_link), on_link("no", refuse), on_link("look", say_link, guests=True)]
    app = AppDriver(f"sqlite:///{tmp_path / 'desk.db'}", handlers=[*every_handler(), *links])
    yield app
    app.close()


def registers_from_terms(guest: Actor) -> None:
    guest.taps("同意并开始注册")
    guest.taps("同意由服务商传送")
    guest.says("王小明")
    guest.says(cast.id_number(7))
    guest.shares_contact()
    registration_steps.go_on(guest)
    confirms(guest)


def test_a_registered_person_follows_a_link_at_once(app: AppDriver) -> None:
    driver, token = cast.driver(app), uuid4().hex
    driver.says(f"/start car-{token}")
    driver.sees(f"link: {token}")


def test_the_payload_is_split_at_the_first_hyphen(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/start car-a-b_C-9")
    driver.sees("link: a-b_C-9;")
    driver.says("/start car")
    driver.sees("link: ;")


def test_an_unregistered_person_registers_first_and_then_follows_the_link(app: AppDriver) -> None:
    guest = app.person("小王", PHONE)
    guest.says("/start car-abc")
    guest.sees("服务条款")
    registers_from_terms(guest)
    assert guest.has_seen("注册成功")
    guest.sees("link: abc; registered: True")


def test_a_link_opened_during_registration_waits_and_the_answers_are_kept(app: AppDriver) -> None:
    guest = app.person("小王", PHONE)
    guest.says("/start")
    guest.taps("同意并开始注册")
    guest.taps("同意由服务商传送")
    guest.says("王小明")
    guest.says("/start car-later")
    guest.sees("已填的内容都在", "第 2 步")
    guest.says(cast.id_number(7))
    guest.shares_contact()
    registration_steps.go_on(guest)
    confirms(guest)
    guest.sees("link: later; registered: True")


def test_a_refused_link_does_not_undo_the_registration(app: AppDriver) -> None:
    guest = app.person("小王", PHONE)
    guest.says("/start no-abc")
    registers_from_terms(guest)
    guest.sees("找不到这一项")
    account = app.read(lambda session: accounts.by_telegram(session, app.bot.id, guest.id))
    assert account.person_id is not None


def test_a_waiting_link_survives_a_restart(app: AppDriver) -> None:
    guest = app.person("小王", PHONE)
    guest.says("/start car-abc")
    app.restart()
    registers_from_terms(guest)
    guest.sees("link: abc; registered: True")


def test_a_link_for_unregistered_people_needs_no_registration(app: AppDriver) -> None:
    guest = app.person("小王")
    guest.says("/start look-abc")
    guest.sees("link: abc; registered: False")


@pytest.mark.parametrize("payload", ["unknown-abc", "car-中文", "car-" + "a" * 61, "car-a b", "-", "car-<b>"])
def test_an_unknown_link_is_a_plain_start(app: AppDriver, payload: str) -> None:
    guest, driver = app.person("小王"), cast.driver(app)
    guest.says(f"/start {payload}")
    guest.sees("服务条款")
    driver.says(f"/start {payload}")
    driver.sees("请选择要办理的事项")


def test_cancelling_the_registration_forgets_the_link(app: AppDriver) -> None:
    guest = app.person("小王", PHONE)
    guest.says("/start car-abc")
    guest.says("/cancel")
    guest.says("/start")
    registers_from_terms(guest)
    guest.sees("注册成功")
    assert not guest.has_seen("link:")
