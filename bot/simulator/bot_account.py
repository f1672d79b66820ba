"""A bot's account: its profile, its chats, its callback queries and its updates."""

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.simulator.chat_members import chat_member
from bot.simulator.chats import Chat
from bot.simulator.commands import CommandLists
from bot.simulator.errors import BadRequest, Forbidden, GroupMigrated
from bot.simulator.json_types import Json
from bot.simulator.rate_limits import RateLimits
from bot.simulator.shared_state import SharedState
from bot.simulator.updates import UpdateQueue
from bot.simulator.webhook import BotWebhook

ACTION_SECONDS = 5.0
QUERY_SECONDS = 150.0
MAX_INLINE_QUERIES = 1_000
CHECKOUT_SECONDS = 10.0  # Bot API, answerPreCheckoutQuery


@dataclass(slots=True)
class CallbackQuery:
    """An unanswered tap on a button: who tapped, and when it can no longer be answered."""

    person: int
    expires_at: float


@dataclass(slots=True)
class InlineQueryState:
    """A person's inline query: what they typed, and the bot's answer as its method checked it."""

    person: int
    text: str
    expires_at: float
    answer: Json | None = None


@dataclass(slots=True)
class Checkout:
    """A payment that waits for the bot's answer to a query of this kind."""

    kind: str
    answer: asyncio.Future[Any]


