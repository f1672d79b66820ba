"""What handler modules are made of: listeners, and flows defined as a table of named steps.

Messages are matched by python-telegram-bot's filters. The state of a conversation is in the database,
so that a restart or another process changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

from telegram import Update
from telegram.ext import filters

from bot.card import Button, Card, CardButton
from bot.context import DeskContext
from bot.group_context import GroupContext, GroupEvent
from bot.incoming import command_in
from bot.task_definition import ResultDefinition, TaskDefinition


class FlowStep(StrEnum):
    """Base class of a flow's step names. The values are stored, so they must never change."""


class FlowSignal(Enum):
    """What a listener may return instead of the next step of its flow."""

    END = "end"  # The flow is finished.
    AGAIN = "again"  # Show the prompt of the current step again.
    NOT_HANDLED = "not handled"  # Only for listeners outside a step: the message is offered to other listeners.


END = FlowSignal.END
AGAIN = FlowSignal.AGAIN
NOT_HANDLED = FlowSignal.NOT_HANDLED


@dataclass(frozen=True, slots=True)
class Instead:
    """What a message means: a command with what follows it, a button, or a deep link, which is handled in its place."""

    command: str = ""
    words: str = ""
    button: CardButton | None = None
    payload: str = ""


NextStep = FlowStep | FlowSignal | CardButton | Instead | None
Callback = Callable[[DeskContext], NextStep]
Prompt = Callable[[DeskContext], Card]

FRESH = filters.UpdateType.MESSAGE & ~filters.FORWARDED


class Listener:
    """Base class of listeners. `do` returns the next step, a signal, or None to leave the conversation as it is.

    A button that it returns starts a flow: the current one ends, and the other begins as if the person had tapped it.
    """

    def __init__(self, do: Callback) -> None:
        self.do = do


class OnCommand(Listener):
    """Listens to one command."""

    def __init__(self, name: str, do: Callback) -> None:
        super().__init__(do)
        self.name = name


class OnTap(Listener):
    """Listens to taps of one kind of button."""

    def __init__(self, button: Button[Any], do: Callback) -> None:
        super().__init__(do)
        self.button = button


class OnLink(Listener):
    """Listens to deep links (/start prefix-rest). guests: also for people who have not registered yet.

    The rest is `context.link`. Prefix and rest: 64 characters of [A-Za-z0-9_-].
    """

    def __init__(self, prefix: str, do: Callback, *, guests: bool = False) -> None:
        super().__init__(do)
        self.prefix = prefix
        self.guests = guests


class OnMessage(Listener):
    """Listens to messages that pass a filter. first: before the step of the current flow.

    is_sensitive: the message holds an ID number or a code, and is deleted from the chat once it is read.
    """

    def __init__(
        self, what: filters.BaseFilter, do: Callback, *, first: bool = False, is_sensitive: bool = False
    ) -> None:
        super().__init__(do)
        self.what = what
        self.first = first
        self.is_sensitive = is_sensitive

    def matches(self, update: Update) -> bool:
        """Return whether this message passes the filter."""
        return bool(self.what.check_update(update))


class OnOwnWords(OnMessage):
    """Listens to what people say in their own words, before the step of the current flow, or late: after all others."""

    def __init__(self, what: filters.BaseFilter, do: Callback, *, late: bool) -> None:
        super().__init__(what, do)
        self.late = late


class OnResult(Listener):
    """Listens to the result of one task."""

    def __init__(self, task: str, do: Callback) -> None:
        super().__init__(do)
        self.task = task  # The stored name.


class OnTimer(Listener):
    """Listens to one kind of timer."""

    def __init__(self, kind: str, do: Callback) -> None:
        super().__init__(do)
        self.kind = kind


class OnGroup:
    """Listens to one kind of event in groups. Its context has neither account nor conversation."""

    def __init__(self, event: GroupEvent, do: Callable[[GroupContext], None]) -> None:
        self.event = event
        self.do = do


