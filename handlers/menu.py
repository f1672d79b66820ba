"""The menu, the help and the language: the desk's front hall.

/menu ──► what can be done      /help ──► every command      /language ──► choose ──► said in the new one
"""

from collections.abc import Iterator

from bot import texts
from bot.cards import menu as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_command("menu", show_menu)
    yield on_command("help", show_help)
    yield on_command("language", choose_language)
    yield on_tap(cards.LANGUAGE, set_language)


def show_menu(context: DeskContext) -> None:
    """What can be done."""
    context.show(cards.menu(context.texts, registered=context.account.person_id is not None))


def show_help(context: DeskContext) -> None:
    """Every command, a line each."""
    context.show(cards.help_page(context.texts, ("menu", "help", "language")))


def choose_language(context: DeskContext) -> None:
    """The languages the desk speaks."""
    context.show(cards.languages(context.texts))


def set_language(context: DeskContext) -> None:
    """From now on everything is said in this language."""
    context.account.language = context.tapped(cards.LANGUAGE)
    context.texts = texts.texts(context.account.language, context.texts.zone)
    context.show(cards.language_chosen(context.texts))
