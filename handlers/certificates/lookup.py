"""Looking up a vehicle by its plate, for officers.

/lookup PLATE ──► one card for each vehicle with this plate        /lookup ──► how to write it
"""

from collections.abc import Iterator

from bot.cards.certificates import verification as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command
from bot.services.certificates import lookup
from bot.services.staff import permissions
from storage.staff.members import StaffRole


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("lookup", look_up)


def look_up(context: DeskContext) -> None:
    """Show what is known of the vehicles with this plate."""
    permissions.require(context.session, context.account, StaffRole.OFFICER)
    if not context.words:
        context.show(cards.lookup_usage(context.texts))
        return
    for found in lookup.look_up(context.session, context.words, by=context.account, now=context.now):
        context.say(cards.result(context.session, found, context.texts, now=context.now))
