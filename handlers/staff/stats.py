"""The desk's figures for an admin.

/stats ──► counted outside the turn ──► the figures
"""

from collections.abc import Iterator

from bot.cards.staff import stats as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_result
from bot.services.staff import permissions
from bot.tasks import reports as report_tasks
from storage.staff.members import StaffRole


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_command("stats", count)
    yield on_result(report_tasks.gather_figures, show_figures)


def count(context: DeskContext) -> None:
    """Have the figures gathered."""
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    context.order_task(report_tasks.gather_figures)
    context.show(cards.counting(context.texts))


def show_figures(context: DeskContext) -> None:
    """The figures, as they were when they were gathered."""
    context.say(cards.figures(context.result, context.texts))
