"""What a handler file is made of: what it listens to, and flows as one visible table of named steps.

Matching is python-telegram-bot's (its handlers and filters); where a flow stands is
read from the database, so a restart or another machine changes nothing.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, MessageHandler, filters

from bot.card import Button, Card
from bot.context import DeskContext
from bot.group_context import GroupContext, GroupEvent


class End(StrEnum):
    """What a step answers besides a next step: its flow is over; or the current step asks again."""

    END = "end"
    AGAIN = "again"


END = End.END
AGAIN = End.AGAIN
Outcome = StrEnum | None
Do = Callable[[DeskContext], Outcome]
Prompt = Callable[[DeskContext], Card]

FRESH = filters.UpdateType.MESSAGE & ~filters.FORWARDED


class Listener:
    """One thing listened to. `do` answers the next step, END, or None to stay."""

    def __init__(self, do: Callable[[DeskContext], Any]) -> None:
        self.do = do


class OnCommand(Listener):
    """Listens to one command."""

    def __init__(self, name: str, do: Callable[[DeskContext], Any]) -> None:
        super().__init__(do)
        self.name = name


class OnTap(Listener):
    """Listens to taps of one kind of button."""

    def __init__(self, button: Button[Any], do: Callable[[DeskContext], Any]) -> None:
        super().__init__(do)
        self.button = button


class OnLink(Listener):
    """Listens to deep links (/start prefix-rest); one for guests does not wait until they have registered."""

    def __init__(self, prefix: str, do: Callable[[DeskContext], Any], *, guests: bool = False) -> None:
        super().__init__(do)
        self.prefix = prefix
        self.guests = guests


class OnMessage(Listener):
    """Listens to messages that pass a filter. first: before any flow (a reply to a certain message)."""

    def __init__(self, what: filters.BaseFilter, do: Callable[[DeskContext], Any], *, first: bool = False) -> None:
        super().__init__(do)
        self.matcher: BaseHandler[Update, Any, Any] = MessageHandler(what, do)  # type: ignore[arg-type]
        self.first = first

    def hears(self, update: Update) -> bool:
        """Say whether this message is for it."""
        return bool(self.matcher.check_update(update))


class OnResult(Listener):
    """Listens to the result of one task."""

    def __init__(self, task: str, do: Callable[[DeskContext], Any]) -> None:
        super().__init__(do)
        self.task = task


class OnTimer(Listener):
    """Listens to one kind of timer."""

    def __init__(self, kind: str, do: Callable[[DeskContext], Any]) -> None:
        super().__init__(do)
        self.kind = kind


class OnGroup:
    """Listens to one kind of event of groups, whoever's: what it may do is in the context it is given."""

    def __init__(self, event: GroupEvent, do: Callable[[GroupContext], None]) -> None:
        self.event = event
        self.do = do


class Ask:
    """One step of a flow: the card that asks, and what it listens to meanwhile."""

    def __init__(self, prompt: Prompt, *listeners: Listener) -> None:
        self.prompt = prompt
        self.listeners: Sequence[Listener] = listeners


class Conversation:
    """A flow: how it starts, its steps. The stored row says where each person stands in it."""

    def __init__(
        self, name: str, *, entry_points: Sequence[Listener], states: dict[Any, Ask], fallbacks: Sequence[Listener] = ()
    ) -> None:
        self.name = name
        self.entry_points = entry_points
        self.states: dict[str, Ask] = {str(step): ask for step, ask in states.items()}
        self.fallbacks = fallbacks


Handler = Listener | Conversation | OnGroup


def on_command(name: str, do: Callable[[DeskContext], Any]) -> OnCommand:
    """Listen to /name."""
    return OnCommand(name, do)


def on_tap(button: Button[Any], do: Callable[[DeskContext], Any]) -> OnTap:
    """Listen to taps of this button."""
    return OnTap(button, do)


def on_link(prefix: str, do: Callable[[DeskContext], Any], *, guests: bool = False) -> OnLink:
    """Listen to the deep links `prefix-rest`; the rest is `context.link`, of [A-Za-z0-9_-], 64 with the prefix."""
    return OnLink(prefix, do, guests=guests)


def on_words(
    do: Callable[[DeskContext], Any],
    *,
    first: bool = False,
    what: filters.BaseFilter = filters.ALL,
    forwarded: bool = False,
) -> OnMessage:
    """Listen to plain words the person wrote himself, now; forwarded ones only where that does no harm."""
    whose = filters.UpdateType.MESSAGE if forwarded else FRESH
    return OnMessage(whose & filters.TEXT & ~filters.COMMAND & what, do, first=first)


def on_contact(do: Callable[[DeskContext], Any]) -> OnMessage:
    """Listen to a shared contact; whose it is the service must check."""
    return OnMessage(FRESH & filters.CONTACT, do)


def on_picture(do: Callable[[DeskContext], Any], *, forwarded: bool = False) -> OnMessage:
    """Listen to a photo or a picture sent as a file; forwarded ones only where that does no harm."""
    pictures = filters.PHOTO | filters.Document.ALL
    return OnMessage((filters.UpdateType.MESSAGE if forwarded else FRESH) & pictures, do)


def on_result(task: str, do: Callable[[DeskContext], Any]) -> OnResult:
    """Listen to what a task came back with."""
    return OnResult(task, do)


def on_timer(kind: str, do: Callable[[DeskContext], Any]) -> OnTimer:
    """Listen to a timer that falls due."""
    return OnTimer(kind, do)


def on_group(event: GroupEvent, do: Callable[[GroupContext], None]) -> OnGroup:
    """Listen to what happens in groups."""
    return OnGroup(event, do)


def command_of(update: Update, bot_username: str) -> str | None:
    """Return the command a message gives to this bot, lower case, None for any other message.

    A forwarded one is somebody else's word: it commands nothing.
    """
    message = update.message
    if message is None or message.forward_origin is not None or not message.text or not message.text.startswith("/"):
        return None
    name, _, at = message.text.split(None, 1)[0][1:].partition("@")
    return name.lower() if not at or at.lower() == bot_username.lower() else None
