"""Issuing certificates (stations) and revoking them (admins), each by one line.

/issue 桂A12345 2028-06 ──► issued, the owner notified      /revoke 桂A12345 reason ──► revoked, the owner notified
"""

from collections.abc import Iterator

from bot.cards.certificates import issue_revoke as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command
from bot.services.certificates import issue_revoke
from bot.services.staff import permissions


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("issue", issue)
    yield on_command("revoke", revoke)


def issue(context: DeskContext) -> None:
    """Issue a certificate after the station has passed the vehicle."""
    if not context.words:
        permissions.require(context.session, context.account, *issue_revoke.ISSUERS)
        context.show(cards.issue_usage(context.texts))
        return
    vehicle, certificate = issue_revoke.issue(context.session, context.words, by=context.account, now=context.now)
    context.show(cards.issued(vehicle, certificate, context.texts))


def revoke(context: DeskContext) -> None:
    """Revoke a certificate."""
    if not context.words:
        permissions.require(context.session, context.account, *issue_revoke.REVOKERS)
        context.show(cards.revoke_usage(context.texts))
        return
    vehicle, certificate = issue_revoke.revoke(context.session, context.words, by=context.account, now=context.now)
    context.show(cards.revoked(vehicle, certificate, context.texts))
