"""Chat handlers: what the desk listens to, one package a domain.

Registration is automatic: the desk registers the `handlers()` of every module in this package and the `NOTIFICATIONS`
of every module in `bot.cards`. Tasks and housekeeping jobs are listed here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import handlers
from bot import cards, discovery
from bot.cards import notification
from bot.cards.notification import Notification
from bot.engine.housekeeping import Chore
from bot.engine.listeners import Handler
from bot.engine.outbound.tasks import Task
from bot.services.certificates import reminders
from bot.services.organisations import web_sessions
from bot.services.payments import reconciliation
from bot.services.staff import retention
from bot.tasks import certificates as certificate_tasks
from bot.tasks import command_menus as staff_tasks
from bot.tasks import decision_documents
from bot.tasks import face_checks as check_tasks
from bot.tasks import payments as payment_tasks
from bot.tasks import photos as photo_tasks
from bot.tasks import reports as desk_tasks
from bot.tasks import reviews as review_tasks
from bot.tasks import vehicle_codes as vehicle_code_tasks
from bot.tasks import verification as verification_tasks
from bot.tasks.dependencies import Adapters
from storage.payments.payments import PaymentProvider


def every_handler() -> Iterator[Handler]:
    """Return what every module of this package listens to."""
    registrations: Any
    for registrations in discovery.definitions(handlers, "handlers"):
        yield from registrations()


def every_notification() -> Mapping[str, Notification]:
    """Return the notifications of every module of `bot.cards` by key. Raises ValueError for a key defined twice."""
    parts: Any = discovery.definitions(cards, "NOTIFICATIONS")
    return notification.merge(*parts)


def every_task(adapters: Adapters) -> Mapping[str, Task]:
    """Every slow work, over what the front door has of the outside."""
    return {
        **certificate_tasks.tasks(adapters),
        **verification_tasks.tasks(adapters),
        **check_tasks.tasks(adapters),
        **decision_documents.tasks(adapters),
        **payment_tasks.tasks(adapters.gateways),
        **photo_tasks.tasks(adapters),
        **review_tasks.tasks(adapters),
        **desk_tasks.TASKS,
        **staff_tasks.TASKS,
        **vehicle_code_tasks.tasks(adapters),
    }


def every_chore(adapters: Adapters) -> Sequence[Chore]:
    """Everything that is looked at now and then beside the turns."""
    providers = [PaymentProvider(provider.value) for provider in adapters.gateways]
    return (
        lambda session, now: reconciliation.ask_daily(session, providers, now=now),
        reminders.remind,
        retention.forget,
        web_sessions.forget,
    )
