"""Issuing certificates (stations), and revoking them (own ones of the last hours; else by two people).

/issue 桂A12345 ──► check: the legal month, or what forbids it ── tap Sign ──► issued, the owner notified
/revoke 桂A12345 reason ──► revoked, the owner notified; or proposed to the admins (`revocations`)
"""

from collections.abc import Iterator

from bot.cards.certificates import issue_revoke as cards, revocations as revocation_cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap
from bot.services.certificates import issue_revoke
from bot.services.staff import permissions
from storage.register.vehicles import Vehicle


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("issue", check)
    yield on_tap(cards.SIGN, issue)
    yield on_command("revoke", revoke)


def check(context: DeskContext) -> None:
    """Show what the register says of a vehicle that has passed, before the station signs."""
    if not context.words:
        permissions.require(context.session, context.account, *issue_revoke.ISSUERS)
        context.show(cards.issue_usage(context.texts))
        return
    checked = issue_revoke.check(context.session, context.words, by=context.account, now=context.now)
    context.show(cards.check(checked, context.texts))


def issue(context: DeskContext) -> None:
    """Issue the certificate of a vehicle that has passed."""
    vehicle_id, shown = context.tapped_pair(cards.SIGN)
    month = f"{shown[:4]}-{shown[4:]}"
    certificate = issue_revoke.issue(context.session, vehicle_id, month, by=context.account, now=context.now)
    vehicle = context.session.get_one(Vehicle, vehicle_id)
    context.show(cards.issued(vehicle, certificate, context.texts))


def revoke(context: DeskContext) -> None:
    """Revoke a certificate, or propose it to the admins."""
    if not context.words:
        permissions.require(context.session, context.account, *issue_revoke.REVOKERS)
        context.show(cards.revoke_usage(context.texts))
        return
    session, texts = context.session, context.texts
    vehicle, certificate, row = issue_revoke.revoke(session, context.words, by=context.account, now=context.now)
    if row is not None:
        context.show(revocation_cards.proposed(session, row, texts))
        return
    context.show(cards.revoked(session, vehicle, certificate, texts))
