"""The menu, the help and the language.

/menu ──► what can be done      /help ──► every command      /language ──► choose ──► confirmed in the new language
"""

from collections.abc import Iterator

from bot import texts
from bot.card import Card
from bot.cards import large_text, menu as cards
from bot.cards.identity import contested
from bot.cards.staff import member_identity
from bot.context import DeskContext
from bot.engine.listeners import AGAIN, FlowSignal, Handler, on_command, on_tap
from bot.errors import AccountEnded
from bot.services.filing import my_vehicles
from bot.services.staff import permissions
from storage.register import people


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("menu", show_menu)
    yield on_command("help", show_help)
    yield on_command("language", choose_language)
    yield on_tap(cards.LANGUAGE, set_language)


def show_menu(context: DeskContext) -> None:
    """Show the menu, in the large-text profile that of four choices. Raises AccountEnded."""
    card = full_menu(context)
    is_large = context.account.large_text
    context.show(large_text.menu(context.texts, commands(context), card) if is_large else card)


def full_menu(context: DeskContext) -> Card:
    """Return the menu with everything a person may do, and how many vehicles they have. Raises AccountEnded."""
    if context.account.ended_at is not None:
        raise AccountEnded
    person_id = context.account.person_id if context.account.is_signed_in else None
    own, filed = my_vehicles.count(context.session, person_id)
    menu = cards.menu(context.texts, commands(context), own=own, filed=filed)
    obstacle = permissions.obstacle(context.session, context.account)
    if people.is_contested_account(context.session, person_id):
        menu = contested.above(menu, context.texts)
    return member_identity.before_duty(menu, obstacle, context.texts)


def show_help(context: DeskContext) -> None:
    """Show every command, a line each."""
    roles = permissions.roles_of(context.session, context.account)
    context.show(cards.help_page(context.texts, commands(context), roles))


def choose_language(context: DeskContext) -> None:
    """Ask for the language, and offer the large-text profile."""
    context.show(cards.languages(context.texts).with_rows((large_text.switch(context.texts),)))


def set_language(context: DeskContext) -> FlowSignal:
    """Set the language, and ask the current question again in it."""
    context.account.language = context.tapped(cards.LANGUAGE)
    context.texts = texts.texts(context.account.language, large=context.account.large_text).at(context.now)
    context.show(cards.language_chosen(context.texts))
    return AGAIN


def commands(context: DeskContext) -> tuple[str, ...]:
    """Return the registered commands that this person may use."""
    roles = permissions.roles_of(context.session, context.account)
    found = cards.commands_for(roles, registered=context.account.is_signed_in)
    return tuple(command for command in found if command in context.commands)
