"""A loop rests when it has seen all lanes: thousands of postponed ones delay no other."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.engine.clock import WakeEvent
from storage.database import Database
from storage.engine import inbox, outbox
from storage.engine.inbox import EventSource, NewEvent
from storage.engine.lanes import MAX_EXAMINED, LaneCursor, Rests
from storage.engine.outbox import Channel
from tests.engine.scripted_sender import START, Desk, ScriptedSender
from tests.engine.test_batches import NOW, counted, put, worker

POSTPONED = 3 * MAX_EXAMINED


class FirstRest(WakeEvent):
    """Says when a loop rests for the first time, and lets it rest for ever."""

    def __init__(self) -> None:
        super().__init__()
        self.began = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        """Rest."""
        self.began.set()
        await asyncio.Event().wait()


async def _until_rest(running: "asyncio.Task[None]", rest: FirstRest) -> None:
    began = asyncio.ensure_future(rest.began.wait())
    await asyncio.wait([running, began], return_when=asyncio.FIRST_COMPLETED)
    running.cancel()
    await asyncio.wait([running])
    assert began.done()


async def test_an_event_behind_many_postponed_lanes_is_handled_before_the_worker_rests(store: Database) -> None:
    with store.transaction() as session:
        events = [NewEvent(EventSource.RESULT, f"{at}", f"a {at}", {}) for at in range(POSTPONED)]
        inbox.put(session, events, at=NOW)
        for (event,) in session.execute(text("SELECT id FROM inbox")).all():
            inbox.postpone(session, event, attempts=1, due_at=NOW + timedelta(seconds=18), note="")
    put(store, "b")
    rest = FirstRest()
    await _until_rest(asyncio.create_task(worker(store, wake=rest).run()), rest)
    assert counted(store) == {"b": 1}


@pytest.mark.parametrize("content", [{"text": "x"}, {"text": "x", outbox.NOTIFICATION_KEY: "approval.asked"}])
async def test_a_message_behind_many_postponed_chats_is_sent_before_the_sender_rests(
    store: Database, content: dict[str, str]
) -> None:
    desk, rest = Desk(store, ScriptedSender()), FirstRest()
    with store.transaction() as session:
        for at in range(POSTPONED):
            later = START + timedelta(minutes=5)
            outbox.put(session, Channel.CHAT, f"a {at}", {"text": "x"}, at=START, due_at=later)
        outbox.put(session, Channel.CHAT, "b", content, at=START)
    sender = desk.start(wake=rest)
    await _until_rest(asyncio.create_task(sender.run()), rest)
    assert desk.channel_sender.sent == ["x"]


def test_searches_that_are_cut_for_ever_rest_once_in_two_rounds() -> None:
    cursor, rests = LaneCursor(is_cut=True), Rests()
    rested = []
    for cursor.rounds in (5, 6, 7, 8, 9):
        rested.append(rests.may_begin([cursor]))
    assert rested == [False, False, True, False, False]
    cursor.is_cut = False
    assert rests.may_begin([cursor])
