"""Dispatches an event to its listener.

tap ──► of the current step if the button belongs to a step, else of the desk      command ──► of the desk
/start prefix-rest ──► the link's listener; for people who are not registered, after registration
other messages ──► first listeners, the current step, the flow's fallbacks, the desk, else "not expected here"
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from bot.cards import navigation
from bot.context import DeskContext
from bot.engine.inbound.flows import Flows
from bot.engine.inbound.known_names import step_names
from bot.engine.inbound.message_kinds import kind_of, typed_key
from bot.engine.listeners import (
    NOT_HANDLED,
    Flow,
    Handler,
    Listener,
    OnCommand,
    OnGroup,
    OnLink,
    OnMessage,
    OnResult,
    OnTap,
    OnTimer,
    command_of,
)
from bot.engine.newer_versions import UnknownHere
from bot.errors import Refusal, StaleButton
from bot.group_context import GroupContext, GroupEvent
from storage.identity.accounts import Account

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class UnknownCommand(Refusal, key="refused-unknown-command", offers=("menu", "help")):
    """The command does not exist."""


class Dispatcher:
    """All listeners of the desk by command, button, link, task, timer and event in groups.

    tasks: the names of all tasks; not every result has a listener.
    """

    def __init__(self, handlers: Iterable[Handler], bot_username: str, tasks: Collection[str] = ()) -> None:
        self._username = bot_username
        self._tasks = tasks
        self._commands: dict[str, tuple[Listener, Flow | None]] = {}
        self._taps: dict[str, tuple[Listener, Flow | None]] = {}
        self._results: dict[str, Listener] = {}
        self._timers: dict[str, Listener] = {}
        self._links: dict[str, tuple[OnLink, Flow | None]] = {}
        self._messages: list[tuple[OnMessage, Flow | None]] = []
        self._groups: dict[str, OnGroup] = {}
        self.flows = Flows()
        for each in handlers:
            self._add(each)

    def dispatch(self, context: DeskContext) -> None:
        """Call the listener of the event and make the transition it returns. Raises Refusal."""
        incoming = context.incoming
        context.commands = self.commands
        if incoming.update is not None and incoming.update.my_chat_member is None:
            _mark_reachable(context)
        if incoming.timer:
            self._handle_timer(context)
        elif incoming.task == context.LINK:
            self._handle_link(context, incoming.result["payload"])
        elif incoming.task:
            self._handle_result(context)
        elif incoming.tap is not None:
            self._handle_tap(context)
        elif incoming.update is not None and incoming.update.my_chat_member is not None:
            self._handle_membership(context)
        elif incoming.update is not None and incoming.update.edited_message is not None:
            self.flows.explain_unexpected(context, "edited")
        elif context.message is not None:
            self._handle_message(context)

    def dispatch_group(self, context: GroupContext) -> None:
        """Call the listener of an event in a group; of a command only if it exists or names this bot."""
        event = context.event
        if event is GroupEvent.COMMAND:
            command = command_of(context.update, self._username)
            if command is None or not (command in self.commands or "@" in context.first_word):
                return
        if event in self._groups:
            self._groups[event].do(context)

    @property
    def commands(self) -> frozenset[str]:
        """All commands."""
        return frozenset(self._commands) | {"cancel", "back"}

    @property
    def names(self) -> Iterator[str]:
        """All names that are stored while processes of several versions run."""
        tables = (self._commands, self._taps, self._results, self._timers, self._links, self._tasks)
        for names in (*tables, step_names(self.flows)):
            yield from names

    def run(self, context: DeskContext, command: str) -> None:
        """Run a command. Raises UnknownCommand."""
        if command not in self._commands:
            raise UnknownCommand
        self.flows.call(context, *self._commands[command])

    def _add(self, handler: Handler) -> None:
        if isinstance(handler, Flow):
            self.flows.add(handler)
            for entry in handler.entry_points:
                self._add_listener(entry, handler)
        elif isinstance(handler, OnGroup):
            _unique(self._groups, handler.event, handler)
        else:
            self._add_listener(handler, None)

    def _add_listener(self, listener: Listener, flow: Flow | None) -> None:
        if isinstance(listener, OnCommand):
            _unique(self._commands, listener.name, (listener, flow))
        elif isinstance(listener, OnTap):
            _unique(self._taps, listener.button.verb, (listener, flow))
        elif isinstance(listener, OnResult):
            _unique(self._results, listener.task, listener)
        elif isinstance(listener, OnTimer):
            _unique(self._timers, listener.kind, listener)
        elif isinstance(listener, OnLink):
            _unique(self._links, listener.prefix, (listener, flow))
        elif isinstance(listener, OnMessage):
            self._messages.append((listener, flow))

    def _handle_tap(self, context: DeskContext) -> None:
        tap = context.incoming.tap
        assert tap is not None
        if tap.verb == navigation.GO.verb and tap.subject == "start":
            self._start(context)
        elif tap.verb == navigation.GO.verb:
            self.run(context, tap.subject)
        elif tap.verb == navigation.RESUME.verb:
            self.flows.resume(context, tap.subject)
        elif tap.verb == navigation.RESTART.verb:
            self.flows.restart(context, tap.subject)
        elif tap.revision is not None:
            self.flows.handle_tap(context)
        elif tap.verb in self._taps:
            self.flows.call(context, *self._taps[tap.verb])
        else:
            raise StaleButton

    def _handle_message(self, context: DeskContext) -> None:
        update = context.incoming.update
        assert update is not None
        command = command_of(update, self._username) or (context.conversation.flow and typed_key(context)) or None
        if command is not None:
            self._handle_command(context, command)
            return
        context.step_takes_message = self.flows.takes_message(context)
        for listener, _ in self._messages:
            if listener.first and listener.matches(update) and listener.do(context) is not NOT_HANDLED:
                return
        if self.flows.handle_message(context):
            return
        for listener, flow in self._messages:
            if listener.first or not listener.matches(update):
                continue
            if self.flows.call(context, listener, flow) is not NOT_HANDLED:
                return
        if typed_key(context) == "cancel":
            self.flows.cancel(context)
        elif not context.incoming.is_service:
            self.flows.explain_unexpected(context, kind_of(context))

    def _handle_command(self, context: DeskContext, command: str) -> None:
        if command == "cancel":
            self.flows.cancel(context)
        elif command == "back":
            self.flows.back(context)
        elif command not in self._commands:
            raise UnknownCommand
        elif command == "start" and context.words:
            self._handle_link(context, context.words)
        elif not self.flows.continue_running(context, self._commands[command][1]):
            self.run(context, command)

    def _handle_link(self, context: DeskContext, payload: str) -> None:
        """Follow a deep link; an unknown one is ignored. It waits in the draft for people who must register first."""
        prefix, _, rest = payload.partition("-")
        listener, flow = self._links.get(prefix, (None, None))
        if listener is None or not PAYLOAD.fullmatch(payload):
            self._start(context)
        elif listener.guests or context.account.is_signed_in:
            context.link = rest
            self.flows.call(context, listener, flow)
        else:
            self._start(context)
            context.conversation.draft["link"] = payload

    def _start(self, context: DeskContext) -> None:
        if not self.flows.continue_running(context, self._commands["start"][1], ignore_arguments=True):
            self.run(context, "start")

    def _handle_timer(self, context: DeskContext) -> None:
        if context.incoming.timer not in self._timers:
            raise UnknownHere(context.incoming.timer)
        self.flows.call(context, self._timers[context.incoming.timer], None)

    def _handle_result(self, context: DeskContext) -> None:
        if context.incoming.task not in self._tasks and context.incoming.task not in self._results:
            raise UnknownHere(context.incoming.task)
        if self.flows.handle_result(context):
            return
        listener = self._results.get(context.incoming.task)
        if listener is not None:
            listener.do(context)

    @staticmethod
    def _handle_membership(context: DeskContext) -> None:
        """Record that the person has blocked or unblocked the bot."""
        update = context.incoming.update
        assert update is not None
        assert update.my_chat_member is not None
        gone = update.my_chat_member.new_chat_member.status in ("kicked", "left")
        account = context.session.get(Account, context.account.id)
        if account is not None:
            account.unreachable_since = context.now if gone else None
            context.session.add(account)


def _mark_reachable(context: DeskContext) -> None:
    """Record that a person who could not be reached has written: whoever writes can be answered."""
    if context.account.unreachable_since is not None:
        account = context.session.get(Account, context.account.id)
        if account is not None:
            account.unreachable_since = None
            context.session.add(account)


def _unique(table: dict[str, Any], name: str, value: Any) -> None:
    if name in table:
        raise ValueError(f"two listeners for {name}")
    table[name] = value
