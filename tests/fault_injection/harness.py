"""The ground a desk lives and dies on: the store's file, the people and their phones stay, whatever happens to it.

It takes the place of a story's app, so that the same cast acts here; acts are not
followed by `settle`: the episode decides when the desk may work.
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
from tests.engine import sample_flow
from tests.fault_injection.at_once import InProcessPool, OneSize
from tests.fault_injection.bank import MortalBank
from tests.fault_injection.crash_points import MortalDatabase, MortalFace, MortalSms, MortalTransport
from tests.fault_injection.points import Points
from tests.stories.actor import Actor
from tests.stories.app_driver import MORNING, TOKEN, AppDriver
from tests.stories.violation_steps import QUICK_DOCUMENTS

MESSAGES = re.compile(r"/world/people/(\d+)/(messages|taps)")


@dataclass(frozen=True)
class Speech:
    """What a desk listens to and says."""

    handlers: Callable[[], Iterable[Handler]]
    notifications: Mapping[str, Notification]
    tasks: Callable[[Adapters], Mapping[str, Task]]


WHOLE_DESK = Speech(every_handler, every_notification(), lambda adapters: {**every_task(adapters), **QUICK_DOCUMENTS})
BOOKING_DESK = Speech(sample_flow.handlers, sample_flow.NOTIFICATIONS, lambda _: sample_flow.TASKS)


class Ground:
    """What outlives a process."""

    def __init__(self, url: str, points: Points, speech: Speech) -> None:
        self.url = url
        self.points = points
        self.speech = speech
        self.began = self.now = MORNING
        self.world = World({TOKEN: {"id": 1000000001, "username": "chezhu_bot", "first_name": "车主"}})
        self.files = self.world.files = OneSize()
        self.bot = self.world.bot
        self.store = MortalDatabase(url, Points())
        self.bank = MortalBank(points, lambda: self.now)
        self.unwritten: set[int] = set()
        self.seen: set[int] = set()
        self.house_is_due = False
        self._first_update = self.bot.updates.next_id

    @property
    def as_app(self) -> AppDriver:
        """The ground, where a app is asked for."""
        return cast(AppDriver, self)

    @property
    def ledgers(self) -> list[Ledger]:
        """The books of both gateways."""
        return self.bank.ledgers

    def person(self, name: str, phone: str = "", language: str = "zh-hans") -> Actor:
        """Somebody with a phone comes in."""
        person = self.world.add_person(name, phone=phone or None, language_code=language)
        return Actor(self.as_app, person.id, name)

    async def new_desk(self) -> Desk:
        """Put a desk on the store: a new process, which knows nothing but what is written down."""
        self.points.rise()
        transport = MortalTransport(self.world, TOKEN, self.points)
        bot = DeskBot(
            TOKEN,
            base_url="http://telegram.local/bot",
            base_file_url="http://telegram.local/file/bot",
            request=transport,
            get_updates_request=transport,
        )
        await bot.initialize()
        face = MortalFace(self.world, self.points)
        adapters = Adapters(InProcessPool(), face, self.bank.adapters)
        parts = DeskParts(
            database=MortalDatabase(self.url, self.points),
            bot=bot,
            sms=MortalSms(self.world, self.points),
            clock=lambda: self.now,
            handlers=list(self.speech.handlers()),
            notifications=self.speech.notifications,
            tasks=self.speech.tasks(adapters),
            housekeeping_jobs=every_housekeeping_job(adapters),
        )
        desk = Desk(parts)
        self.bank.open_desk(parts.database, desk.wake)
        return desk

    def bury(self) -> None:
        """A process is gone. What Telegram had accepted and it had not written down may be said once more."""
        self.bank.close_desk()
        self.unwritten |= self.shown() - self.written()

    def note(self) -> None:
        """Remember what stands on the screens: the desk may take it away again."""
        self.seen |= self.shown()

    def shown(self) -> set[int]:
        """The ids of every message of the desk on a screen; an album belongs to the card that follows it."""
        return {key for chat in self.world.bot.chats.values() for key in _shown_in(chat)}

    def written(self) -> set[int]:
        """The ids of every message the store knows to have arrived."""
        asked = text("SELECT message_id FROM outbox WHERE message_id IS NOT NULL")
        with self.store.reading() as session:
            return set(session.execute(asked).scalars())

    def updates_told(self) -> int:
        """How many updates Telegram ever had for the desk."""
        return self.bot.updates.next_id - self._first_update

    def ask(self, method: str, path: str, **question: Any) -> Any:
        """Do what a person does, and show what he sees, without HTTP."""
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
            photos = [self.files.kept(data) for _, (_, data, _) in question["files"]]
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
        """The newest picture on somebody's screen."""
        photos = [message["photo"] for message in person.messages() if message.get("photo")]
        return self.world.files.by_id[photos[-1][-1]["file_id"]].data

    def pays(self, person: Actor, outcome: str = "pay") -> None:
        """Let somebody scan the newest payment code on his screen with his wallet."""
        (code,) = read_qr_codes(self.picture_of(person))
        self.bank.gateways.wallet.pay(code, outcome, person=person.id)

    def reach(self, moment: datetime) -> None:
        """Let the clock come to a moment; it never goes back."""
        self.now = max(self.now, moment)

    def sms(self, phone: str) -> list[str]:
        """The text messages this number has had."""
        return [message["text"] for message in self.world.sms.received(phone)]

    def write(self, deed: Any) -> Any:
        """Change something in the store, as an import would."""
        with self.store.transaction() as session:
            return deed(session)

    def look(self, question: Any) -> Any:
        """Ask something of the store."""
        with self.store.reading() as session:
            return question(session)

    def settle(self) -> None:
        """Nothing: the episode lets the desk work."""

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


def fresh_file(template: Path, folder: Path) -> str:
    """Return the URL of a copy of an empty SQLite store, always the same: the last one is gone."""
    path = folder / "episode.sqlite3"
    for part in ("", "-wal", "-shm"):
        path.with_name(path.name + part).unlink(missing_ok=True)
    path.write_bytes(template.read_bytes())
    return f"sqlite:///{path}"


def _shown_in(chat: Chat) -> Iterator[int]:
    """Give the messages of the desk in a chat, without the photos of each card's own album."""
    albums: dict[str, list[int]] = {}
    for key, message in chat.messages.items():
        if message["from"]["is_bot"] and "media_group_id" in message:
            albums.setdefault(message["media_group_id"], []).append(key)
        elif message["from"]["is_bot"]:
            yield key
            for sent_before in list(albums.values())[:-1]:  # It was sent again: nobody had written it down.
                yield from sent_before
            albums.clear()
    for unfollowed in albums.values():
        yield from unfollowed
