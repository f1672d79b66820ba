"""Every command of the chat can be found, is described in both languages, and exists."""

import pytest

from bot.cards import menu
from bot.cards.menu import commands_for
from bot.engine.inbound.dispatcher import Dispatcher
from bot.texts import LANGUAGES, texts
from handlers import every_handler
from storage.staff.members import StaffRole
from tests.conventions.source_tree import none_of

EXISTING = Dispatcher(every_handler(), "chezhu_bot").commands
LISTED = {*commands_for((), registered=False), *commands_for(tuple(StaffRole), registered=True)}


def test_every_command_stands_in_the_help_of_somebody() -> None:
    none_of(sorted(EXISTING - LISTED - {"back"}), "Name it in bot/cards/menu.py, for everyone or for a role:")


def test_every_command_that_somebody_is_meant_to_have_exists() -> None:
    none_of(sorted(LISTED - EXISTING), "Listen to it in its noun's handlers, or leave it out of the menu:")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_says_what_it_does(language: str) -> None:
    words = texts(language)
    listed = sorted(EXISTING & LISTED)
    none_of([one for one in listed if not words.has(f"command-{one}")], "Its noun's catalogue needs a text command-…:")
    plain = {one: words.plain(f"command-{one}") for one in listed}
    none_of([one for one, text in plain.items() if not 1 <= len(text) <= 256], "Telegram takes 1 to 256 characters:")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_of_the_menu_has_a_label(language: str) -> None:
    words = texts(language)
    shown = EXISTING & LISTED - menu.WITH_WORDS
    none_of([one for one in sorted(shown) if not words.has(f"go-{one}")], "Its noun's catalogue needs a text go-…:")


def test_a_command_that_needs_words_has_no_button() -> None:
    card = menu.menu(texts("en"), tuple(menu.WITH_WORDS))
    assert card.rows == ()