class Ask:
    """One step of a flow: the card that asks, and what it listens to meanwhile.

    bars_back: Back cannot leave this step; what led here has taken effect and cannot be typed again.
    on_leave: for a step about something that lives on without the flow: what is shown to who leaves it. Its button
    says "leave", not "cancel".
    is_consent: the whole question stands above its button wherever it is shown. asks_yes: its card asks for a yes, too,
    to go on or to send what was entered; a typed one may then be meant for it.
    skipped_by_back: Back from a later step does not return here; for example a code can be verified only once.
    is_progress: the step waits for the result of a task, whose card takes the place of the step's.
    """

    def __init__(
        self,
        prompt: Prompt,
        *listeners: Listener,
        bars_back: bool = False,
        is_consent: bool = False,
        asks_yes: bool = False,
        skipped_by_back: bool = False,
        is_progress: bool = False,
        on_leave: Prompt | None = None,
    ) -> None:
        self.prompt = prompt
        self.listeners: Sequence[Listener] = listeners
        self.bars_back = bars_back
        self.is_consent = is_consent
        self.asks_yes = asks_yes or is_consent
        self.skipped_by_back = skipped_by_back
        self.is_progress = is_progress
        self.on_leave = on_leave


class Flow:
    """The definition of a flow: how it starts, and its steps. A person's current step is in the conversation row.

    is_over: whether what a draft is about has ended, so that the flow is not offered again.
    """

    def __init__(
        self,
        name: str,
        *,
        entry_points: Sequence[Listener],
        steps: Mapping[FlowStep, Ask],
        fallbacks: Sequence[Listener] = (),
        is_over: Callable[[DeskContext, dict[str, Any]], bool] | None = None,
    ) -> None:
        self.name = name
        self.is_over = is_over
        self.entry_points = entry_points
        self.steps: dict[str, Ask] = {step.value: ask for step, ask in steps.items()}
        self.fallbacks = fallbacks
        self.commands = [each.name for each in entry_points if isinstance(each, OnCommand)]


Handler = Listener | Flow | OnGroup

# Handler modules name what they listen to in the order of a sentence: `on_tap(APPROVE, approve)`.
on_command, on_tap, on_link, on_timer, on_group = OnCommand, OnTap, OnLink, OnTimer, OnGroup


def on_words(
    do: Callback,
    *,
    first: bool = False,
    what: filters.BaseFilter = filters.ALL,
    forwarded: bool = False,
    is_sensitive: bool = False,
) -> OnMessage:
    """Listen to text messages. forwarded: also to forwarded ones, where text of another person does no harm.

    is_sensitive: ID numbers and codes, which are deleted from the chat once they are read.
    """
    whose = filters.UpdateType.MESSAGE if forwarded else FRESH
    return OnMessage(whose & filters.TEXT & ~filters.COMMAND & what, do, first=first, is_sensitive=is_sensitive)


def on_own_words(do: Callback, *, late: bool = False) -> OnOwnWords:
    """Listen to what people say in their own words, forwarded texts too. late: only if nobody else has taken it."""
    return OnOwnWords(filters.UpdateType.MESSAGE & filters.TEXT & ~filters.COMMAND, do, late=late)


def on_contact(do: Callback) -> OnMessage:
    """Listen to a shared contact. It may be another person's: the service must check."""
    return OnMessage(FRESH & filters.CONTACT, do)


def on_picture(do: Callback, *, forwarded: bool = False) -> OnMessage:
    """Listen to a photo or a picture sent as a file. forwarded: forwarded ones too."""
    pictures = filters.PHOTO | filters.Document.ALL
    return OnMessage((filters.UpdateType.MESSAGE if forwarded else FRESH) & pictures, do)


def on_result(task: TaskDefinition[..., Any] | ResultDefinition[Any], do: Callback) -> OnResult:
    """Listen to what a task came back with; `context.result_of(task)` returns it."""
    return OnResult(task.name, do)


def command_of(update: Update, bot_username: str) -> str | None:
    """Return the command in a message to this bot, in lower case; None for other messages and for forwarded ones."""
    message = update.message
    if message is None or message.forward_origin is not None or not message.text or not message.text.startswith("/"):
        return None
    name, _, at = command_in(message.text).partition("@")
    return name.lower() if not at or at.lower() == bot_username.lower() else None
