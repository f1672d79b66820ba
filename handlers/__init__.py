"""Chat handlers: the conversations with people, one package for each domain.

Registration is automatic: the desk registers the `handlers()` of every module in this package, the notifications that
`bot.cards` defines and the tasks that `bot.tasks` defines. Housekeeping jobs are listed here, in the order in which
they run; a new job needs a line in `every_housekeeping_job` and a row of docs/acts.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import handlers
from bot import cards, discovery, tasks
from bot.cards.notification import Notification, NotificationDefinition
from bot.engine.housekeeping import HousekeepingJob
from bot.engine.listeners import Handler
from bot.engine.outbound.tasks import Task
from bot.services.certificates import audit_heads, paper_changes, reminders
from bot.services.identity import app_sessions
from bot.services.organisations import fleet_records, web_sessions
from bot.services.privacy import data_requests
from bot.services.review import identity_cases
from bot.services.staff import alarms, retention, work_news, wrong_code_reports
from bot.task_definition import TaskDefinition
from bot.tasks import event_subscriptions, payments as payment_tasks
from bot.tasks.dependencies import Adapters
from storage.payments.payments import PaymentProvider


def every_handler() -> Iterator[Handler]:
    """Return what every module of this package listens to."""
    registrations: Any
    for registrations in discovery.definitions(handlers, "handlers"):
        yield from registrations()


def every_notification() -> Mapping[str, Notification]:
    """Return the notifications of `bot.cards` by name. Raises ValueError for a name defined twice."""
    found = discovery.by_name(cards, NotificationDefinition)
    return {name: definition.card for name, definition in found.items()}


def every_task(adapters: Adapters) -> Mapping[str, Task]:
    """Return the tasks of `bot.tasks` by name, bound to the adapters. Raises ValueError for a name defined twice."""
    found: Mapping[str, TaskDefinition[..., Any]] = discovery.by_name(tasks, TaskDefinition)
    return {name: task.bind(adapters) for name, task in found.items()}


def every_housekeeping_job(providers: Iterable[PaymentProvider]) -> Sequence[HousekeepingJob]:
    """Return the periodic jobs that housekeeping runs. providers: those whose bills are compared."""
    return (
        partial(payment_tasks.order_due_reconciliations, providers=tuple(providers)),
        reminders.remind,
        fleet_records.send_summaries,
        paper_changes.finish_posted,
        work_news.keep,
        retention.delete_expired,
        retention.delete_old,
        identity_cases.delete_old,
        data_requests.erase_left,
        web_sessions.delete_expired,
        app_sessions.delete_expired,
        wrong_code_reports.report_runs,
        alarms.tell_repetitions,
        audit_heads.give_due,
        audit_heads.HeadLog(),
        event_subscriptions.order_due,
    )
