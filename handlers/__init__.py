"""Chat handlers: the conversations with people, one package for each domain.

Registration is automatic: the desk registers the `handlers()` of every module in this package and the `NOTIFICATIONS`
of every module in `bot.cards`, and the tasks of every module in `bot.tasks`. Housekeeping jobs are listed here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import handlers
from bot import cards, discovery, tasks
from bot.cards.notification import Notification
from bot.engine.housekeeping import HousekeepingJob
from bot.engine.listeners import Handler
from bot.engine.outbound.tasks import Task
from bot.services.certificates import reminders
from bot.services.organisations import web_sessions
from bot.services.staff import retention
from bot.task_definition import TaskDefinition
from bot.tasks import payments as payment_tasks
from bot.tasks.dependencies import Adapters


def every_handler() -> Iterator[Handler]:
    """Return what every module of this package listens to."""
    registrations: Any
    for registrations in discovery.definitions(handlers, "handlers"):
        yield from registrations()


def every_notification() -> Mapping[str, Notification]:
    """Return the notifications of every module of `bot.cards` by key. Raises ValueError for a key defined twice."""
    parts: Any = discovery.definitions(cards, "NOTIFICATIONS")
    return discovery.merge(parts)


def every_task(adapters: Adapters) -> Mapping[str, Task]:
    """Return the tasks of every module of `bot.tasks` by name, bound to the adapters. Raises ValueError for a clash."""
    found: dict[str, TaskDefinition[..., Any]] = {}
    for module in discovery.modules(tasks):
        for task in vars(module).values():
            if isinstance(task, TaskDefinition) and found.setdefault(task.name, task) is not task:
                raise ValueError(f"two tasks named {task.name}")
    return {name: task.bind(adapters) for name, task in found.items()}


def every_housekeeping_job(adapters: Adapters) -> Sequence[HousekeepingJob]:
    """Return the periodic jobs that housekeeping runs."""
    return (
        lambda session, now: payment_tasks.order_due_reconciliations(session, adapters.gateways, now=now),
        reminders.remind,
        retention.forget,
        web_sessions.delete_expired,
    )
