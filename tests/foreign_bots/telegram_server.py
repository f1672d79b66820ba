"""A local Telegram that remembers which calls of a bot it has refused, and a person who tries everything."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.simulator.app import create_app
from bot.simulator.json_types import Json
from bot.simulator.world import World

TOKEN = "1000000001:local-token"
PERSON = 123_456_789  # To whom examples write that have a developer.
WORDS = ("hello", "Ming", "18", "Python", "yes")
FIRST_SECONDS = 40.0  # For a bot that has called to answer; its first answer ends the wait.
QUIET_SECONDS = 0.5  # Without a new message: the bot has said what it says.
ANSWER_SECONDS = 1.5
MAX_TAPS = 12


@dataclass
class Calls:
    """ASGI middleware: counts calls of the Bot API and keeps the refused ones as "method: description"."""

    app: ASGIApp
    count: int = 0
    refused: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and look at its answer."""
        if scope["type"] != "http" or not scope["path"].startswith("/bot"):
            await self.app(scope, receive, send)
            return
        status = [0]

        async def look(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
            if message["type"] == "http.response.body" and status[0] >= 400:
                found = re.search(rb'"description":"([^"]*)"', message.get("body", b""))
                said = found[1].decode() if found else str(status[0])
                self.refused.append(f"{scope['path'].rsplit('/', 1)[-1]}: {said}")
            await send(message)

        self.count += 1
        await self.app(scope, receive, look)


@contextmanager
def served() -> Iterator[tuple[str, Calls, World]]:
    """Serve a local Telegram with one person; yield its address, its calls and its world."""
    user = {"id": 1000000001, "username": "local_bot", "supports_inline_queries": True}
    world = World({TOKEN: user})
    world.bot.rate_limits.on = False
    world.add_person("Ming", id=PERSON, language_code="en", phone="+8613800000001", username="ming")
    calls = Calls(create_app(world))
    config = uvicorn.Config(calls, port=0, log_config=None, log_level="critical", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", calls, world
    finally:
        server.should_exit = True
        thread.join()


class CuriousPerson:
    """A person who sends a bot all it has commands for, all kinds of messages, and taps what it shows."""

    def __init__(self, address: str) -> None:
        self._client = httpx.Client(base_url=f"{address}/world/people/{PERSON}", trust_env=False, timeout=30)
        self._tapped: set[tuple[int, str]] = set()
        self.heard = 0

    def tries(self, commands: list[str]) -> None:
        """Try the bot; commands: those its source names."""
        self._says({"text": "/start"}, FIRST_SECONDS)
        for command in [each for each in commands if each != "start"]:
            self._says({"text": f"/{command}"})
        for word in WORDS:
            self._says({"text": word})
        self._says({"contact": True})
        self._says({"location": {"latitude": 22.8, "longitude": 108.3}})
        self._says({"sticker": "👍"})
        self._says({"text": "/start one two"})

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _says(self, body: Json, seconds: float = ANSWER_SECONDS) -> None:
        if self._client.post("/messages", json=body).status_code < 300:
            self._wait(seconds)
            self._tap_all()

    def _wait(self, seconds: float) -> None:
        """Wait until the bot has answered and is quiet, at most so many seconds."""
        end, quiet, seen = time.monotonic() + seconds, 0.0, self.heard
        while time.monotonic() < end and not (seen > self.heard and time.monotonic() - quiet > QUIET_SECONDS):
            now = len(self._of_bot())
            if now > seen:
                seen, quiet = now, time.monotonic()
            time.sleep(0.05)
        self.heard = len(self._of_bot())

    def _tap_all(self) -> None:
        """Tap every button that was not tapped, vote in every poll, pay every invoice."""
        for message in self._of_bot()[-2:]:
            identifier = message["message_id"]
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    self._tap(identifier, button)
            if "poll" in message:
                self._client.post("/votes", json={"message_id": identifier, "options": [0]})
            if "invoice" in message:
                self._client.post("/payments", json={"message_id": identifier})

    def _tap(self, message: int, button: Json) -> None:
        key = (message, button.get("callback_data", ""))
        if "callback_data" not in button or key in self._tapped or len(self._tapped) >= MAX_TAPS:
            return
        self._tapped.add(key)
        self._client.post("/taps", json={"message_id": message, "button": button["callback_data"]})
        time.sleep(0.2)

    def _of_bot(self) -> list[dict[str, Any]]:
        shown = self._client.get("/messages").json()["messages"]
        return [message for message in shown if message["from"]["is_bot"]]
