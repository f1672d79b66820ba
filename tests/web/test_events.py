"""What happened, for other systems: the feed to page through, and the queues of subscriptions."""

from functools import partial
from typing import Any
from uuid import uuid4

import orjson
import pytest
from sqlmodel import Session

from bot.adapters.event_receivers import EventNotTaken
from bot.services.staff import event_subscriptions, published_events
from bot.tasks.dependencies import Adapters
from handlers import every_task
from storage import audit
from storage.audit import Action, AuditEntry
from storage.certificates.certificates import Certificate
from storage.staff.alarms import Alarm, AlarmKind
from storage.staff.event_subscriptions import EventSubscription
from storage.staff.members import StaffRole
from tests.stories import cast, shared_sandbox
from tests.stories.app_driver import AppDriver, WorldFace, stored
from tests.stories.certificate_steps import show_live
from tests.web.test_machine_api import Client

URL = "https://events.example/desk"


class Receiver:
    """Another system: keeps what it has taken, as long as it is up."""

    def __init__(self, app: AppDriver) -> None:
        self.got: list[dict[str, Any]] = []
        self.attempts = 0
        self.is_up = True
        adapters = Adapters(shared_sandbox.shared(), WorldFace(app.client), events=self)
        app.use(tasks=every_task(adapters))

    async def send(self, url: str, headers: dict[str, str], body: bytes) -> None:
        self.attempts += 1
        if not self.is_up:
            raise EventNotTaken("status 503")
        assert url == URL
        self.got.append({**orjson.loads(body), "header": headers["webhook-id"]})

    @property
    def types(self) -> list[str]:
        return [each["type"] for each in self.got]


@pytest.fixture
def receiver(app: AppDriver) -> Receiver:
    return Receiver(app)


def subscribe(app: AppDriver, *types: str) -> EventSubscription:
    wanted = types or published_events.TYPES
    return app.write(lambda session: event_subscriptions.add(session, "fines", URL, wanted, now=app.now))[0]


def kept(session: Session, row: EventSubscription) -> EventSubscription:
    return session.get_one(EventSubscription, row.id)


def replay(app: AppDriver, row: EventSubscription, first: int) -> bool:
    """Have the events from this number on sent again."""
    return app.write(lambda session: event_subscriptions.replay(session, kept(session, row), first, now=app.now))


def happen(app: AppDriver, *actions: Action) -> None:
    """Let acts be recorded that are about nothing that is kept still."""
    for action in actions:
        app.write(partial(audit.record, action=action, by=uuid4(), on=uuid4(), at=app.now))
    app.run_housekeeping()
    app.run_housekeeping()  # What the first round seals goes out with the next.


def read(client: Client, after: object = 0, key: str = "") -> int:
    headers = {"Authorization": f"Bearer {key or client.key}"}
    return client.visitor.asks("GET", f"/api/v1/events?after={after}", headers=headers)


def page(client: Client, after: int = 0) -> dict[str, Any]:
    assert read(client, after) == 200
    found: dict[str, Any] = client.visitor.answer.json()
    return found


def test_a_certificate_is_told_by_feed_and_subscription_and_names_nobody(app: AppDriver, receiver: Receiver) -> None:
    client = Client(app, "events")
    subscribe(app)
    owner = cast.owner(app)
    cast.car(app, owner, inspection_valid_until="2027-06")
    show_live(owner)
    happen(app)
    (certificate,) = app.read(lambda session: stored(session, Certificate))
    (event,) = page(client)["events"]
    assert event["type"] == "certificate.issued"
    assert event["data"] == {"id": str(certificate.id), "number": certificate.number, "how": "on_demand"}
    assert receiver.got == [{**event, "header": event["id"]}]


def test_the_feed_goes_on_where_a_page_ended(app: AppDriver) -> None:
    client = Client(app, "events")
    happen(app, *[Action.DECISION_MADE] * 130, Action.AUDIT_READ, Action.DECISION_REVOKED)
    first = page(client)
    assert (len(first["events"]), first["more"], first["next"]) == (100, True, first["events"][-1]["number"])
    second = page(client, first["next"])
    assert (len(second["events"]), second["more"]) == (31, False)
    assert second["events"][-1]["type"] == "decision.revoked"
    numbers = [each["number"] for each in first["events"] + second["events"]]
    assert numbers == sorted(set(numbers))
    assert len({each["id"] for each in first["events"] + second["events"]}) == 131
    assert page(client, second["next"])["events"] == []
    # A cursor of a store that was restored since goes on at the present end.
    assert page(client, 10**9)["next"] == second["next"]


