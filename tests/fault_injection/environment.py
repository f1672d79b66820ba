"""The environment of a desk that crashes: its database, the simulated Telegram, phones and bank, which outlive it.

It replaces the stories' AppDriver, so that the same actors can be used; their actions are not
followed by `settle`, as the episode decides when the desk works.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import text

from bot.cards.notification import Notification
from bot.engine.desk import Desk, DeskParts
from bot.engine.listeners import Handler
from bot.engine.outbound.tasks import Task
from bot.engine.telegram_client import DeskBot
from bot.simulator import user_actions
from bot.simulator.chats import Chat
from bot.simulator.gateways.ledger import Ledger
from bot.simulator.gateways.wallet import read_qr_codes
from bot.simulator.world import World
from bot.tasks.dependencies import Adapters
from handlers import every_handler, every_housekeeping_job, every_notification, every_task
from storage.engine.outbox import BUTTONS
from tests.engine import sample_flow
from tests.fault_injection.bank import SimulatedBank
from tests.fault_injection.crash_points import CrashPoints
from tests.fault_injection.crashing_adapters import (
    CrashPointDatabase,
    CrashPointFaceCheck,
    CrashPointSms,
    CrashPointTransport,
)
from tests.fault_injection.in_process import InProcessPool, SingleSizeFileStore
from tests.stories.actor import Actor
from tests.stories.app_driver import MORNING, TOKEN, AppDriver
from tests.stories.violation_steps import QUICK_DOCUMENTS

MESSAGES = re.compile(r"/world/people/(\d+)/(messages|taps)")


@dataclass(frozen=True)
class DeskDefinition:
    """The handlers, notifications and tasks of a desk."""

    handlers: Callable[[], Iterable[Handler]]
    notifications: Mapping[str, Notification]
    tasks: Callable[[Adapters], Mapping[str, Task]]


WHOLE_DESK = DeskDefinition(
    every_handler, every_notification(), lambda adapters: {**every_task(adapters), **QUICK_DOCUMENTS}
)
BOOKING_DESK = DeskDefinition(sample_flow.handlers, sample_flow.NOTIFICATIONS, lambda _: sample_flow.TASKS)


class Environment:
    """Everything that outlives a desk's process."""

    def __init__(self, url: str, points: CrashPoints, definition: DeskDefinition) -> None:
        self.url = url
        self.points = points
        self.definition = definition
        self.began = self.now = MORNING
        self.world = World({TOKEN: {"id": 1000000001, "username": "chezhu_bot", "first_name": "车主"}})
        self.files = self.world.files = SingleSizeFileStore()
        self.bot = self.world.bot
        self.store = CrashPointDatabase(url, CrashPoints())
        self.bank = SimulatedBank(points, lambda: self.now)
        self.unrecorded: set[int] = set()
        self.seen: set[int] = set()
        self.housekeeping_is_due = False
        self._first_update = self.bot.updates.next_id

    @property
    def as_app(self) -> AppDriver:
        """This environment, where an AppDriver is expected."""
        return cast(AppDriver, self)

    @property
    def ledgers(self) -> list[Ledger]:
        """The ledgers of both gateways."""
        return self.bank.ledgers

    def person(self, name: str, phone: str = "", language: str = "zh-hans") -> Actor:
        """Add a Telegram user with a phone."""
        person = self.world.add_person(name, phone=phone or None, language_code=language)
        return Actor(self.as_app, person.id, name)

    async def new_desk(self) -> Desk:
        """Start a desk that knows nothing but what is in the database, as a new process does."""
        self.points.restart()
        transport = CrashPointTransport(self.world, TOKEN, self.points)
        bot = DeskBot(
            TOKEN,
            base_url="http://telegram.local/bot",
            base_file_url="http://telegram.local/file/bot",
            request=transport,
            get_updates_request=transport,
        )
        await bot.initialize()
        face = CrashPointFaceCheck(self.world, self.points)
        adapters = Adapters(InProcessPool(), face, self.bank.adapters)
        parts = DeskParts(
            database=CrashPointDatabase(self.url, self.points),
            bot=bot,
            sms=CrashPointSms(self.world, self.points),
            clock=lambda: self.now,
            handlers=list(self.definition.handlers()),
            notifications=self.definition.notifications,
            tasks=self.definition.tasks(adapters),
            housekeeping_jobs=every_housekeeping_job(adapters.gateways),
            batch_seconds=float("inf"),  # The number of crash points must not depend on the speed of the machine.
        )
        desk = Desk(parts)
        self.bank.open_desk(parts.database, desk.wake)
        return desk

    def record_crash(self) -> None:
        """Note that the process is gone: messages that Telegram accepted and it did not record may be repeated."""
        self.bank.close_desk()
        self.unrecorded |= self.shown() - self.recorded()

    def record_screens(self) -> None:
        """Remember the messages on all screens, as the desk may delete them later."""
        self.seen |= self.shown()

    def shown(self) -> set[int]:
        """Return the ids of the desk's messages on all screens; an album belongs to the card that follows it."""
        return {key for chat in self.world.bot.chats.values() for key in _shown_in(chat)}

    def recorded(self) -> set[int]:
        """Return the ids of all messages that the outbox records as sent, without those that it records as deleted."""
        deleted = (
            "SELECT message_id FROM outbox WHERE message_id IS NOT NULL AND (lane LIKE 'deletion:%' OR about = :about)"
        )
        asked = f"SELECT message_id FROM outbox WHERE message_id IS NOT NULL AND message_id NOT IN ({deleted})"
        with self.store.reading() as session:
            return set(session.execute(text(asked), {"about": BUTTONS}).scalars())

    def updates_told(self) -> int:
        """Return the number of updates that Telegram has had for the desk."""
        return self.bot.updates.next_id - self._first_update

    def ask(self, method: str, path: str, **question: Any) -> Any:
        """Answer a request to the simulated world's API without HTTP."""
        if path == "/world/sms":
            return {"sms": self.world.sms.received(question["params"]["phone"])}
        if path == "/world/face":
            return self.world.faces.set(question["json"]["person"], question["json"]["outcome"])
        found = MESSAGES.fullmatch(path)
        assert found is not None, path
        return self._act(int(found[1]), found[2], method, question)

    def _act(self, person_id: int, what: str, method: str, question: dict[str, Any]) -> dict[str, Any]:
        bot, person, wanted = self.world.bot, self.world.person(person_id), question.get("json", {})
        chat = bot.chat_with(person_id)
        if what == "taps":
            named = wanted.get("data") or wanted["button"]
            press = user_actions.send_callback if wanted.get("forged") else user_actions.tap_button
            press(bot, chat, person, wanted["message_id"], named)
        elif "files" in question:
            photos = [self.files.stored(data) for _, (_, data, _) in question["files"]]
            _ = (
                user_actions.send_album(bot, chat, person, photos)
                if photos[1:]
                else user_actions.send_message(bot, chat, person, photos[0])
            )
        elif method == "POST":
            content = (
                user_actions.contact_content(person, True)
                if "contact" in wanted
                else user_actions.text_content(wanted["text"])
            )
            user_actions.send_message(bot, chat, person, content, reply_to=wanted.get("reply_to"))
        return {"messages": chat.messages_after(0)}

    def picture_of(self, person: Actor) -> bytes:
        """Return the newest picture on a person's screen."""
        photos = [message["photo"] for message in person.messages() if message.get("photo")]
        return self.world.files.by_id[photos[-1][-1]["file_id"]].data

    def pays(self, person: Actor, outcome: str = "pay") -> None:
        """Let a person scan the newest payment code on their screen with their wallet."""
        (code,) = read_qr_codes(self.picture_of(person))
        self.bank.gateways.wallet.pay(code, outcome, person=person.id)

    def advance_to(self, moment: datetime) -> None:
        """Set the clock to a later time; it never goes back."""
        self.now = max(self.now, moment)

    def sms(self, phone: str) -> list[str]:
        """Return the text messages that this number has received."""
        return [message["text"] for message in self.world.sms.received(phone)]

    def write(self, action: Any) -> Any:
        """Change the database, as an import would."""
        with self.store.transaction() as session:
            return action(session)

    def read(self, question: Any) -> Any:
        """Return what a function of a session reads from the database."""
        with self.store.reading() as session:
            return question(session)

    def settle(self) -> None:
        """Do nothing: the episode decides when the desk works."""

    def close(self) -> None:
        """Close the database."""
        self.store.close()


def fresh_file(template: Path, folder: Path) -> str:
    """Copy an empty SQLite database over that of the last episode, and return its URL."""
    path = folder / "episode.sqlite3"
    for part in ("", "-wal", "-shm"):
        path.with_name(path.name + part).unlink(missing_ok=True)
    path.write_bytes(template.read_bytes())
    return f"sqlite:///{path}"


def _shown_in(chat: Chat) -> Iterator[int]:
    """Return the desk's messages in a chat, without the photos of each card's own album."""
    albums: dict[str, list[int]] = {}
    for key, message in chat.messages.items():
        if message["from"]["is_bot"] and "media_group_id" in message:
            albums.setdefault(message["media_group_id"], []).append(key)
        elif message["from"]["is_bot"]:
            yield key
            for sent_before in list(albums.values())[:-1]:  # It was sent again, as it had not been recorded.
                yield from sent_before
            albums.clear()
    for unfollowed in albums.values():
        yield from unfollowed
