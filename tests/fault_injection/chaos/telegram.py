"""Telegram of a chaos run: hands numbered updates out from shared memory, and writes each message into the journal."""

import asyncio
import os
import signal
import time
from dataclasses import dataclass
from random import Random
from typing import Any
from zlib import crc32

from telegram import User
from telegram.error import RetryAfter, TelegramError, TimedOut

from bot.engine.telegram_client import DeskBot
from bot.engine.telegram_transport import ConnectionFailed
from tests.fault_injection.chaos.controls import Controls
from tests.fault_injection.chaos.journal import Journal

BOT = 1_000_000_001
FIRST_CHAT = 5_000_000
BATCH = 100


@dataclass(frozen=True)
class Traffic:
    """The updates of an episode: a random person of so many for each number. Other episodes have other people."""

    seed: int
    people: int
    numbers: range

    def chat(self, number: int) -> int:
        """Return who sends the update with this number."""
        at = number - self.numbers[0]
        return FIRST_CHAT + self.numbers[0] + crc32(f"{self.seed}|{at}".encode()) % self.people

    def update(self, number: int) -> dict[str, Any]:
        """Return an update: a message with its number."""
        chat = self.chat(number)
        person = {"id": chat, "is_bot": False, "first_name": "P", "language_code": "en"}
        message = {"message_id": number, "date": 1_790_000_000, "from": person, "text": str(number)}
        return {"update_id": number, "message": {**message, "chat": {"id": chat, "type": "private"}}}


class ChaosBot(DeskBot):
    """A client of this Telegram, in one child process."""

    def __init__(self, traffic: Traffic, controls: Controls, journal: Journal, slot: int, random: Random) -> None:
        super().__init__(f"{BOT}:chaos")
        self._bot_user = User(BOT, "chaos", True, username="chaos_bot")
        self._traffic, self._controls, self._journal = traffic, controls, journal
        self._slot, self._random = slot, random

    async def call(self, method: str, *, read_timeout: float | None = None, **parameters: Any) -> Any:
        """Carry out a call. Raises TelegramError, before or after it has taken effect."""
        if method == "getUpdates":
            return await self._updates(parameters.get("offset", 0))
        self._break((ConnectionFailed("refused"), RetryAfter(0)))
        at = time.monotonic_ns()
        self._journal.write("sent", f"{parameters['chat_id']} {parameters.get('text', method)}")
        if self._controls.is_last_message(self._slot):
            self._journal.write("killed itself")
            os.kill(os.getpid(), signal.SIGKILL)
        await asyncio.sleep(self._random.random() / 50)
        self._break((TimedOut(),))
        return {"message_id": parameters.get("message_id") or at // 1000}

    async def _updates(self, offset: int) -> list[dict[str, Any]]:
        """Return the updates from this number on. A higher number confirms all before."""
        if offset:
            self._controls.confirm(offset - 1)
        self._break((TimedOut(),))
        first = max(self._controls.confirmed + 1, self._traffic.numbers[0])
        last = min(self._controls.limit, first + BATCH - 1)
        if last < first:
            await asyncio.sleep(0.05)
        return [self._traffic.update(number) for number in range(first, last + 1)]

    def _break(self, problems: tuple[TelegramError, ...]) -> None:
        if self._random.random() * 1_000_000 < self._controls.broken_calls:
            problem = self._random.choice(problems)
            self._journal.write("broken call", type(problem).__name__)
            raise problem
