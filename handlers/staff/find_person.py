"""/find: finds a person, for officers and admins. The answer is masked, and every search is recorded.

/find ID number, phone or #application ──► the person
"""

from collections.abc import Iterator

from bot.cards.staff import find_person as cards, wrong_verifications
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command
from bot.services.staff import find_person, permissions
from storage.staff.members import StaffRole


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("find", find)


def find(context: DeskContext) -> None:
    """Show the people with this number, and delete the number from the chat; admins may propose acts about them."""
    context.delete_message()
    found = find_person.find(context.session, context.words, by=context.account, now=context.now)
    card = cards.found(context.session, found, context.texts)
    if permissions.has_role(context.session, context.account, StaffRole.ADMIN):
        card = card.with_rows(*wrong_verifications.rows(context.session, found, context.texts))
    context.show(card)
