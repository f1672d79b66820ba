"""An edit that changes nothing is not sent; one is wherever it is not certain what the message shows."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest
from telegram.error import BadRequest, TimedOut

from bot.engine.outbound import shown_messages
from bot.engine.outbound.shown_messages import ShownMessages
from storage.database import Database
from storage.engine import outbox
from storage.engine.leader_election import LeaderLease
from storage.engine.outbox import Channel
from tests.engine.chat_desk import LANE, ChatDesk

FIRST = 101  # The id of the first message of the fake bot.
EDIT = "editMessageText"


def buttons(data: str) -> dict[str, Any]:
    """Return the rows of a packed card with one button."""
    return {"rows": [[{"text": "Again", "data": data}]]}


async def sent(desk: ChatDesk, words: str, **content: Any) -> list[str]:
    """Queue a card and send it. Returns the methods that were called."""
    desk.card(words, **content)
    return [method for method, _ in await desk.send()]


@pytest.fixture
async def desk(lite: Database) -> ChatDesk:
    """A desk whose first message shows a card with a button."""
    desk = ChatDesk(lite)
    assert await sent(desk, "CARD", card=buttons("1")) == ["sendMessage"]
    return desk


async def test_a_card_that_the_message_shows_is_not_sent_again(desk: ChatDesk) -> None:
    assert await sent(desk, "CARD", card=buttons("1"), edit=FIRST) == []
    assert await sent(desk, "OTHER", card=buttons("1"), edit=FIRST) == [EDIT]
    assert await sent(desk, "OTHER", card=buttons("1"), edit=FIRST) == []
    assert await sent(desk, "CARD", card=buttons("1"), edit=FIRST) == [EDIT]
    assert desk.states() == ["done"] * 5


@pytest.mark.parametrize("card", [buttons("2"), {}, {"protected": True}, {"keyboard": "none"}])
async def test_other_buttons_or_another_kind_of_card_are_sent(desk: ChatDesk, card: dict[str, Any]) -> None:
    assert len(await sent(desk, "CARD", card=card, edit=FIRST)) == 1


async def test_what_nobody_has_tapped_is_edited(desk: ChatDesk) -> None:
    desk.card("CARD", card=buttons("1"), about="topic")
    await desk.send()
    assert await sent(desk, "CARD", card=buttons("1"), amends="topic") == [EDIT]


async def test_after_a_failed_edit_it_is_not_known_what_the_message_shows(desk: ChatDesk) -> None:
    desk.bot.problems[EDIT] = [TimedOut()]
    desk.card("OTHER", edit=FIRST)
    await desk.send()
    desk.now += timedelta(days=4)  # It is given up, and may have been carried out.
    desk.bot.problems[EDIT] = [TimedOut()] * 30
    while await desk.send():
        desk.now += timedelta(minutes=10)
    desk.bot.problems[EDIT] = []
    assert EDIT in await sent(desk, "CARD", card=buttons("1"), edit=FIRST)


async def test_a_message_without_its_buttons_gets_them_again(desk: ChatDesk) -> None:
    with desk.database.transaction() as session:
        reference = outbox.put(session, Channel.CHAT, LANE, {"chat": 7, "card": {"text": "B"}}, at=desk.now)
    await desk.send()
    with desk.database.transaction() as session:
        outbox.put(session, Channel.CHAT, LANE, {"chat": 7, "strip": reference.hex}, at=desk.now)
    assert [method for method, _ in await desk.send()] == ["editMessageReplyMarkup"]
    assert await sent(desk, "B", edit=FIRST + 1) == [EDIT]


async def test_a_message_that_was_to_be_deleted_is_edited(desk: ChatDesk) -> None:
    desk.bot.problems["deleteMessage"] = [BadRequest("message can't be deleted")]
    with desk.database.transaction() as session:
        outbox.put(session, Channel.CHAT, f"deletion:{uuid4().hex}", {"chat": 7, "delete": FIRST}, at=desk.now)
    await desk.send()
    assert await sent(desk, "CARD", card=buttons("1"), edit=FIRST) == [EDIT]


async def test_after_a_restart_nothing_is_known(lite: Database, desk: ChatDesk) -> None:
    again = ChatDesk(lite)
    again.bot.problems[EDIT] = [BadRequest("Message is not modified: specified new message content is the same")]
    assert await sent(again, "CARD", card=buttons("1"), edit=FIRST) == [EDIT]
    assert await sent(again, "CARD", card=buttons("1"), edit=FIRST) == []
    assert again.states() == ["done"] * 3


def test_what_was_known_in_an_earlier_term_is_not_known() -> None:
    lease = SimpleNamespace(term=1)
    shown, card = ShownMessages(cast(LeaderLease, lease)), {"text": "CARD"}
    shown.sent(7, 1, card)
    assert shown.shows(7, 1, card)
    assert not shown.shows(8, 1, card)
    lease.term = 2  # Another process may have held the role in between.
    assert not shown.shows(7, 1, card)


def test_the_oldest_messages_are_forgotten() -> None:
    shown, card = ShownMessages(None), {"text": "CARD"}
    for message in range(shown_messages.MAX_KNOWN + 1):
        shown.sent(7, message, card)
    assert not shown.shows(7, 0, card)
    assert shown.shows(7, 1, card)
