"""/audit: the audit log, for admins.

/audit, /audit SUBJECT, /audit N ──► newest entries ──► tap Older ──► older entries
tap Verify ──► a task verifies the hash chain ──► intact, or where it is broken
"""

from collections.abc import Iterator

from bot.cards.staff import audit as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_result, on_tap
from bot.services.staff import audit, permissions
from bot.tasks import reports as report_tasks
from storage.staff.members import StaffRole


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("audit", show_newest)
    yield on_tap(cards.OLDER, show_older)
    yield on_tap(cards.VERIFY, verify)
    yield on_result(report_tasks.verify_audit, tell_verified)


def show_newest(context: DeskContext) -> None:
    """Show the newest entries, of one subject or one application if it is given."""
    _show(context, context.arguments[0] if context.arguments else "", None)


def show_older(context: DeskContext) -> None:
    """Show the page before."""
    about, before = context.tapped_pair(cards.OLDER)
    _show(context, about, before)


def verify(context: DeskContext) -> None:
    """Order the task that verifies the hash chain."""
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    context.await_result(cards.verifying(context.texts), context.order_task(report_tasks.verify_audit))


def tell_verified(context: DeskContext) -> None:
    """Tell whether the hash chain is intact."""
    context.say(cards.verified(context.result_of(report_tasks.verify_audit), context.texts))


def _show(context: DeskContext, about: str, before: int | None) -> None:
    page = audit.read(context.session, about, before=before, by=context.account, now=context.now)
    context.show(cards.page(page, context.texts))
