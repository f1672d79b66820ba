"""Messages in a chat: what they are about, and whether one is the newest."""

from sqlmodel import Session, col, select

from storage.database import Database, add
from storage.engine import chat_messages, outbox
from storage.engine.outbox import Channel, Delivery, DeliveryState
from tests.storage.rows import NOW

LANE, OTHER_LANE = "1:2", "1:3"


def say(session: Session, about: str = "", *, lane: str = LANE, channel: Channel = Channel.CHAT) -> int:
    """Queue a message. Returns the id of its delivery."""
    reference = outbox.put(session, channel, lane, {}, at=NOW, about=about)
    key = session.exec(select(Delivery.id).where(Delivery.reference == reference)).one()
    assert key is not None
    return key


def deliver(session: Session, delivery: int, message: int) -> None:
    row = session.get_one(Delivery, delivery)
    row.state, row.message_id = DeliveryState.DONE, message
    add(session, row)


def test_a_message_is_known_by_its_id_in_its_chat_only(lite: Database) -> None:
    with lite.transaction() as session:
        deliver(session, say(session, "a"), 10)
        deliver(session, say(session, "b", lane=OTHER_LANE), 10)
        assert chat_messages.topic_of(session, LANE, 10, ["a", "b"]) == "a"
        assert chat_messages.topic_of(session, LANE, 10, ["b"]) == ""
        assert chat_messages.topic_of(session, LANE, 11, ["a", "b"]) == ""
        assert chat_messages.topic_of(session, OTHER_LANE, 10, ["a", "b"]) == "b"


def test_a_message_is_about_what_it_shows_now_and_a_notification_in_its_place_changes_nothing(lite: Database) -> None:
    with lite.transaction() as session:
        deliver(session, say(session, "a"), 10)
        outbox.put(session, Channel.CHAT, LANE, {outbox.NOTIFICATION_KEY: "approval.ended"}, at=NOW)
        told = session.exec(select(Delivery.id).order_by(col(Delivery.id).desc()).limit(1)).one()
        deliver(session, told or 0, 10)
        deliver(session, say(session, outbox.BUTTONS), 10)
        assert chat_messages.topic_of(session, LANE, 10, ["a"]) == "a"
        deliver(session, say(session), 10)
        assert chat_messages.topic_of(session, LANE, 10, ["a"]) == ""


def test_a_message_is_the_newest_once_it_has_arrived_until_another_is_queued(lite: Database) -> None:
    with lite.transaction() as session:
        question = say(session, "a")
        assert not chat_messages.is_newest(session, "a", LANE, before=99)
        deliver(session, question, 10)
        assert chat_messages.is_newest(session, "a", LANE, before=99)
        assert not chat_messages.is_newest(session, "a", OTHER_LANE, before=99)
        say(session, lane=OTHER_LANE)
        say(session, channel=Channel.TASK)
        assert chat_messages.is_newest(session, "a", LANE, before=99)
        say(session)
        assert not chat_messages.is_newest(session, "a", LANE, before=99)
