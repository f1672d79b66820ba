"""One bot's account: its profile, its chats with people and groups, its taps, its updates."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.simulator.chats import Chat
from bot.simulator.commands import CommandLists
from bot.simulator.errors import BadRequest, Forbidden, GroupMigrated
from bot.simulator.json_types import Json
from bot.simulator.rate_limits import FloodLimits
from bot.simulator.updates import UpdateQueue
from bot.simulator.webhook import BotWebhook

if TYPE_CHECKING:
    from bot.simulator.world import World

ACTION_SECONDS = 5.0


@dataclass(slots=True)
class CallbackQuery:
    """A tap that waits for its answer."""

    person: int
    expires: float


class BotAccount:
    """A bot and everything that is between it and the people."""

    def __init__(self, world: "World", token: str, user: Json, *, webhook_pause: float = 1.0) -> None:
        rights = {"can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": False}
        self.world = world
        self.token = token
        self.user: Json = {"is_bot": True, "first_name": user.get("username", "Bot"), **rights, **user}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, CallbackQuery] = {}
        self.commands = CommandLists()
        self.texts: dict[tuple[str, str], str] = {}
        """Name, description and short description, by (kind, language code)."""
        self.menu_button: Json = {"type": "commands"}
        self.next_message_id = 1
        self.next_query_id = 1
        self.updates = UpdateQueue(world.faults)
        self.webhook = BotWebhook(self.updates, world.faults, world.clock, first_pause=webhook_pause)
        self.flood = FloodLimits()

    @property
    def id(self) -> int:
        """The bot's user id."""
        return int(self.user["id"])

    @property
    def sender(self) -> Json:
        """The User object that stands in the bot's messages."""
        return {key: self.user[key] for key in ("id", "is_bot", "first_name", "username") if key in self.user}

    def chat_with(self, person_id: int) -> Chat:
        """The private chat with a person, made when it is first asked for; WorldError 404 for nobody."""
        chat = self.chats.get(person_id)
        if chat is None:
            shape = self.world.person(person_id).private_chat()
            chat = self.chats[person_id] = Chat(person_id, shape)
        return chat

    def find_chat(self, chat_id: object) -> Chat:
        """A chat the bot knows, by id or @username; BadRequest "chat not found"."""
        if isinstance(chat_id, int) or (isinstance(chat_id, str) and chat_id.lstrip("-").isdigit()):
            chat = self.chats.get(int(chat_id))
            if chat is None and int(chat_id) in self.world.people:
                chat = self.chat_with(int(chat_id))
        else:
            named = (chat for chat in self.chats.values() if f"@{chat.shape.get('username')}" == chat_id)
            chat = next((chat for chat in named if not chat.private), None)
        if chat is None:
            raise BadRequest("chat not found")
        return chat

    def reach(self, chat_id: object, *, messages: int = 1) -> Chat:
        """A chat the bot may write to now; Forbidden, BadRequest or TooManyRequests when it may not."""
        chat = self.find_chat(chat_id)
        if chat.private and chat.blocked:
            raise Forbidden("bot was blocked by the user")
        if chat.private and not chat.started:
            raise Forbidden("bot can't initiate conversation with a user")
        if not chat.private:
            check_group(chat)
        for _ in range(messages):
            self.flood.spend(chat.id, self.world.clock())
        return chat

    def post(self, chat: Chat, sender: Json, content: Json) -> Json:
        """Put a new message into a chat and return it: the official Message object."""
        message = {
            "message_id": self.next_message_id,
            "from": sender,
            "chat": chat.shape,
            "date": int(self.world.clock()),
            **content,
        }
        self.next_message_id += 1
        chat.keep(message)
        self.tell(chat, message["message_id"], "new")
        return message

    def tell(self, chat: Chat, message_id: int, kind: str) -> None:
        """Publish that a message is new, edited or deleted."""
        person = chat.id if chat.private else None
        data = {"person": person, "chat": chat.id, "message_id": message_id, "kind": kind}
        self.world.events.publish("message", data, person=person)

    def act(self, chat: Chat, action: str | None) -> None:
        """Show what the bot is doing ("typing" …), for five seconds or until its next message (None)."""
        if action is None and chat.action is None:
            return
        chat.action = action
        chat.action_until = self.world.clock() + ACTION_SECONDS
        person = chat.id if chat.private else None
        self.world.events.publish("action", {"person": person, "chat": chat.id, "action": action}, person=person)

    def show_keyboard(self, chat: Chat, markup: Json) -> None:
        """Put a reply keyboard on the screen, or take it away."""
        if "keyboard" in markup or markup.get("force_reply"):
            chat.keyboard = markup
        elif markup.get("remove_keyboard"):
            chat.keyboard = None
        person = chat.id if chat.private else None
        self.world.events.publish("keyboard", {"person": person, "chat": chat.id}, person=person)

    def ask(self, person_id: int) -> str:
        """Open a query for a tap and return its id; those too old to answer are forgotten."""
        now = self.world.clock()
        while self.queries:
            oldest = next(iter(self.queries))
            if self.queries[oldest].expires > now:
                break
            del self.queries[oldest]
        identifier = str(self.id * 1_000_000 + self.next_query_id)
        self.next_query_id += 1
        self.queries[identifier] = CallbackQuery(person_id, now + self.world.query_seconds)
        return identifier


def check_group(chat: Chat) -> None:
    """Refuse a group that the bot is not in, or that went on under another id. Raises GroupMigrated or Forbidden."""
    if chat.moved_to is not None:
        raise GroupMigrated(chat.moved_to)
    if chat.blocked or chat.standing == "kicked":
        raise Forbidden(f"bot was kicked from the {chat.shape['type']} chat")
    if chat.standing == "left":
        raise Forbidden(f"bot is not a member of the {chat.shape['type']} chat")
