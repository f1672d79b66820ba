"""People and chats.

Messages are stored as official Message objects, so that a bot's response, an update and a person's screen show
the same. The snapshot stores people and chats by the names of their fields: a renamed field makes it unreadable.
"""

from dataclasses import asdict, dataclass, field

from bot.simulator.json_types import Json

# Older messages are deleted, so that memory does not grow in long benchmarks.
MAX_MESSAGES = 5_000


@dataclass(slots=True)
class SimulatedPerson:
    """A person with a Telegram account. Roles and hints by language only explain on the page who this is."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone: str | None = None
    role: str | None = None
    roles: dict[str, str] = field(default_factory=dict)
    hint: dict[str, str] = field(default_factory=dict)

    def names(self) -> Json:
        """Return the name fields of the User and Chat objects, without unset ones."""
        named = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        return {key: value for key, value in named.items() if value}

    def user(self) -> Json:
        """Return the official User object."""
        shape: Json = {"id": self.id, "is_bot": False, **self.names()}
        if self.language_code:
            shape["language_code"] = self.language_code
        return shape

    def contact(self) -> Json:
        """Return the official Contact object of this person. The number has no plus, as at Telegram."""
        card: Json = {"phone_number": (self.phone or "").lstrip("+"), "first_name": self.first_name}
        if self.last_name:
            card["last_name"] = self.last_name
        card["user_id"] = self.id
        return card

    def private_chat(self) -> Json:
        """Return the official Chat object of this person's private chat with a bot."""
        return {"id": self.id, **self.names(), "type": "private"}


@dataclass(slots=True)
class Chat:
    """One chat of one bot: a private one (id of the person) or a group (negative id)."""

    id: int
    shape: Json  # the official Chat object
    messages: dict[int, Json] = field(default_factory=dict)
    # Ids of the bot's messages with a reply keyboard or its removal: Telegram does not let a bot edit these.
    fixed: set[int] = field(default_factory=set)
    members: dict[int, str] = field(default_factory=dict)  # in a group: the status by person
    keyboard: Json | None = None
    started: bool = False
    blocked: bool = False
    bot_status: str = "administrator"  # in a group: the bot's own status
    moved_to: int | None = None  # the id of the supergroup that this group became
    last_id: int = 0  # in a supergroup: the id of the newest message
    read: int = 0  # the newest message that the person has seen
    action: str | None = None
    action_until: float = 0.0
    menu_button: Json | None = None
    description: str | None = None
    pinned: list[int] = field(default_factory=list)  # ids of messages, the oldest first
    # In a group: rights, restrictions, title and tag by member, what members may do, and invite links by address.
    details: dict[int, Json] = field(default_factory=dict)
    permissions: Json | None = None
    invite_links: dict[str, Json] = field(default_factory=dict)
    topics: dict[str, Json] = field(default_factory=dict)  # of a forum, by the id of their first message
    votes: dict[str, dict[str, list[int]]] = field(default_factory=dict)  # positions of options by poll and person
    reactions: dict[str, dict[str, list[Json]]] = field(default_factory=dict)  # by message and user
    cloud: dict[str, str] = field(default_factory=dict)  # in a private chat: what Mini Apps keep, by key

    @property
    def private(self) -> bool:
        """Whether this is a chat with one person."""
        return self.id > 0

    def add(self, message: Json) -> None:
        """Add a message, and delete the oldest beyond MAX_MESSAGES."""
        self.messages[message["message_id"]] = message
        if len(self.messages) > MAX_MESSAGES:
            self.delete(next(iter(self.messages)))

    def delete(self, message_id: int) -> None:
        """Delete a message, also from the pinned ones."""
        del self.messages[message_id]
        self.fixed.discard(message_id)
        self.reactions.pop(str(message_id), None)
        if message_id in self.pinned:
            self.pinned.remove(message_id)

    def messages_after(self, message_id: int) -> list[Json]:
        """Return the messages with higher ids, oldest first."""
        newer: list[Json] = []
        for identifier in reversed(self.messages):
            if identifier <= message_id:
                break
            newer.append(self.messages[identifier])
        newer.reverse()
        return newer

    def unread_count(self) -> int:
        """Count the bot's messages that the person has not seen."""
        return sum(message["from"]["is_bot"] for message in self.messages_after(self.read))

    def current_action(self, now: float) -> str | None:
        """Return the chat action ("typing" …) if it has not expired."""
        return self.action if self.action and now < self.action_until else None

    def fold_keyboard(self, text: str | None) -> None:
        """Hide a forced reply, or a one-time keyboard if the text is one of its buttons (None: the contact button)."""
        if self.keyboard and self.keyboard.get("force_reply"):
            self.keyboard = None
        if not self.keyboard or not self.keyboard.get("one_time_keyboard"):
            return
        labels = {button.get("text") for row in self.keyboard["keyboard"] for button in row}
        if text is None or text in labels:
            self.keyboard = None

    def to_dict(self) -> Json:
        """Return the chat as JSON for the snapshot."""
        return asdict(self) | {
            "messages": list(self.messages.values()),
            "fixed": sorted(self.fixed),
            "members": {str(member): status for member, status in self.members.items()},
            "details": {str(member): details for member, details in self.details.items()},
        }

    @classmethod
    def from_dict(cls, fields: Json) -> "Chat":
        """Restore a chat from `to_dict`."""
        messages = {message["message_id"]: message for message in fields["messages"]}
        members = {int(member): status for member, status in fields["members"].items()}
        details = {int(member): each for member, each in fields.get("details", {}).items()}
        read = {"messages": messages, "fixed": set(fields["fixed"]), "members": members, "details": details}
        return cls(**fields | read)
