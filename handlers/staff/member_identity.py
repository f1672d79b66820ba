"""The identity of members of staff: asked for by the member, verified by an admin who has seen the ID document.

/menu of a member whose identity is not verified ──► tap Ask ──► the admins: tap Verify ──► the first duty
/staff ──► a member ──► tap Verify
"""

from collections.abc import Iterator

from bot.cards.staff import member_identity as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_tap
from bot.services.staff import member_identity

# What each button answers about an ID number that others have declared too.
ANSWERS = {cards.VERIFY: None, cards.VERIFY_SAME: True, cards.VERIFY_OTHER: False}


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.ASK, ask)
    for button in ANSWERS:
        yield on_tap(button, verify)


def ask(context: DeskContext) -> None:
    """Ask the admins to verify the member's identity."""
    told = member_identity.ask(context.session, by=context.account, now=context.now)
    context.show(cards.asked(told, context.texts))


def verify(context: DeskContext) -> None:
    """Verify a member's identity."""
    button = next(each for each in ANSWERS if context.is_tap_of(each))
    subject, counts = context.tapped(button), ANSWERS[button]
    member = member_identity.verify(context.session, subject, by=context.account, now=context.now, counts=counts)
    context.show(cards.verified(member, context.texts))
