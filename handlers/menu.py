"""The menu, the help and the language.

/menu ──► what waits, six choices ── tap More ──► all      /help ──► every command
/language ──► choose ──► confirmed in the new language
"""

from collections.abc import Iterator

from bot import texts
from bot.card import Card, CardButton
from bot.cards import large_text, menu as cards, navigation
from bot.cards.identity import contested
from bot.cards.review.identity_cases import OWN
from bot.cards.staff import member_identity
from bot.context import DeskContext
from bot.engine.listeners import AGAIN, FlowSignal, Handler, on_command, on_tap
from bot.errors import AccountEnded
from bot.services.filing import my_vehicles
from bot.services.staff import permissions
from storage.register import people
from storage.register.people import Person
from storage.review import identity_cases


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("menu", show_menu)
    yield on_command("help", show_help)
    yield on_command("language", choose_language)
    yield on_tap(cards.LANGUAGE, set_language)
    yield on_tap(cards.ALL, show_all)


def show_menu(context: DeskContext, *, ends_flow: bool = False) -> None:
    """Show what waits, the first choices and how many vehicles the person has; in large text four choices.

    ends_flow: the flow that the person is in ends with the menu. Raises AccountEnded.
    """
    own, filed = _count_vehicles(context)
    waits = _waiting(context, ends_flow=ends_flow)
    card = cards.menu(context.texts, commands(context), own=own, filed=filed, waits=waits)
    if context.account.large_text:
        card = large_text.menu(context.texts, commands(context), card, waits=waits)
    context.show(_with_warnings(context, card))


def show_all(context: DeskContext) -> None:
    """Show everything a person may do and has a use for. Raises AccountEnded."""
    own, filed = _count_vehicles(context)
    reader, offered = _reader(context), commands(context)
    if reader is not None:
        offered = cards.concerning(context.session, reader, offered)
    context.show(_with_warnings(context, cards.full(context.texts, offered, own=own, filed=filed)))


def _count_vehicles(context: DeskContext) -> tuple[int, int]:
    if context.account.ended_at is not None:
        raise AccountEnded
    return my_vehicles.count(
        context.session, context.account.person_id if context.account.is_signed_in else None, now=context.now
    )


def _waiting(context: DeskContext, *, ends_flow: bool) -> list[CardButton]:
    """Return what waits for the person: the flows they are in or have left, then what the domains know."""
    conversation, buttons = context.conversation, list[CardButton]()
    current = conversation.flow if conversation.step and not ends_flow else ""  # A flow that begins has no step yet.
    open_flows = [name for name in (current, *conversation.parked) if name]
    buttons += [navigation.resume(name, context.texts) for name in open_flows]
    buttons += identity_button(context)
    reader = _reader(context)
    return buttons if reader is None else [*buttons, *cards.waiting(context.session, reader)]


def identity_button(context: DeskContext) -> list[CardButton]:
    """Return the button of the undecided identity case, which guests may have, too; none without one."""
    case = identity_cases.open_of_account(context.session, context.account.id)
    label = context.texts.plain("identity-waiting-button", number=case.reference) if case is not None else ""
    return [OWN.on(label, case.id)] if case is not None else []


def _reader(context: DeskContext) -> cards.MenuReader | None:
    """Return whose menu it is; None for guests and for who has signed out."""
    account = context.account
    if account.person_id is None or not account.is_signed_in:
        return None
    person = context.session.get_one(Person, account.person_id)
    return cards.MenuReader(person, context.texts, context.now)


def _with_warnings(context: DeskContext, menu: Card) -> Card:
    """Return the menu below what hinders the person: signed out, another's number, a duty that cannot begin."""
    if context.account.locked_at is not None:
        menu = menu.with_text(context.texts("menu-locked"))
    person_id = context.account.person_id if context.account.is_signed_in else None
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
