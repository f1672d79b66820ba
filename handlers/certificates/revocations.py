"""Revoking a certificate by two people.

/revoke 桂A12345 reason ─► the proposal ─► the other admins ─ tap ─► confirmed: revoked; or refused
"""

from collections.abc import Iterator

from bot.cards.certificates import revocations as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_tap
from bot.services.certificates import revocations as service
from storage.certificates.revocation_proposals import RevocationProposal


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.OPEN, show)
    yield on_tap(cards.CONFIRM, confirm)
    yield on_tap(cards.REFUSE, refuse)


def show(context: DeskContext) -> None:
    """Show a proposal that is open."""
    _show(context, service.find(context.session, context.tapped(cards.OPEN), by=context.account))


def confirm(context: DeskContext) -> None:
    """Confirm a proposal as the second person."""
    row_id = context.tapped(cards.CONFIRM)
    _show(context, service.confirm(context.session, row_id, by=context.account, now=context.now))


def refuse(context: DeskContext) -> None:
    """Refuse a proposal as the second person, or withdraw it as the first."""
    row_id = context.tapped(cards.REFUSE)
    _show(context, service.refuse(context.session, row_id, by=context.account, now=context.now))


def _show(context: DeskContext, row: RevocationProposal) -> None:
    context.show(cards.proposal(context.session, row, context.texts))