def test_the_feed_is_for_keys_of_its_scope_and_each_read_is_recorded(app: AppDriver) -> None:
    happen(app, Action.PAYMENT_SETTLED)
    client, other = Client(app, "events"), Client(app, "people", name="other")
    assert (read(client, key="chezhu_wrong"), read(other)) == (401, 403)
    for wrong in ("-1", "x", "", "1.5", "9" * 19, "٣"):
        assert read(client, wrong) == 400, wrong
    page(client)
    entries = app.read(lambda session: stored(session, AuditEntry))
    (entry,) = [each for each in entries if each.action == Action.EVENTS_READ]
    assert orjson.loads(entry.details)["count"] == 1
    assert "events:read" not in str(page(client))


def test_a_subscription_gets_its_types_in_order_from_its_beginning_on(app: AppDriver, receiver: Receiver) -> None:
    happen(app, Action.DECISION_MADE)
    subscribe(app, "decision.made", "refund.finished")
    happen(app, Action.DECISION_MADE, Action.PAYMENT_SETTLED, Action.REFUND_FINISHED, Action.DECISION_MADE)
    assert receiver.types == ["decision.made", "refund.finished", "decision.made"]
    happen(app)
    assert len(receiver.got) == 3


def test_what_a_receiver_misses_comes_when_it_is_up_again(app: AppDriver, receiver: Receiver) -> None:
    subscribe(app)
    receiver.is_up = False
    happen(app, Action.DECISION_MADE, Action.DECISION_REVOKED)
    app.later(minutes=10)
    assert (receiver.got, receiver.attempts) == ([], 2)  # The second event waits for the first.
    receiver.is_up = True
    app.later(minutes=10)
    assert receiver.types == ["decision.made", "decision.revoked"]


def test_after_a_day_an_event_is_given_up_the_admins_hear_it_and_it_is_replayed(
    app: AppDriver, receiver: Receiver
) -> None:
    row = subscribe(app)
    receiver.is_up = False
    happen(app, Action.DECISION_MADE)
    for _ in range(6):
        app.later(hours=5)
    (alarm,) = [each for each in app.read(lambda session: stored(session, Alarm)) if each.kind is AlarmKind.TASK_FAILED]
    lost = page(Client(app, "events"))["events"][0]["number"]
    assert alarm.subject == f"events.send {row.name} {lost}"
    receiver.is_up = True
    happen(app, Action.DECISION_REVOKED)
    assert receiver.types == ["decision.revoked"]
    assert replay(app, row, lost)
    happen(app)
    assert receiver.types == ["decision.revoked", "decision.made", "decision.revoked"]
    assert receiver.got[0]["id"] == receiver.got[2]["id"]
    with pytest.raises(event_subscriptions.UnknownPosition):
        replay(app, row, app.read(lambda session: kept(session, row).position) + 1)


def test_a_receiver_that_is_down_fills_no_queue(app: AppDriver, receiver: Receiver) -> None:
    row = subscribe(app)
    receiver.is_up = False
    happen(app, *[Action.DECISION_MADE] * (event_subscriptions.MAX_QUEUED + 5))
    position = app.read(lambda session: session.get(EventSubscription, row.id).position)
    assert position < page(Client(app, "events"), 0)["next"] + event_subscriptions.MAX_QUEUED
    happen(app)
    receiver.is_up = True
    app.later(minutes=10)
    happen(app)
    assert len(receiver.got) == event_subscriptions.MAX_QUEUED + 5


def test_a_subscription_that_has_ended_gets_nothing_more(app: AppDriver, receiver: Receiver) -> None:
    admin = cast.reviewer(app, "管理员", roles=(StaffRole.ADMIN,))
    row = subscribe(app)
    app.settle()
    admin.sees("fines", URL, "不含个人信息")
    receiver.is_up = False
    happen(app, Action.DECISION_MADE)
    assert app.write(lambda session: event_subscriptions.end(session, kept(session, row), now=app.now))
    receiver.is_up = True
    app.later(minutes=10)
    happen(app, Action.DECISION_MADE)
    assert receiver.got == []
    admin.sees("fines", "不再收到业务事件")
