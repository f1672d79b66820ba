"""How many deliveries of each class, and tasks of each kind, are in progress at once."""

import asyncio

from bot.engine.outbound.budgets import MAX_TASKS, MAX_TASKS_OF_A_KIND
from storage.database import Database
from storage.engine import outbox
from storage.engine.outbox import Channel
from tests.engine.scripted_sender import START, Desk
from tests.engine.test_delivery_attempts import SlowSender


async def test_slow_tasks_leave_room_for_messages(store: Database) -> None:
    desk = Desk(store, SlowSender())
    desk.sender = desk.start(channels=(Channel.CHAT, Channel.TASK))
    with store.transaction() as session:
        for number in range(MAX_TASKS + 5):
            outbox.put(session, Channel.TASK, f"task:{number}", {"text": "slow"}, at=START)
    await desk.sender.step()
    desk.put("answer")
    await desk.sender.step()
    await asyncio.sleep(0)
    assert desk.channel_sender.sent == ["slow"] * MAX_TASKS + ["answer"]


async def test_tasks_of_one_kind_leave_room_for_others(store: Database) -> None:
    desk = Desk(store, SlowSender())
    desk.sender = desk.start(channels=(Channel.TASK,))
    with store.transaction() as session:
        for number in range(MAX_TASKS):
            outbox.put(session, Channel.TASK, f"task:orders.create:{number}", {"text": "slow"}, at=START)
        outbox.put(session, Channel.TASK, "task:photos.look:1", {"text": "photo"}, at=START)
    await desk.sender.step()
    await desk.sender.step()
    assert sorted(desk.channel_sender.sent) == ["photo"] + ["slow"] * MAX_TASKS_OF_A_KIND
