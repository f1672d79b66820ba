"""People, and the chats a bot has: what a screen shows, who may write, what is fixed.

A message is kept as the official Message object itself, so that what a bot was
answered, what an update carries and what a screen shows are one and the same.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from bot.simulator.json_types import Json

HISTORY = 5_000
"""How many messages a chat remembers; the oldest are forgotten, so that long benchmarks stay flat in memory."""


@dataclass(slots=True)
class SimulatedPerson:
    """Someone with a Telegram account. `role` and `hint` only tell the reader of the page who this is."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone: str | None = None
    role: str | None = None
    hint: dict[str, str] = field(default_factory=dict)

    def names(self) -> Json:
        """The name fields a User and a private Chat share, unset ones left out."""
        named = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        return {key: value for key, value in named.items() if value}

    def user(self) -> Json:
        """The official User object."""
        shape: Json = {"id": self.id, "is_bot": False, **self.names()}
        if self.language_code:
            shape["language_code"] = self.language_code
        return shape

    def contact(self) -> Json:
        """The official Contact object of this person's own card; the number carries no plus, as Telegram's own."""
        card: Json = {"phone_number": (self.phone or "").lstrip("+"), "first_name": self.first_name}
        if self.last_name:
            card["last_name"] = self.last_name
        card["user_id"] = self.id
        return card

    def private_chat(self) -> Json:
        """The official Chat object of this person's conversation with a bot."""
        return {"id": self.id, **self.names(), "type": "private"}


@dataclass(slots=True)
class Chat:
    """One chat of one bot: a private one (id of the person) or a group (negative id)."""

    id: int
    shape: Json
    messages: dict[int, Json] = field(default_factory=dict)
    fixed: set[int] = field(default_factory=set)
    """Bot messages that carried a reply keyboard or its removal: Telegram refuses to edit these."""
    members: dict[int, str] = field(default_factory=dict)
    keyboard: Json | None = None
    started: bool = False
    blocked: bool = False
    standing: str = "administrator"
    """The bot's own in a group: "left" and "kicked" shut it out."""
    moved_to: int | None = None
    """Where a group went on as a supergroup."""
    read: int = 0
    action: str | None = None
    action_until: float = 0.0
    menu_button: Json | None = None
    description: str | None = None

    @property
    def private(self) -> bool:
        """Whether this is a conversation with one person."""
        return self.id > 0

    def keep(self, message: Json) -> None:
        """Put a message on the screen, forgetting the oldest beyond HISTORY."""
        self.messages[message["message_id"]] = message
        if len(self.messages) > HISTORY:
            oldest = next(iter(self.messages))
            del self.messages[oldest]
            self.fixed.discard(oldest)

    def after(self, message_id: int) -> list[Json]:
        """The messages above an id, oldest first."""
        newer: list[Json] = []
        for identifier in reversed(self.messages):
            if identifier <= message_id:
                break
            newer.append(self.messages[identifier])
        newer.reverse()
        return newer

    def unread(self) -> int:
        """How many of the bot's messages came after the screen was last looked at."""
        return sum(message["from"]["is_bot"] for message in self.after(self.read))

    def acting(self, now: float) -> str | None:
        """What the bot is doing just now (typing …); an action fades after five seconds."""
        return self.action if self.action and now < self.action_until else None

    def use_keyboard(self, text: str | None) -> None:
        """Fold a one-time keyboard away once one of its buttons (None: its contact button) was used.

        A forced reply has done its work with whatever the person writes next.
        """
        if self.keyboard and self.keyboard.get("force_reply"):
            self.keyboard = None
        if not self.keyboard or not self.keyboard.get("one_time_keyboard"):
            return
        labels = {button.get("text") for row in self.keyboard["keyboard"] for button in row}
        if text is None or text in labels:
            self.keyboard = None


def as_json(thing: SimulatedPerson | Chat) -> Json:
    """A person or a chat as plain JSON, for the snapshot."""
    plain: Json = asdict(thing)
    if isinstance(thing, Chat):
        plain["messages"] = list(thing.messages.values())
        plain["fixed"] = sorted(thing.fixed)
        plain["members"] = {str(member): status for member, status in thing.members.items()}
    return plain


def chat_from_json(plain: dict[str, Any]) -> Chat:
    """The chat that `as_json` wrote down."""
    restored = dict(plain)
    restored["messages"] = {message["message_id"]: message for message in plain["messages"]}
    restored["fixed"] = set(plain["fixed"])
    restored["members"] = {int(member): status for member, status in plain["members"].items()}
    return Chat(**restored)
