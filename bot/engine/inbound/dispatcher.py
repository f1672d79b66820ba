"""Dispatches an event to its listener.

tap ──► of the current step if the button belongs to a step, else of the desk      command ──► of the desk
/start prefix-rest ──► the link's listener; for people who are not registered, after registration
other messages ──► first listeners, typed labels of the step's buttons, own words, the current step, the flow's
                   fallbacks, the desk, own words that are late, else "not expected here"
What a listener finds to be meant instead (`Instead`) is handled in place of the message.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from bot import profile
from bot.callback_data import Tap
from bot.cards import navigation
from bot.context import DeskContext
from bot.engine.inbound import albums, reachability, typed_labels, wishes
from bot.engine.inbound.flows import Flows
from bot.engine.inbound.known_names import step_names
from bot.engine.inbound.listener_table import ListenerTable
from bot.engine.inbound.message_kinds import kind_of, typed_key
from bot.engine.inbound.offered_journeys import require_offered
from bot.engine.listeners import NOT_HANDLED, Handler, Instead, NextStep, command_of
from bot.engine.newer_versions import UnknownHere
from bot.errors import Refusal, StaleButton
from bot.group_context import GroupContext, GroupEvent

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class UnknownCommand(Refusal, key="refused-unknown-command", offers=("menu", "help")):
    """The command does not exist."""


class Dispatcher:
    """Hands each event to its listener. tasks: the names of all tasks; not every result has a listener."""

    def __init__(self, handlers: Iterable[Handler], bot_username: str, tasks: Collection[str] = ()) -> None:
        self._username = bot_username
        self._tasks = tasks
        self.flows = Flows()
        self._listeners = ListenerTable(handlers, self.flows)

    def dispatch(self, context: DeskContext) -> None:
        """Call the listener of the event and make the transition it returns. Raises Refusal."""
        flow = context.conversation.flow
        wishes.forget_if_replaced(context)
        self._dispatch(context)
        wishes.forget_if_cancelled(context, flow)

    def _dispatch(self, context: DeskContext) -> None:
        incoming = context.incoming
        context.commands = self.commands
        if incoming.update is not None and incoming.update.my_chat_member is None:
            reachability.record_message(context)
        if incoming.timer:
            self._handle_timer(context)
        elif incoming.task == context.LINK:
            self._handle_link(context, incoming.result["payload"])
        elif incoming.task == context.WISH:
            self._grant(context, incoming.result["text"])
        elif incoming.task:
            self._handle_result(context)
        elif incoming.tap is not None:
            self._handle_tap(context)
        elif incoming.update is not None and incoming.update.my_chat_member is not None:
            reachability.record_membership(context)
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
        if event in self._listeners.groups:
            self._listeners.groups[event].do(context)

    @property
    def commands(self) -> frozenset[str]:
        """All commands."""
        return frozenset(self._listeners.commands) | {"cancel", "back"}

    @property
    def names(self) -> Iterator[str]:
        """All names that are stored while processes of several versions run."""
        for names in (*self._listeners.names, self._tasks, step_names(self.flows)):
            yield from names

    def run(self, context: DeskContext, command: str) -> None:
        """Run a command. Raises UnknownCommand."""
        if command not in self._listeners.commands:
            raise UnknownCommand
        require_offered(profile.hidden().commands, command)
        self.flows.call(context, *self._listeners.commands[command])

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
        elif tap.verb == navigation.ANSWER.verb:
            self._answer_with_typed(context)
        elif tap.revision is not None:
            self.flows.handle_tap(context)
        elif tap.verb in self._listeners.taps:
            require_offered(profile.hidden().verbs, tap.verb)
            self._open(context, self.flows.call(context, *self._listeners.taps[tap.verb]))
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
        ask = self.flows.current(context)
        context.step_asks_yes = ask is not None and ask.asks_yes
        context.step_is_left = ask is not None and ask.on_leave is not None
        if self._offer_message(context):
            return
        if typed_key(context) == "cancel":
            self._handle_command(context, "cancel")
        elif not context.incoming.is_service and not albums.is_answered(context):
            self.flows.explain_unexpected(context, kind_of(context))

    def _offer_message(self, context: DeskContext) -> bool:
        """Offer a message to every listener in turn. Returns False if none has taken it."""
        update = context.incoming.update
        assert update is not None
        for listener, _ in self._listeners.messages:
            if listener.first and listener.matches(update) and listener.do(context) is not NOT_HANDLED:
                return True
        if typed_labels.press(context, self.flows) or self._handle_own_words(context, late=False):
            return True
        if self.flows.handle_message(context):
            return True
        for listener, flow in self._listeners.messages:
            if listener.first or not listener.matches(update):
                continue
            if self.flows.call(context, listener, flow) is not NOT_HANDLED:
                return True
        return self._handle_own_words(context, late=True)

    def _handle_own_words(self, context: DeskContext, *, late: bool) -> bool:
        """Offer the message to who reads own words. Returns False if nobody has understood it."""
        update = context.incoming.update
        for listener in self._listeners.own_words:
            if listener.late is late and (update is None or listener.matches(update)):
                found = self.flows.call(context, listener, None)
                if found is not NOT_HANDLED:
                    self._open(context, found)
                    return True
        return False

    def _open(self, context: DeskContext, found: NextStep) -> None:
        """Handle what a listener found to be meant instead; do nothing if it found nothing."""
        if not isinstance(found, Instead):
            return
        if found.payload:
            self._handle_link(context, found.payload)
        elif found.button is not None:
            tap = Tap(found.button.verb, found.button.subject, None)
            context.incoming = replace(context.incoming, tap=tap)
            self._handle_tap(context)
        else:
            context.incoming = replace(context.incoming, words=found.words)
            self._handle_command(context, found.command)

    def _grant(self, context: DeskContext, text: str) -> None:
        """Go on with what somebody asked for before they had registered or agreed, as if they said it now."""
        command, _, words = text.partition(" ")
        context.incoming = replace(context.incoming, words=words if command.startswith("/") else text)
        if command.startswith("/"):
            self._handle_command(context, command[1:])
        elif not self._handle_own_words(context, late=False):
            self._handle_own_words(context, late=True)

    def _answer_with_typed(self, context: DeskContext) -> None:
        """Hand the step the text of which the person says that it is the answer. Raises StaleButton."""
        tap, conversation = context.incoming.tap, context.conversation
        typed, conversation.typed = conversation.typed, ""
        if tap is None or tap.revision != conversation.revision or not typed:
            raise StaleButton
        context.incoming = wishes.typed_again(context, typed)
        if not self.flows.handle_message(context):
            raise StaleButton

    def _handle_command(self, context: DeskContext, command: str) -> None:
        if command == "cancel" and (context.conversation.flow or command not in self._listeners.commands):
            self.flows.cancel(context)  # Outside of flows the listener, if there is one, says what goes on.
        elif command == "back":
            self.flows.back(context)
        elif command not in self._listeners.commands:
            raise UnknownCommand
        elif command == "start" and context.words:
            self._handle_link(context, context.words)
        elif not self.flows.continue_running(context, self._listeners.commands[command][1]):
            self.run(context, command)

    def _handle_link(self, context: DeskContext, payload: str) -> None:
        """Follow a deep link; an unknown one is ignored. It waits in the draft for people who must register first."""
        prefix, _, rest = payload.partition("-")
        listener, flow = self._listeners.links.get(prefix, (None, None))
        if listener is None or not PAYLOAD.fullmatch(payload):
            self._start(context)
        elif listener.guests or context.account.is_signed_in:
            require_offered(profile.hidden().links, prefix)
            context.link = rest
            self.flows.call(context, listener, flow)
        else:
            self._start(context)
            context.conversation.draft["link"] = payload

    def _start(self, context: DeskContext) -> None:
        if not self.flows.continue_running(context, self._listeners.commands["start"][1], ignore_arguments=True):
            self.run(context, "start")

    def _handle_timer(self, context: DeskContext) -> None:
        if context.incoming.timer not in self._listeners.timers:
            raise UnknownHere(context.incoming.timer)
        self.flows.call(context, self._listeners.timers[context.incoming.timer], None)

    def _handle_result(self, context: DeskContext) -> None:
        if context.incoming.task not in self._tasks and context.incoming.task not in self._listeners.results:
            raise UnknownHere(context.incoming.task)
        if self.flows.handle_result(context):
            return
        listener = self._listeners.results.get(context.incoming.task)
        if listener is not None:
            self._open(context, listener.do(context))
