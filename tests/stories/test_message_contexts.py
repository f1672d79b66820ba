"""Messages in unusual contexts, each with the one behaviour that docs/message-contexts.md names."""

from typing import Any

import pytest

from storage.filing.filings import FilingStatus
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import asked_owner, status
from tests.stories.pictures import photo
from tests.stories.test_typed_answers import question_of

OTHER = 4711  # Somebody whose chat with another account the desk reads.
BUSINESS = {"business_connection_id": "b1"}
GUEST = {"guest_query_id": "g1"}


@pytest.fixture
def owner(app: AppDriver, driver: Citizen) -> Citizen:
    """The owner, who has just been asked about the driver."""
    return asked_owner(app, driver)


def receives(app: AppDriver, person: Citizen, text: str = "同意", **more: Any) -> None:
    """Let the desk receive a message of a person, with fields that the local Telegram does not send."""
    bot, chat = app.world.bot, app.world.bot.chat_with(person.id)
    message = bot.post(chat, app.world.person(person.id).user(), {"text": text})
    bot.updates.add("message", {**message, **more})
    app.settle()


def count(person: Actor) -> int:
    """Return how many messages of the desk the person sees."""
    return sum(message["from"]["is_bot"] for message in person.messages())


def test_in_a_topic_a_message_is_written_to_the_one_conversation(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    opened = {"message_id": 9_000, "date": 0, "chat": {"id": owner.id, "type": "private"}, "forum_topic_created": {}}
    receives(app, owner, message_thread_id=9_000, is_topic_message=True, reply_to_message=opened)
    owner.sees("您已同意")
    assert status(app, driver) is FilingStatus.CHECKING


def test_in_a_topic_a_reply_to_another_message_is_a_reply_to_that(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    other = {"message_id": 9_001, "date": 0, "chat": {"id": owner.id, "type": "private"}}
    receives(app, owner, message_thread_id=9_000, is_topic_message=True, reply_to_message=other)
    assert status(app, driver) is FilingStatus.WAITING_OWNER


def test_of_a_reply_with_a_quote_only_the_own_words_count(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    question = app.world.bot.chat_with(owner.id).messages[question_of(owner)]
    receives(app, owner, "拒绝", reply_to_message=question, quote={"text": "同意", "position": 0})
    owner.sees("您已拒绝")
    assert status(app, driver) is FilingStatus.REFUSED


@pytest.mark.parametrize(
    "context",
    [
        {"forward_origin": {"type": "hidden_user", "date": 0, "sender_user_name": ""}},
        {"via_bot": {"id": 7, "is_bot": True, "first_name": "b"}},
        {"is_from_offline": True},
        {"external_reply": {"origin": {}}},
        {"reply_to_story": {"id": 1}},
    ],
    ids=lambda context: next(iter(context)),
)
def test_what_the_person_has_not_written_here_and_now_decides_nothing(
    app: AppDriver, driver: Citizen, owner: Citizen, context: dict[str, Any]
) -> None:
    before = count(owner)
    receives(app, owner, **context)
    assert status(app, driver) is FilingStatus.WAITING_OWNER
    assert count(owner) > before


@pytest.mark.parametrize("elsewhere", [BUSINESS, GUEST], ids=["business", "guest"])
@pytest.mark.parametrize("chat", ["own", "other"])
def test_a_message_of_a_business_or_guest_chat_is_ignored(
    app: AppDriver, driver: Citizen, owner: Citizen, elsewhere: dict[str, str], chat: str
) -> None:
    before = count(owner)
    place = {"id": owner.id if chat == "own" else OTHER, "type": "private"}
    receives(app, owner, chat=place, **elsewhere)
    receives(app, owner, chat=place | {"id": OTHER})  # A chat of two others, whatever its message lacks.
    assert status(app, driver) is FilingStatus.WAITING_OWNER
    assert count(owner) == before


@pytest.mark.parametrize("message", [BUSINESS, GUEST, {"chat": {"id": OTHER, "type": "private"}}, None])
def test_a_tap_in_a_business_or_guest_chat_or_on_an_inline_message_is_ignored(
    app: AppDriver, driver: Citizen, owner: Citizen, message: dict[str, Any] | None
) -> None:
    before, (shown, data) = count(owner), owner.button("同意")
    place: dict[str, Any] = {"inline_message_id": "1"} if message is None else {"message": {**shown, **message}}
    sender = app.world.person(owner.id).user()
    app.world.bot.updates.add(
        "callback_query", {"id": "9", "from": sender, "chat_instance": "1", "data": data, **place}
    )
    app.settle()
    assert status(app, driver) is FilingStatus.WAITING_OWNER
    assert count(owner) == before


def test_a_tap_on_an_inaccessible_message_is_answered_with_a_new_one(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    shown, data = owner.button("同意")
    del app.world.bot.chat_with(owner.id).messages[shown["message_id"]]
    owner.forges(data, shown["message_id"])
    owner.sees("您已同意")
    assert status(app, driver) is FilingStatus.CHECKING


def test_an_edited_message_decides_nothing_and_is_explained(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    owner.says("嗯？")
    mine = next(each for each in reversed(owner.messages()) if not each["from"]["is_bot"])
    before = count(owner)
    owner.edits(mine["message_id"], "同意")
    assert status(app, driver) is FilingStatus.WAITING_OWNER
    assert count(owner) == before + 1


def test_an_album_that_a_step_does_not_take_is_explained_once(app: AppDriver) -> None:
    person = app.person("李四")
    person.says("/start")
    person.taps("注册")
    before = count(person)
    person.sends_photo(photo(1), photo(2), photo(3))
    assert count(person) == before + 1
    person.sends_photo(photo(1), photo(2))
    assert count(person) == before + 2
    person.sends_photo(photo(1))
    person.sends_photo(photo(1))
    assert count(person) == before + 4


def test_an_album_without_our_codes_is_answered_once(app: AppDriver, driver: Citizen) -> None:
    before = count(driver)
    driver.sends_photo(photo(1), photo(2), photo(3))
    driver.sees("没有读到二维码")
    assert count(driver) == before + 1
