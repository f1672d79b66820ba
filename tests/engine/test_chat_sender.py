"""The chat sender with the local Telegram: final refusals, fallback to SMS, and Telegram's special cases."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from storage.database import add
from storage.engine import outbox
from storage.identity import accounts
from storage.register import people
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver

PHONE = "+8613800000001"


def register(app: AppDriver, actor: Actor) -> UUID:
    """Register an actor. Returns the id of the person."""

    def deed(session: Any) -> UUID:
        person = add(session, people.new(id_number="1", name="李", phone=PHONE))
        account = accounts.get_or_create(session, app.bot.id, actor.id, language="en", at=app.now)
        account.person_id, account.registered_at = person.id, app.now
        session.add(account)
        return person.id

    return app.write(deed)


def tell(app: AppDriver, person_id: UUID, subject: UUID | None = None, **how: Any) -> None:
    """Queue a notification and send it."""
    subject = subject or uuid4()
    app.write(lambda session: outbox.notify(session, person_id, "news", subject, at=app.now, **how))
    app.settle()


def notes(app: AppDriver) -> list[tuple[str, str, str]]:
    """Return channel, state and note of every delivery."""
    asked = text("SELECT channel, state, note FROM outbox ORDER BY id")
    return [tuple(row) for row in app.read(lambda session: session.execute(asked).all())]


def test_a_notification_is_sent_to_the_chat(app: AppDriver) -> None:
    person = app.person("Ann")
    person.says("hello")
    tell(app, register(app, person))
    person.sees("NEWS")
    assert app.sms(PHONE) == []


def test_notifications_for_a_person_who_blocked_the_bot_are_sent_by_sms(app: AppDriver) -> None:
    person = app.person("Ann")
    person.says("hello")
    person_id = register(app, person)
    app.world.bot.chat_with(person.id).blocked = True
    tell(app, person_id)
    assert app.sms(PHONE) == ["【车主服务台】NEWS by sms"]
    tell(app, person_id)
    assert app.sms(PHONE) == ["【车主服务台】NEWS by sms"] * 2
    tell(app, person_id, sms=False)
    assert len(app.sms(PHONE)) == 2


def test_a_notification_for_a_person_who_never_pressed_start_is_sent_by_sms(app: AppDriver) -> None:
    person = app.person("Ann")
    tell(app, register(app, person))
    assert app.sms(PHONE) == ["[Vehicle owners' desk] NEWS by sms"]


def test_a_notification_for_a_deleted_telegram_account_is_sent_by_sms(app: AppDriver) -> None:
    person = Actor(app, 999_999, "nobody")
    tell(app, register(app, person))
    assert app.sms(PHONE) == ["[Vehicle owners' desk] NEWS by sms"]
    assert notes(app)[0][:2] == ("chat", "failed")


def test_a_void_notification_is_not_sent(app: AppDriver) -> None:
    person = app.person("Ann")
    person.says("hello")
    tell(app, register(app, person), UUID(int=0))
    person.sees("ECHO hello")
    assert notes(app)[-1] == ("chat", "done", "nothing to say any more")


def test_messages_wait_after_too_many_requests(app: AppDriver) -> None:
    person = app.person("Ann")
    app.world.faults.set({"too_many": [1.0, 30]})
    person.says("one")
    person.says("two")
    assert [state for _, state, _ in notes(app)] == ["waiting", "waiting"]
    app.world.faults.clear()
    app.later(seconds=29)
    assert not person.has_seen("ECHO one")
    app.later(seconds=1)
    assert [message["text"] for message in person.messages()[2:]] == ["ECHO one", "ECHO two"]


def test_a_delivery_is_retried_after_a_server_error(app: AppDriver) -> None:
    person = app.person("Ann")
    app.world.faults.set({"server_error": 1.0})
    app.write(
        lambda session: outbox.put(
            session,
            outbox.Channel.CHAT,
            accounts.lane(app.bot.id, person.id),
            {"chat": person.id, "card": {"text": "HERE"}},
            at=app.now,
        )
    )
    app.world.bot.chat_with(person.id).started = True
    app.wait(app.desk.sender.step())
    app.wait(app.desk.sender.settle())
    assert notes(app)[-1][1] == "waiting"
    app.world.faults.clear()
    app.later(seconds=5)
    person.sees("HERE")


def test_a_card_for_a_deleted_message_is_sent_as_a_new_one(app: AppDriver) -> None:
    person = app.person("Ann")
    person.says("/window")
    message, data = person.button("window 5")
    del app.world.bot.chat_with(person.id).messages[message["message_id"]]
    person.forges(data, message["message_id"])
    person.sees("DAY? 5")


def test_an_edit_that_changes_nothing_is_no_failure(app: AppDriver) -> None:
    person = app.person("Ann")
    person.says("/window")
    content = {"chat": person.id, "edit": person.messages()[-1]["message_id"], "card": {"text": "SAME"}}
    lane = accounts.lane(app.bot.id, person.id)
    for _ in range(2):
        app.write(lambda session: outbox.put(session, outbox.Channel.CHAT, lane, content, at=app.now))
        app.settle()
    assert [state for _, state, _ in notes(app)] == ["done"] * 3
    person.sees("SAME")


def test_a_text_that_telegram_refuses_fails_and_the_chat_continues(app: AppDriver) -> None:
    person = app.person("Ann")
    person.says("hello")
    lane = accounts.lane(app.bot.id, person.id)
    bad = {"chat": person.id, "card": {"text": "<b>not closed"}}
    app.write(lambda session: outbox.put(session, outbox.Channel.CHAT, lane, bad, at=app.now))
    person.says("and on")
    assert person.has_seen("ECHO and on")
    person.sees("您有一条新消息")
    assert [state for _, state, _ in notes(app)] == ["done", "failed", "done", "done"]


def test_an_edit_that_telegram_refuses_in_other_words_becomes_a_new_message(app: AppDriver) -> None:
    person = app.person("Ann")
    person.says("hello")
    lane = accounts.lane(app.bot.id, person.id)
    content = {"chat": person.id, "edit": -5, "card": {"text": "NEW"}}  # “message identifier is not specified”
    app.write(lambda session: outbox.put(session, outbox.Channel.CHAT, lane, content, at=app.now))
    app.settle()
    person.sees("NEW")
    assert [state for _, state, _ in notes(app)] == ["done", "done"]


def test_whoever_writes_again_can_be_reached(app: AppDriver) -> None:
    person = app.person("Ann")
    person.says("hello")
    person_id = register(app, person)
    app.write(lambda session: setattr(accounts.of_person(session, person_id), "unreachable_since", app.now))
    person.says("hello")
    tell(app, person_id)
    person.sees("NEWS")
    assert app.sms(PHONE) == []


def test_a_button_below_a_file_is_answered_with_a_new_message(app: AppDriver) -> None:
    person = app.person("Ann")
    person.says("/window")
    message, data = person.button("window 5")
    stored = app.world.bot.chat_with(person.id).messages[message["message_id"]]
    stored["document"] = {"file_id": "x", "file_unique_id": "x"}
    person.forges(data, message["message_id"])
    person.sees("DAY? 5")
    assert "text" in stored  # The message with the file stays as it was.
    assert "DAY?" not in stored["text"]


@pytest.mark.parametrize(
    "service", [{"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}}},
                {"message_auto_delete_timer_changed": {"message_auto_delete_time": 5}}, {"write_access_allowed": {}},
                {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}}}],
    ids=lambda service: next(iter(service)),
)  # fmt: skip
def test_a_service_message_is_not_answered(app: AppDriver, service: dict[str, Any]) -> None:
    person = app.person("Ann")
    person.says("hello")
    before = len(person.messages())
    chat = app.world.bot.chat_with(person.id)
    app.world.bot.updates.add("message", app.world.bot.post(chat, app.world.person(person.id).user(), service))
    app.settle()
    assert len(person.messages()) == before + 1  # the service message itself
