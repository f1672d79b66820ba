"""A desk of yesterday's or today's version in a child process: the sample flow, without or with what is newer.

Yesterday's version is this code with registries that lack the newer command, step, timer, task, result and
notification. The code of version 0.1.0 itself runs beside this one in `tests/fault_injection/earlier_version.py`.
"""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any, cast

from bot.adapters.sms.gateway import HttpSms
from bot.card import Card
from bot.context import DeskContext
from bot.engine import clock
from bot.engine.desk import Desk, DeskParts
from bot.engine.listeners import (
    END,
    Ask,
    Flow,
    FlowSignal,
    FlowStep,
    Handler,
    on_command,
    on_result,
    on_timer,
    on_words,
)
from bot.engine.outbound.tasks import TaskResources
from bot.engine.telegram_client import DeskBot
from bot.task_definition import TaskDefinition
from storage.database import Database
from tests import databases
from tests.engine import sample_flow

BOT = 1
KILLING = "KILL"  # Sending this text kills the process.


class NewerStep(FlowStep):
    """The step that only today's version has."""

    COLOUR = "colour"


class RecordingBot:
    """Appends what is sent to a file: version, chat and text."""

    id, username = BOT, "version_bot"

    def __init__(self, version: str, sent: Path) -> None:
        self._version = version
        self._file = os.open(sent, os.O_APPEND | os.O_CREAT | os.O_WRONLY)
        self._message_id = 0

    async def call(self, method: str, **parameters: Any) -> dict[str, int]:
        """Answer a method of the Bot API. Those that send no text, such as taking buttons, leave no line."""
        words = parameters.get("text")
        if words is not None:
            os.write(self._file, f"{self._version} {parameters['chat_id']} {words}\n".encode())
        if words == KILLING:
            os.kill(os.getpid(), signal.SIGKILL)
        self._message_id += 1
        return {"message_id": self._message_id}


async def newer(resources: TaskResources, adapters: None, *, colour: str) -> dict[str, Any]:
    """Return the colour."""
    return {"colour": colour}


NEWER = TaskDefinition("newer", newer)


def _take_colour(context: DeskContext) -> FlowSignal:
    context.show(Card(f"COLOUR {context.words}"))
    return END


def _say_timer(context: DeskContext) -> None:
    context.say(Card("NEWER TIMER"))


def _say_result(context: DeskContext) -> None:
    context.say(Card("NEWER RESULT"))


def newer_handlers() -> list[Handler]:
    """Return what only today's version has."""
    ask = Ask(lambda context: Card("COLOUR?"), on_words(_take_colour))
    return [
        Flow("qr", entry_points=[on_command("newer", lambda context: NewerStep.COLOUR)], steps={NewerStep.COLOUR: ask}),
        on_timer("newer", _say_timer),
        on_result(NEWER, _say_result),
    ]


def live(url: str, version: str, sent: str) -> None:
    """Run a desk until SIGTERM."""
    databases.use_test_secret()
    asyncio.run(_live(url, version, Path(sent)))


async def _live(url: str, version: str, sent: Path) -> None:
    is_today, database = version == "today", Database(url)
    parts = DeskParts(
        database=database,
        bot=cast(DeskBot, RecordingBot(version, sent)),
        sms=HttpSms("http://127.0.0.1:9"),
        handlers=[*(newer_handlers() if is_today else ()), *sample_flow.handlers()],
        notifications={**sample_flow.NOTIFICATIONS, **({"newer": lambda *_: Card("NEWER NOTICE")} if is_today else {})},
        tasks={**sample_flow.TASKS, **({NEWER.name: NEWER.bind(None)} if is_today else {})},
        clock=clock.now,
        polling=False,
    )
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    desk = Desk(parts)
    desk.start()
    await stopped.wait()
    await desk.stop()
    database.close()
