"""The identity of members of staff: asked for by the member, verified by an admin who has seen the ID document.

/menu of a member whose identity is not verified ──► tap Ask ──► the admins: tap Verify ──► the first duty
/staff ──► a member ──► tap Verify
"""

from collections.abc import Iterator

from bot.cards.staff import member_identity as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_tap
from bot.services.staff import member_identity


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.ASK, ask)
    yield on_tap(cards.VERIFY, verify)


def ask(context: DeskContext) -> None:
    """Ask the admins to verify the member's identity."""
    told = member_identity.ask(context.session, by=context.account, now=context.now)
    context.show(cards.asked(told, context.texts))


def verify(context: DeskContext) -> None:
    """Verify a member's identity."""
    subject = context.tapped(cards.VERIFY)
    member = member_identity.verify(context.session, subject, by=context.account, now=context.now)
    context.show(cards.verified(member, context.texts))
