"""The whole small world in memory: people, bots, files, text messages, faces, and what goes wrong on request."""

import time
from collections.abc import Callable, Mapping
from random import Random

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import SimulatedPerson
from bot.simulator.errors import WorldError
from bot.simulator.events import EventStream
from bot.simulator.face import FaceChecks
from bot.simulator.faults import Faults
from bot.simulator.files import FileStore
from bot.simulator.json_types import Json
from bot.simulator.sms import SmsInbox

FIRST_PERSON_ID = 700_000_001
QUERY_SECONDS = 150.0


class World:
    """Everything there is. One event loop owns it; nothing in it is safe from other threads.

    `bots` maps tokens to official User objects (`id` and `username` at least). `query_seconds` is how long a tap
    may be answered. `flood_limits` switches Telegram's limits on. `seed` makes the faults repeatable.
    """

    def __init__(
        self,
        bots: Mapping[str, Json],
        *,
        clock: Callable[[], float] = time.time,
        query_seconds: float = QUERY_SECONDS,
        flood_limits: bool = False,
        webhook_pause: float = 1.0,
        seed: int | None = None,
    ) -> None:
        self.clock = clock
        self.query_seconds = query_seconds
        self.people: dict[int, SimulatedPerson] = {}
        self.files = FileStore()
        self.events = EventStream()
        self.sms = SmsInbox(self.events)
        self.faces = FaceChecks()
        self.faults = Faults(random=Random(seed))
        self.faults.listeners.append(self.events.close)
        self.bots: dict[str, BotAccount] = {}
        for token, user in bots.items():
            self.bots[token] = BotAccount(self, token, user, webhook_pause=webhook_pause)
            self.bots[token].flood.on = flood_limits

    @property
    def bot(self) -> BotAccount:
        """The first bot: the one whose chats the people's side shows unless it names another."""
        return next(iter(self.bots.values()))

    def add_person(self, first_name: str, *, id: int | None = None, **about: object) -> SimulatedPerson:
        """Let someone join; WorldError 409 when the id is taken. `about` takes the other fields of SimulatedPerson."""
        identifier = id if id is not None else max(self.people, default=FIRST_PERSON_ID - 1) + 1
        if identifier in self.people:
            raise WorldError(409, f"Person {identifier} exists already.")
        if identifier <= 0 or not first_name:
            raise WorldError(400, "A person needs a first name and a positive id.")
        person = SimulatedPerson(identifier, first_name, **about)  # type: ignore[arg-type]
        self.people[identifier] = person
        self.events.publish("people", {})
        return person

    def person(self, identifier: int) -> SimulatedPerson:
        """Someone by id; WorldError 404 when there is nobody."""
        person = self.people.get(identifier)
        if person is None:
            raise WorldError(404, f"There is no person {identifier}.")
        return person

    def resume(self) -> None:
        """Push what waits for webhooks that were set in an earlier life; needs the running event loop."""
        for bot in self.bots.values():
            bot.webhook.resume()

    async def close(self) -> None:
        """End open polls, streams and webhook deliveries, so that a server can stop at once."""
        for bot in self.bots.values():
            await bot.webhook.close()
        self.faults.restart()
