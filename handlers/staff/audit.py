"""The audit in the chat of an admin.

/audit, /audit THING, /audit N ──► newest entries ──► older
tap Verify ──► the chain is followed ──► whole, or where not
"""

from collections.abc import Iterator

from bot.cards.staff import audit as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_result, on_tap
from bot.errors import Forged
from bot.services.staff import audit, permissions
from bot.tasks import reports as report_tasks
from storage.staff.members import StaffRole


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_command("audit", show_newest)
    yield on_tap(cards.OLDER, show_older)
    yield on_tap(cards.VERIFY, verify)
    yield on_result(report_tasks.verify_audit, tell_verified)


def show_newest(context: DeskContext) -> None:
    """The newest entries; of one thing or one application, if named."""
    _show(context, context.arguments[0] if context.arguments else "", None)


def show_older(context: DeskContext) -> None:
    """The page before."""
    about, _, before = context.tapped(cards.OLDER).rpartition("-")
    if not before.isdecimal():
        raise Forged
    _show(context, about, int(before))


def verify(context: DeskContext) -> None:
    """Follow the chain of hashes: slow, so outside the turn."""
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    context.order_task(report_tasks.verify_audit)
    context.show(cards.verifying(context.texts))


def tell_verified(context: DeskContext) -> None:
    """The chain was followed to its end, or to where it breaks."""
    context.say(cards.verified(context.result, context.texts))


def _show(context: DeskContext, about: str, before: int | None) -> None:
    page = audit.read(context.session, about, before=before, by=context.account, now=context.now)
    context.show(cards.page(page, context.texts))
