"""The offices: counters, pick-up points, inspection stations, and how staff are reached.

/offices ──► the list ──► one office ──┬─ tap Show on the map ──► its place
                │                      └─ tap Call ──► its phone number as a contact
                └─ tap Contact staff ──► their phone number as a contact, or a link
"""

from collections.abc import Iterator

from bot import offices
from bot.cards import offices as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("offices", show_offices)
    yield on_tap(cards.OFFICE, show_office)
    yield on_tap(cards.MAP, show_on_map)
    yield on_tap(cards.CALL, show_phone)


def show_offices(context: DeskContext) -> None:
    """Show every office, and how staff are reached."""
    context.show(cards.directory(context.texts))


def show_office(context: DeskContext) -> None:
    """Show everything about one office."""
    found = offices.by_code(context.tapped(cards.OFFICE))
    context.show(cards.office(found, context.texts) if found else cards.gone(context.texts))


def show_on_map(context: DeskContext) -> None:
    """Send the place of an office as a venue."""
    found = offices.by_code(context.tapped(cards.MAP))
    if found is None or found.place is None:
        context.show(cards.gone(context.texts))
        return
    context.say(cards.on_map(found, context.texts))


def show_phone(context: DeskContext) -> None:
    """Send a phone number as a contact: that of an office, or of the staff."""
    code = context.tapped(cards.CALL)
    found = offices.by_code(code)
    if code == cards.STAFF and offices.is_phone(offices.contact()):
        context.say(cards.to_call(context.texts.plain("office"), offices.contact()))
    elif found is not None and found.phone:
        context.say(cards.to_call(found.names[context.texts.language], found.phone))
    else:
        context.show(cards.gone(context.texts))
