"""The outbox: in order within a lane, open until the result is recorded, once."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlmodel import Session

from storage.database import Database, add
from storage.engine import chat_messages, outbox, outbox_queue
from storage.engine.finished_rows import DeletionCursor
from storage.engine.outbox import Channel, Delivery, DeliveryPolicy, DeliveryState
from storage.engine.outbox_queue import QueuedDelivery
from storage.identity import accounts
from storage.register import people


def chat(session: Session, text: str, now: datetime, lane: str = "1:7", about: str = "") -> None:
    outbox.put(session, Channel.CHAT, lane, {"text": text}, at=now, about=about)


def next_deliveries(
    session: Session, now: datetime, busy: tuple[str, ...] = (), most: int = 10
) -> list[QueuedDelivery]:
    return list(outbox_queue.next_deliveries(session, now=now, limit=most, busy=busy))


def texts(deliveries: list[QueuedDelivery]) -> list[str]:
    return [delivery.content["text"] for delivery in deliveries]


def test_a_lane_sends_one_delivery_after_the_other(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        for text in ("one", "two", "three"):
            chat(session, text, now)
        chat(session, "other", now, lane="1:8")
        assert texts(next_deliveries(session, now)) == ["one", "other"]
        outbox_queue.mark_delivered(session, [(next_deliveries(session, now)[0], 55)], at=now)
        assert texts(next_deliveries(session, now)) == ["two", "other"]


def test_a_busy_lane_is_left_out(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        chat(session, "one", now)
        chat(session, "other", now, lane="1:8")
        assert texts(next_deliveries(session, now, busy=("1:7",))) == ["other"]


def test_a_delivery_waiting_for_another_attempt_blocks_its_lane(database: Database, now: datetime) -> None:
    later = now + timedelta(seconds=30)
    with database.transaction() as session:
        chat(session, "one", now)
        chat(session, "two", now)
        first = next_deliveries(session, now)[0]
        assert outbox_queue.update_delivery(session, first, attempts=1, due_at=later)
        assert next_deliveries(session, now) == []
        again = next_deliveries(session, later)[0]
        assert (again.content["text"], again.attempts) == ("one", 1)


def test_the_result_of_a_delivery_is_recorded_once(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        chat(session, "one", now)
        first = next_deliveries(session, now)[0]
        assert outbox_queue.update_delivery(session, first, state=DeliveryState.FAILED, done_at=now)
        assert not outbox_queue.update_delivery(session, first, state=DeliveryState.DONE, done_at=now)
        outbox_queue.mark_delivered(session, [(first, 7)], at=now + timedelta(seconds=1))
        row = session.get_one(Delivery, first.id)
        assert (row.state, row.message_id, row.done_at) == (DeliveryState.FAILED, None, now)


def test_a_hint_in_progress_is_recognised_after_a_restart(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        outbox.put(session, Channel.CHAT, "1:7", {"text": "typing"}, at=now, policy=DeliveryPolicy.ONCE)
        outbox_queue.update_delivery(session, next_deliveries(session, now)[0], state=DeliveryState.IN_PROGRESS)
    with database.transaction() as session:
        (found,) = next_deliveries(session, now)
        assert (found.policy, found.state) == (DeliveryPolicy.ONCE, DeliveryState.IN_PROGRESS)


def test_the_newest_message_about_a_row_is_found(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        for number in (55, 56):
            chat(session, "filing", now, about="filing:1")
            outbox_queue.mark_delivered(session, [(next_deliveries(session, now)[0], number)], at=now)
        chat(session, "not sent yet", now, about="filing:1")
        assert chat_messages.newest_about(session, "filing:1", "1:7") == 56
        assert chat_messages.newest_about(session, "filing:1", "1:8") is None


def test_only_ended_deliveries_are_deleted(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        for lane in ("1:1", "1:2", "1:3"):
            chat(session, lane, now, lane=lane)
        first, second, _ = next_deliveries(session, now)
        outbox_queue.mark_delivered(session, [(first, None)], at=now)
        outbox_queue.update_delivery(session, second, state=DeliveryState.FAILED, done_at=now)
        assert outbox_queue.delete_finished(session, DeletionCursor(), done_before=now) == 0
        assert outbox_queue.delete_finished(session, DeletionCursor(), done_before=now + timedelta(seconds=1)) == 2
        assert texts(next_deliveries(session, now)) == ["1:3"]


def test_notifications_go_to_the_chat_of_a_user_or_by_sms(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        user, stranger = (add(session, people.new(id_number=number, name="李")) for number in ("1", "2"))
        account = accounts.get_or_create(session, 1, 7, language="zh-CN", at=now)
        account.person_id, account.registered_at = user.id, now
        session.flush()
        outbox.notify(session, user.id, "filing.accepted", uuid4(), at=now)
        outbox.notify(session, stranger.id, "filing.accepted", uuid4(), at=now)
        outbox.notify(session, stranger.id, "tip", uuid4(), at=now, sms=False)
        found = {delivery.lane: delivery.channel for delivery in next_deliveries(session, now)}
        assert found == {"1:7": Channel.CHAT, f"sms:{stranger.id}": Channel.SMS}


def test_notifications_for_a_user_who_blocked_the_bot_go_by_sms(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        user = add(session, people.new(id_number="1", name="李"))
        account = accounts.get_or_create(session, 1, 7, language="zh-CN", at=now)
        account.person_id, account.registered_at, account.unreachable_since = user.id, now, now
        session.flush()
        outbox.notify(session, user.id, "filing.accepted", uuid4(), at=now)
        assert [delivery.channel for delivery in next_deliveries(session, now)] == [Channel.SMS]
