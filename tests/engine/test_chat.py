"""The chat carrier over the local Telegram: refusals that are final, and Telegram's oddities."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from storage.database import add
from storage.engine import outbox
from storage.identity import accounts
from storage.register import people
from tests.stories.actor import Actor
from tests.stories.app_driver import Town

PHONE = "+8613800000001"


def register(town: Town, actor: Actor) -> UUID:
    """Make somebody a registered user. Returns his person's id."""

    def deed(session: Any) -> UUID:
        person = add(session, people.new(id_number="1", name="李", phone=PHONE))
        account = accounts.get_or_create(session, town.bot.id, actor.id, language="en", at=town.now)
        account.person_id, account.registered_at = person.id, town.now
        session.add(account)
        return person.id

    return town.write(deed)  # type: ignore[no-any-return]


def tell(town: Town, person_id: UUID, subject: UUID | None = None, **how: Any) -> None:
    """Post news to him, and let it go out."""
    subject = subject or uuid4()
    town.write(lambda session: outbox.notify(session, person_id, "news", subject, at=town.now, **how))
    town.settle()


def notes(town: Town) -> list[tuple[str, str, str]]:
    """Channel, state and note of every delivery."""
    asked = text("SELECT channel, state, note FROM outbox ORDER BY id")
    return [tuple(row) for row in town.look(lambda session: session.execute(asked).all())]


def test_news_are_said_in_the_chat(town: Town) -> None:
    person = town.person("Ann")
    person.says("hello")
    tell(town, register(town, person))
    person.sees("NEWS")
    assert town.sms(PHONE) == []


def test_news_for_one_who_shut_the_bot_out_go_by_sms_at_once_and_from_then_on(town: Town) -> None:
    person = town.person("Ann")
    person.says("hello")
    person_id = register(town, person)
    town.world.bot.chat_with(person.id).blocked = True
    tell(town, person_id)
    assert town.sms(PHONE) == ["NEWS by sms"]
    tell(town, person_id)
    assert town.sms(PHONE) == ["NEWS by sms"] * 2
    tell(town, person_id, sms=False)
    assert len(town.sms(PHONE)) == 2


def test_news_for_one_who_never_pressed_start_go_by_sms(town: Town) -> None:
    person = town.person("Ann")
    tell(town, register(town, person))
    assert town.sms(PHONE) == ["NEWS by sms"]


def test_news_for_an_account_that_is_gone_go_by_sms(town: Town) -> None:
    person = Actor(town, 999_999, "nobody")
    tell(town, register(town, person))
    assert town.sms(PHONE) == ["NEWS by sms"]
    assert notes(town)[0][:2] == ("chat", "failed")


def test_news_that_are_none_any_more_are_not_said(town: Town) -> None:
    person = town.person("Ann")
    person.says("hello")
    tell(town, register(town, person), UUID(int=0))
    person.sees("ECHO hello")
    assert notes(town)[-1] == ("chat", "done", "nothing to say any more")


def test_too_many_requests_are_waited_out(town: Town) -> None:
    person = town.person("Ann")
    town.world.faults.set({"too_many": [1.0, 30]})
    person.says("one")
    person.says("two")
    assert [state for _, state, _ in notes(town)] == ["waiting", "waiting"]
    town.world.faults.clear()
    town.later(seconds=29)
    assert not person.has_seen("ECHO one")
    town.later(seconds=1)
    assert [message["text"] for message in person.messages()[2:]] == ["ECHO one", "ECHO two"]


def test_a_server_error_is_no_end(town: Town) -> None:
    person = town.person("Ann")
    town.world.faults.set({"server_error": 1.0})
    town.write(
        lambda session: outbox.put(
            session,
            outbox.Channel.CHAT,
            accounts.lane(town.bot.id, person.id),
            {"chat": person.id, "card": {"text": "HERE"}},
            at=town.now,
        )
    )
    town.world.bot.chat_with(person.id).started = True
    town.wait(town.desk.sender.step())
    town.wait(town.desk.sender.settle())
    assert notes(town)[-1][1] == "waiting"
    town.world.faults.clear()
    town.later(seconds=5)
    person.sees("HERE")


def test_a_card_whose_message_is_gone_comes_as_a_new_one(town: Town) -> None:
    person = town.person("Ann")
    person.says("/window")
    message, data = person.button("window 5")
    del town.world.bot.chat_with(person.id).messages[message["message_id"]]
    person.forges(data, message["message_id"])
    person.sees("DAY? 5")


def test_the_same_card_twice_is_no_failure(town: Town) -> None:
    person = town.person("Ann")
    person.says("/window")
    content = {"chat": person.id, "edit": person.messages()[-1]["message_id"], "card": {"text": "SAME"}}
    lane = accounts.lane(town.bot.id, person.id)
    for _ in range(2):
        town.write(lambda session: outbox.put(session, outbox.Channel.CHAT, lane, content, at=town.now))
        town.settle()
    assert [state for _, state, _ in notes(town)] == ["done"] * 3
    person.sees("SAME")


def test_words_telegram_does_not_take_fail_and_the_chat_goes_on(town: Town) -> None:
    person = town.person("Ann")
    person.says("hello")
    lane = accounts.lane(town.bot.id, person.id)
    bad = {"chat": person.id, "card": {"text": "<b>not closed"}}
    town.write(lambda session: outbox.put(session, outbox.Channel.CHAT, lane, bad, at=town.now))
    person.says("and on")
    person.sees("ECHO and on")
    assert [state for _, state, _ in notes(town)] == ["done", "failed", "done"]