class BotAccount:
    """One bot with its chats and updates."""

    def __init__(self, shared: SharedState, user: Json, *, webhook_pause: float = 1.0) -> None:
        rights = {"can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": False}
        self.shared = shared
        self.user: Json = {"is_bot": True, "first_name": user.get("username", "Bot"), **rights, **user}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, CallbackQuery] = {}
        self.inline_queries: dict[str, InlineQueryState] = {}
        self.inline_messages: dict[str, tuple[int, int]] = {}  # chat and message by inline_message_id
        self.web_app_queries: dict[str, int] = {}  # the person by web_app_query_id
        self.invoices: dict[str, Json] = {}  # by "CHAT:MESSAGE", or by the slug of a link
        self.checkouts: dict[str, Checkout] = {}
        self.checkout_seconds = CHECKOUT_SECONDS
        self.star_transactions: list[Json] = []
        self.commands = CommandLists()
        # Name, description and short description, by (kind, language code).
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_button: Json = {"type": "commands"}
        self.next_message_id = 1
        self.next_query_id = 1
        self.updates = UpdateQueue(shared.faults, shared.clock)
        self.webhook = BotWebhook(self.updates, shared.faults, shared.clock, retry_seconds=webhook_pause)
        self.rate_limits = RateLimits()

    @property
    def id(self) -> int:
        """The bot's user id."""
        return int(self.user["id"])

    @property
    def sender(self) -> Json:
        """The User object in the bot's messages."""
        return {key: self.user[key] for key in ("id", "is_bot", "first_name", "username") if key in self.user}

    def chat_with(self, person_id: int) -> Chat:
        """Return the private chat with a person; raises WorldError 404 if there is no such person."""
        chat = self.chats.get(person_id)
        if chat is None:
            shape = self.shared.person(person_id).private_chat()
            chat = self.chats[person_id] = Chat(person_id, shape)
        return chat

    def find_chat(self, chat_id: object) -> Chat:
        """Return a chat by id or @username; raises BadRequest if there is none."""
        if isinstance(chat_id, int) or (isinstance(chat_id, str) and chat_id.lstrip("-").isdigit()):
            chat = self.chats.get(int(chat_id))
            if chat is None and int(chat_id) in self.shared.people:
                chat = self.chat_with(int(chat_id))
        else:
            named = (chat for chat in self.chats.values() if f"@{chat.shape.get('username')}" == chat_id)
            chat = next((chat for chat in named if not chat.private), None)
        if chat is None:
            raise BadRequest("chat not found")
        return chat

    def find_user(self, user_id: int) -> Json | None:
        """Return the official User object of the bot itself or of a person; None if there is none."""
        person = self.shared.people.get(user_id)
        return self.sender if user_id == self.id else person.user() if person is not None else None

    def writable_chat(self, chat_id: object, *, messages: int = 1) -> Chat:
        """Return a chat to write so many messages to; raises Forbidden, BadRequest or TooManyRequests."""
        chat = self.find_chat(chat_id)
        if chat.private and chat.blocked:
            raise Forbidden("bot was blocked by the user")
        if chat.private and not chat.started:
            raise Forbidden("bot can't initiate conversation with a user")
        if not chat.private:
            require_membership(chat)
        for _ in range(messages):
            self.rate_limits.spend(chat.id, self.shared.clock())
        return chat

    def post(self, chat: Chat, sender: Json, content: Json) -> Json:
        """Add a new message to a chat and return it as an official Message object."""
        message = {
            "message_id": self._next_id(chat),
            "from": sender,
            "chat": chat.shape,
            "date": int(self.shared.clock()),
            **content,
        }
        chat.add(message)
        self.publish_change(chat, message["message_id"], "new")
        return message

    def _next_id(self, chat: Chat) -> int:
        """Return the id of the next message: a supergroup counts its own, all other chats of a bot share a count."""
        if chat.shape["type"] == "supergroup":
            chat.last_id += 1
            return chat.last_id
        self.next_message_id += 1
        return self.next_message_id - 1

    def publish_change(self, chat: Chat, message_id: int, kind: str) -> None:
        """Publish the event that a message is new, edited or deleted (`kind`: new, edit, delete)."""
        self._publish("message", chat, message_id=message_id, kind=kind)

    def set_action(self, chat: Chat, action: str | None) -> None:
        """Show a chat action ("typing" …) for five seconds; None ends it."""
        if action is None and chat.action is None:
            return
        chat.action = action
        chat.action_until = self.shared.clock() + ACTION_SECONDS
        self._publish("action", chat, action=action)

    def set_keyboard(self, chat: Chat, markup: Json) -> None:
        """Show a reply keyboard or a forced reply, or remove it."""
        if "keyboard" in markup or markup.get("force_reply"):
            chat.keyboard = markup
        elif markup.get("remove_keyboard"):
            chat.keyboard = None
        self._publish("keyboard", chat)

    def report_membership(self, chat: Chat, by: Json, old: str, new: str) -> None:
        """Send the bot an update on its own status in a chat. by: the User who changed it."""
        change = {
            "chat": chat.shape,
            "from": by,
            "date": int(self.shared.clock()),
            "old_chat_member": chat_member(self.sender, old),
            "new_chat_member": chat_member(self.sender, new),
        }
        self.updates.add("my_chat_member", change)
        self.shared.events.publish("people", {})

    def report_member(self, chat: Chat, by: Json, old: Json, new: Json) -> None:
        """Send the bot an update that a member of a group changed. old, new: the ChatMember objects."""
        moment = int(self.shared.clock())
        change = {"chat": chat.shape, "from": by, "date": moment, "old_chat_member": old, "new_chat_member": new}
        self.updates.add("chat_member", change)
        self.shared.events.publish("people", {})

    def set_membership(self, chat: Chat, by: Json, status: str) -> None:
        """Change the bot's status in a group and report it. by: the User who changes it."""
        old, chat.bot_status = chat.bot_status, status
        self.report_membership(chat, by, old, status)

    def open_query(self, person_id: int) -> str:
        """Open a callback query and return its id; expired ones are deleted."""
        now = self.shared.clock()
        while self.queries:
            oldest = next(iter(self.queries))
            if self.queries[oldest].expires_at > now:
                break
            del self.queries[oldest]
        identifier = str(self.id * 1_000_000 + self.next_query_id)
        self.next_query_id += 1
        self.queries[identifier] = CallbackQuery(person_id, now + QUERY_SECONDS)
        return identifier

    def open_inline_query(self, person_id: int, text: str) -> str:
        """Open an inline query and return its id."""
        identifier = str(self.id * 1_000_000 + self.next_query_id)
        self.next_query_id += 1
        self.inline_queries[identifier] = InlineQueryState(person_id, text, self.shared.clock() + QUERY_SECONDS)
        while len(self.inline_queries) > MAX_INLINE_QUERIES:
            del self.inline_queries[next(iter(self.inline_queries))]
        return identifier

    def inline_id_of(self, chat_id: int, message_id: int) -> str | None:
        """Return the inline_message_id of a message; None if it has none."""
        wanted = (chat_id, message_id)
        return next((key for key, message in self.inline_messages.items() if message == wanted), None)

    def add_star_transaction(self, charge: str, amount: int, person_id: int, payload: str) -> None:
        """Record Stars that a person paid."""
        user = self.shared.person(person_id).user()
        source = {"type": "user", "transaction_type": "invoice_payment", "user": user, "invoice_payload": payload}
        moment = int(self.shared.clock())
        self.star_transactions.append({"id": charge, "amount": amount, "date": moment, "source": source})

    def _publish(self, name: str, chat: Chat, **data: object) -> None:
        person = chat.id if chat.private else None
        self.shared.events.publish(name, {"person": person, "chat": chat.id, **data}, person=person)


def require_membership(chat: Chat) -> None:
    """Raise GroupMigrated or Forbidden if the bot is not in a group, or the group has become a supergroup."""
    if chat.moved_to is not None:
        raise GroupMigrated(chat.moved_to)
    if chat.blocked or chat.bot_status == "kicked":
        raise Forbidden(f"bot was kicked from the {chat.shape['type']} chat")
    if chat.bot_status == "left":
        raise Forbidden(f"bot is not a member of the {chat.shape['type']} chat")
