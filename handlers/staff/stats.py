"""/stats: the figures of the desk, for admins.

/stats ──► counted by a task ──► the figures
"""

from collections.abc import Iterator

from bot.cards.staff import stats as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_result
from bot.services.staff import permissions
from bot.tasks import reports as report_tasks
from storage.staff.members import StaffRole


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("stats", count)
    yield on_result(report_tasks.gather_figures, show_figures)


def count(context: DeskContext) -> None:
    """Order the task that gathers the figures."""
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    context.await_result(cards.counting(context.texts), context.order_task(report_tasks.gather_figures))


def show_figures(context: DeskContext) -> None:
    """Show the figures when they are gathered."""
    found = context.result_of(report_tasks.gather_figures)
    context.say(cards.figures(found, context.texts) if found is not None else cards.failed(context.texts))
