"""/cancel outside of flows: nothing is left to cancel here, and what goes on is named, with the way to end it.

A flow that the person is in is cancelled, or left, by the engine.
"""

from collections.abc import Iterator

from bot.card import CardButton
from bot.cards import cancelling as cards, navigation
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command
from handlers import menu
from storage.register.people import Person


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("cancel", say_what_goes_on)


def say_what_goes_on(context: DeskContext) -> None:
    """Say that no step is open, and offer what can still be withdrawn, stopped, ended or continued."""
    going_on = [*_own(context), *menu.identity_button(context)]
    going_on += [navigation.resume(name, context.texts) for name in context.conversation.parked]
    context.show(cards.goes_on(going_on, context.texts) if going_on else navigation.nothing_to_cancel(context.texts))


def _own(context: DeskContext) -> list[CardButton]:
    account = context.account
    if account.person_id is None or not account.is_signed_in:
        return []
    person = context.session.get_one(Person, account.person_id)
    return list(cards.cancellable(context.session, person, context.texts))
