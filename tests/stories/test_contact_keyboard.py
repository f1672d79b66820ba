"""The keyboard that asks for the contact: shown while the step waits for it, removed once afterwards."""

import pytest

from bot.engine.inbound.message_kinds import BACK_WORDS, CANCEL_WORDS
from bot.texts import LANGUAGES, texts
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.registration_steps import PHONE, confirms, go_on, to_contact, to_id_number

SHARE = "📱 分享我的手机号"
KEYS = [SHARE, "‹ 上一步", "取消"]
AWAY = "先不用发送手机号"


@pytest.fixture
def guest(app: AppDriver) -> Actor:
    """A person who is asked for the contact."""
    guest = app.person("小王", PHONE)
    to_contact(guest)
    assert guest.keyboard() == KEYS
    return guest


def count_removals(guest: Actor) -> int:
    """Return how many messages announced the removal of the keyboard."""
    return sum(AWAY in message.get("text", "") for message in guest.messages())


def test_no_keyboard_is_removed_before_one_was_shown(app: AppDriver) -> None:
    other = app.person("小李")
    to_id_number(other)
    other.says("/cancel")
    assert other.keyboard() == []
    assert count_removals(other) == 0


@pytest.mark.parametrize("words", ["/cancel", "取消", "/back", "‹ 上一步", "/verify"])
def test_the_keyboard_is_removed_when_the_person_leaves_the_step(guest: Actor, words: str) -> None:
    guest.says(words)
    assert guest.keyboard() == []
    assert count_removals(guest) == 1
    assert AWAY not in guest.last()
    guest.says("/menu")
    guest.says("/language")
    assert count_removals(guest) == 1


def test_sharing_the_contact_removes_the_keyboard_without_another_message(guest: Actor) -> None:
    guest.shares_contact()
    assert guest.keyboard() == []
    go_on(guest)
    confirms(guest)
    guest.says("/menu")
    assert count_removals(guest) == 0


def test_the_keys_of_every_language_go_back_or_cancel() -> None:
    for language in LANGUAGES:
        assert texts(language).plain("flow-back").casefold() in BACK_WORDS
        assert texts(language).plain("flow-cancel").casefold() in CANCEL_WORDS


def test_the_keyboard_stays_while_the_step_waits(guest: Actor) -> None:
    for words in ("13812345678", "/menu", "/help"):
        guest.says(words)
        assert guest.keyboard() == KEYS
    guest.sends_sticker()
    assert guest.keyboard() == KEYS
    assert count_removals(guest) == 0


def test_returning_to_the_step_shows_the_keyboard_again(guest: Actor) -> None:
    guest.says("/verify")
    guest.says("/cancel")
    guest.taps("继续办理")
    assert guest.keyboard() == KEYS
    guest.says("/cancel")
    assert guest.keyboard() == []
    assert count_removals(guest) == 2


def test_a_shown_keyboard_is_remembered_over_a_restart(app: AppDriver, guest: Actor) -> None:
    app.restart()
    guest.says("/verify")
    assert guest.keyboard() == []
    assert count_removals(guest) == 1
