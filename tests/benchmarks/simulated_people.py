"""Simulated people in the process of the simulated Telegram: their actions cost little and are timed exactly."""

import asyncio
import itertools
import time
from contextlib import suppress
from typing import Any

from bot.simulator import user_actions
from bot.simulator.events import EventStream
from bot.simulator.files import FileStore, Upload
from bot.simulator.world import World

TIMEOUT = 120.0
Json = dict[str, Any]


class WakingEventStream(EventStream):
    """The events of the simulated world, which also wake the people who wait for them."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: dict[int, asyncio.Event] = {}

    def publish(self, name: str, data: Json, *, person: int | None = None) -> None:
        """Publish an event, and wake this person if it is a message."""
        super().publish(name, data, person=person)
        if name == "message" and person in self.heard:
            self.heard[person].set()


class UncompressedFileStore(FileStore):
    """Keeps photos as they are: compressing them as Telegram does would take the desk's processor time."""

    async def photo(self, data: bytes) -> Json:
        """Store a picture."""
        return self.picture(data)

    def picture(self, data: bytes) -> Json:
        """Store a picture, synchronously."""
        stored = self.put("photos", data, name="photo.jpg", mime="image/jpeg")
        return self.remember({"photo": [{**stored.shape(), "width": 960, "height": 1280}]})


class SimulatedPerson:
    """A person who writes, sends photos, taps buttons and waits for answers."""

    def __init__(self, world: World, person: int) -> None:
        self._world, self._bot = world, world.bot
        self._person = world.person(person)
        self._chat = world.bot.chat_with(person)
        assert isinstance(world.events, WakingEventStream)
        self._heard = world.events.heard.setdefault(person, asyncio.Event())
        self._since = 0

    def says(self, text: str) -> None:
        """Write a message."""
        self._say(user_actions.text_content(text))

    def sends_photo(self, jpeg: bytes) -> None:
        """Send a photo."""
        assert isinstance(self._world.files, UncompressedFileStore)
        self._say(self._world.files.picture(jpeg))

    def sends_file(self, content: bytes) -> None:
        """Send a picture as a file."""
        self._say(self._world.files.document(Upload("photo.jpg", "image/jpeg", content)))

    def taps(self, label: str) -> None:
        """Tap the newest button whose label contains this."""
        message, button = self._button(label)
        self._heard.clear()
        self._since = max(self._chat.messages)
        user_actions.tap_button(self._bot, self._chat, self._person, message["message_id"], button)

    async def taps_to_see(self, label: str, next_label: str, *, within: float) -> float | None:
        """Tap the newest button with this label, and wait until what it leads to shows the next one.

        Returns the seconds waited, or None if it does not within so many.
        """
        message, _ = self._button(label)
        tapped, before = message["message_id"], _looks(message)
        self.taps(label)
        began, newest = time.perf_counter(), self._since
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while not any(
                    _has_button(each, next_label) and (at > newest or (at == tapped and _looks(each) != before))
                    for at, each in self._chat.messages.items()
                ):
                    self._heard.clear()
                    await self._heard.wait()
            return time.perf_counter() - began
        return None

    async def sees_button(self, label: str) -> None:
        """Wait until a message since the last action has a button with this label."""
        async with asyncio.timeout(TIMEOUT):
            while not any(_has_button(message, label) for message in self._newer()[1:]):
                self._heard.clear()
                await self._heard.wait()

    async def answered(self) -> float:
        """Wait for the desk's next message or change. Returns the seconds waited."""
        began = time.perf_counter()
        async with asyncio.timeout(TIMEOUT):
            await self._heard.wait()
        return time.perf_counter() - began

    async def sees(self, *words: str, picture: bool = False) -> None:
        """Wait until a message since the last action contains one of these texts, or is a picture or a file."""
        async with asyncio.timeout(TIMEOUT):
            while not any(_shows(message, words, picture) for message in self._newer()):
                self._heard.clear()
                await self._heard.wait()

    async def sees_more_than(self, words: str) -> None:
        """Wait until a message since the last action does not contain this text."""
        async with asyncio.timeout(TIMEOUT):
            while all(words in message.get("text", "") for message in self._newer()[1:]):
                self._heard.clear()
                await self._heard.wait()

    def _say(self, content: Json) -> None:
        message = user_actions.send_message(self._bot, self._chat, self._person, content)
        self._since = message["message_id"]
        self._heard.clear()

    def _newer(self) -> list[Json]:
        """Return the desk's messages since the last action, and the newest before it, which it may have changed."""
        said = [each for each in self._chat.messages.values() if each["from"]["is_bot"]]
        return said[-1:] + [each for each in said if each["message_id"] > self._since]

    def _button(self, label: str) -> tuple[Json, str]:
        for message in reversed(self._chat.messages.values()):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in itertools.chain.from_iterable(rows):
                if label in button["text"]:
                    return message, button["callback_data"]
        raise LookupError(f"no button {label!r}")


def _has_button(message: Json, label: str) -> bool:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return any(label in button["text"] for button in itertools.chain.from_iterable(rows))


def _looks(message: Json) -> tuple[str, str]:
    return message.get("text", ""), repr(message.get("reply_markup"))


def _shows(message: Json, words: tuple[str, ...], picture: bool) -> bool:
    if picture and ("photo" in message or "document" in message):
        return True
    said = message.get("text") or message.get("caption") or ""
    return any(each in said for each in words)
