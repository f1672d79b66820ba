"""A local Telegram for tests of any bot: start it, act as people, see what they see.

    with LocalTelegram() as telegram:
        bot = start_my_bot(telegram.token, api=telegram.address)
        li = telegram.add_person("Li")
        li.says("/start")
        card = li.sees("Welcome")
        li.taps(card, "Go on")

The server runs in a thread of its own; all methods wait, none needs an event loop.
"""

import asyncio
import socket
import threading
import time
from types import TracebackType
from typing import Any

import httpx
import uvicorn

from bot.simulator import snapshot
from bot.simulator.app import create_app
from bot.simulator.json_types import Json
from bot.simulator.world import World
from bot.simulator.world_clock import WorldClock

TOKEN = "1000000001:local-token"
_LOOK_SECONDS = 0.05


class LocalTelegram:
    """A server on a free port of this machine; `address` takes the place of https://api.telegram.org.

    limits: Telegram's rate limits are on. inline: the bot has inline mode. seed: makes faults repeatable.
    state: the world to begin with, as GET /world?files=true returns it; raises ValueError for another one.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        username: str = "local_bot",
        limits: bool = False,
        inline: bool = False,
        seed: int = 0,
        state: Json | None = None,
    ) -> None:
        user = {"id": int(token.split(":")[0]), "username": username, "supports_inline_queries": inline}
        self.token = token
        self.clock = WorldClock()
        self.world = World({token: user}, clock=self.clock, seed=seed)
        if state is not None:
            snapshot.load_whole(self.world, state)
        self.world.bot.rate_limits.on = limits
        self.address = ""
        self._listener = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(
            create_app(self.world), log_config=None, log_level="critical", lifespan="on", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="local-telegram", daemon=True)

    def __enter__(self) -> "LocalTelegram":
        """Start the server."""
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread.start()
        self._client = httpx.Client(base_url=self.address, timeout=30)
        _wait_for(lambda: self._server.started, 30)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop the server."""
        self._client.close()
        self._server.should_exit = True
        self._thread.join(30)

    def add_person(self, first_name: str, **fields: Any) -> "PersonAtPhone":
        """Add a person; fields: last_name, username, language_code, phone."""
        added = self.request("POST", "/world/people", {"first_name": first_name, **fields})
        return PersonAtPhone(self, int(added["id"]))

    def person(self, identifier: int) -> "PersonAtPhone":
        """Return a person of the world at their phone."""
        return PersonAtPhone(self, self.world.person(identifier).id)

    def request(self, method: str, path: str, body: Json | None = None) -> Json:
        """Call the people's API; raises AssertionError with its sentence if it refuses."""
        response = self._client.request(method, path, json=body)
        assert response.status_code < 300, response.text
        return dict(response.json())

    def _serve(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._listener]))


class PersonAtPhone:
    """A person with a phone, in the chat with the bot."""

    def __init__(self, telegram: LocalTelegram, identifier: int) -> None:
        self.id = identifier
        self._telegram = telegram
        self._path = f"/world/people/{identifier}"

    def says(self, text: str, **more: Any) -> Json:
        """Send a text; more: reply_to. Returns the message."""
        return dict(self._telegram.request("POST", f"{self._path}/messages", {"text": text, **more})["messages"][0])

    def taps(self, message: Json, button: str) -> Json:
        """Tap a button of a message by its label or its callback data."""
        tap = {"message_id": message["message_id"], "button": button}
        return self._telegram.request("POST", f"{self._path}/taps", tap)

    def messages(self) -> list[Json]:
        """Return what the chat shows, oldest first."""
        return list(self._telegram.request("GET", f"{self._path}/messages")["messages"])

    def sees(self, words: str, *, seconds: float = 10) -> Json:
        """Wait for a message of the bot with these words and return it; raises AssertionError if it does not come."""

        def found() -> Json | None:
            shown = [each for each in self.messages() if each["from"]["is_bot"]]
            return next((each for each in reversed(shown) if words in _words(each)), None)

        message = _wait_for(found, seconds)
        assert message, (
            f"nothing with {words!r} came; the last messages: {[_words(each) for each in self.messages()[-3:]]}"
        )
        return dict(message)


def _words(message: Json) -> str:
    return str(message.get("text") or message.get("caption") or "")


def _wait_for(condition: Any, seconds: float) -> Any:
    """Return what a condition returns once it is true, or its last value after so many seconds."""
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(_LOOK_SECONDS)
    return found
