"""Events for other systems: a housekeeping job puts them into queues, and a task sends each until it is taken.

The queue holds the numbers of events alone: what is sent is read when it is sent.
"""

import logging
from datetime import datetime
from uuid import UUID

import orjson
from sqlmodel import Session

from bot.adapters.event_receivers import EventNotTaken
from bot.adapters.event_signature import signed_headers
from bot.engine.outbound.tasks import NotYet, TaskResources
from bot.services.staff import event_subscriptions, published_events
from bot.services.staff.published_events import PublishedEvent
from bot.stored_json import TaskResult
from bot.task_definition import put_order, task_lane
from bot.tasks.dependencies import Adapters, task
from storage.engine import outbox_queue
from storage.engine.outbox import Channel
from storage.staff import event_subscriptions as store
from storage.staff.event_subscriptions import EventSubscription

log = logging.getLogger("chezhu.events")


class SentEvent(TaskResult):
    """What became of an event. sent: False if the subscription has ended meanwhile."""

    sent: bool = False


@task("events.send")
async def send(resources: TaskResources, adapters: Adapters, *, subscription: UUID, number: int) -> SentEvent:
    """Send an event to its subscriber. Tried again for a day, in which the later ones of its queue wait."""
    found = await resources.database.read(lambda session: _what(session, subscription, number))
    if found is None:
        return SentEvent()
    row, event = found
    body, at = orjson.dumps(event.to_dict()), int(resources.clock().timestamp())
    try:
        await adapters.events.send(row.url, signed_headers(row.secret, event.id, body, at=at), body)
    except EventNotTaken as problem:
        log.warning("an event was not taken", extra={"subscription": row.name, "number": number, "why": str(problem)})
        raise NotYet(f"{row.name} {number}") from problem
    return SentEvent(sent=True)


def order_due(session: Session, now: datetime) -> None:
    """Put what has happened into the queue of each subscription. A housekeeping job."""
    for row in store.serving(session):
        queue = event_subscriptions.queue_of(row)
        for event in event_subscriptions.take_next(session, row, waiting=waiting(session, row)):
            order = send.order(subscription=row.id, number=event.position)
            put_order(session, order, lane="desk", queue=queue, at=now)


def waiting(session: Session, subscription: EventSubscription) -> int:
    """Return how many events wait in the queue of a subscription."""
    lane = task_lane(send.name, event_subscriptions.queue_of(subscription))
    return outbox_queue.count_open(session, Channel.TASK, lane)


def _what(session: Session, subscription: UUID, number: int) -> tuple[EventSubscription, PublishedEvent] | None:
    row, event = session.get(EventSubscription, subscription), published_events.at(session, number)
    return (row, event) if row is not None and row.ended_at is None and event is not None else None
