"""Flows: transitions from step to step, back, out of a flow, and between flows.

A flow that is left for another one is parked with its draft, and can be resumed.
"""

from dataclasses import replace

from bot.callback_data import Tap
from bot.card import Card, CardButton
from bot.cards import navigation
from bot.context import DeskContext
from bot.engine.inbound import parked_flows, prompts
from bot.engine.listeners import (
    AGAIN,
    END,
    Ask,
    Flow,
    FlowStep,
    Listener,
    NextStep,
    OnCommand,
    OnMessage,
    OnResult,
    OnTap,
)
from bot.errors import StaleButton


class Flows:
    """Every flow by its name, and the transitions between their steps."""

    def __init__(self) -> None:
        self.by_name: dict[str, Flow] = {}

    def add(self, flow: Flow) -> None:
        """Register a flow. Raises ValueError if the name is taken."""
        if self.by_name.setdefault(flow.name, flow) is not flow:
            raise ValueError(f"two flows named {flow.name}")

    def current(self, context: DeskContext) -> Ask | None:
        """Return the person's current step; None outside flows, and if a newer version has removed the step."""
        flow = self.by_name.get(context.conversation.flow)
        return flow.steps.get(context.conversation.step) if flow else None

    def call(self, context: DeskContext, listener: Listener, flow: Flow | None) -> NextStep:
        """Call a listener outside the current step, or an entry point of `flow`; return what it says comes next."""
        next_step = listener.do(context) if flow is None else self._begin(context, listener, flow)
        if flow is None:
            self._follow(context, next_step)
        return next_step

    def _begin(self, context: DeskContext, listener: Listener, flow: Flow) -> NextStep:
        conversation = context.conversation
        draft, trail, name, step = conversation.draft, conversation.trail, conversation.flow, conversation.step
        conversation.draft, conversation.trail, conversation.flow, conversation.step = {}, [], flow.name, ""
        card = conversation.card
        next_step: NextStep = None
        try:
            next_step = listener.do(context)
        finally:
            if not isinstance(next_step, FlowStep):  # The flow did not start: restore the conversation.
                conversation.draft, conversation.trail, conversation.flow, conversation.step = draft, trail, name, step
                conversation.card = card
        if not isinstance(next_step, FlowStep):
            return next_step
        is_continued = draft.items() <= conversation.draft.items()  # The new flow is about the same thing.
        if name and name != flow.name and not is_continued:
            conversation.parked[name] = parked_flows.kept(step, draft, trail)
        context.unpark(flow.name)
        self._advance(context, next_step)
        return next_step

    def handle_tap(self, context: DeskContext) -> None:
        """Handle a tap on a button of a step. Raises StaleButton if the flow has moved on since."""
        tap, ask = context.incoming.tap, self.current(context)
        if ask is None or tap is None or tap.revision != context.conversation.revision:
            raise StaleButton
        if tap.verb == navigation.BACK.verb:
            self.back(context)
        elif tap.verb == navigation.CANCEL.verb:
            self.cancel(context)
        else:
            for listener in self._listeners(context, ask):
                if isinstance(listener, OnTap) and listener.button.verb == tap.verb:
                    self._follow(context, listener.do(context))
                    return
            raise StaleButton

    def takes_message(self, context: DeskContext) -> bool:
        """Whether the current step listens to this message."""
        return self._message_listener(context) is not None

    def takes_sensitive_message(self, context: DeskContext) -> bool:
        """Whether the current step listens to this message, and it holds an ID number or a code."""
        return (listener := self._message_listener(context)) is not None and listener.is_sensitive

    def handle_message(self, context: DeskContext) -> bool:
        """Offer a message to the current step. Returns False if no listener of the step matches it."""
        listener = self._message_listener(context)
        if listener is None:
            return False
        self._follow(context, listener.do(context))
        return True

    def _message_listener(self, context: DeskContext) -> OnMessage | None:
        ask, update = self.current(context), context.incoming.update
        for listener in self._listeners(context, ask) if ask is not None and update is not None else []:
            if isinstance(listener, OnMessage) and update is not None and listener.matches(update):
                return listener
        return None

    def handle_result(self, context: DeskContext) -> bool:
        """Offer the result of a task to the current step. Returns False if the step does not listen to it."""
        ask = self.current(context)
        prompts.find_awaiting(context, ask)
        for listener in self._listeners(context, ask) if ask else []:
            if isinstance(listener, OnResult) and listener.task == context.incoming.task:
                self._follow(context, listener.do(context))
                return True
        return False

    def continue_running(self, context: DeskContext, flow: Flow | None, *, ignore_arguments: bool = False) -> bool:
        """Show the current step if a command would start the flow that is running already. Returns whether it did.

        With arguments a command starts the flow anew, unless they are ignored.
        """
        ask = self.current(context)
        if flow is None or ask is None or flow.name != context.conversation.flow:
            return False
        if context.words and not ignore_arguments:
            return False
        with parked_flows.ending(context, self.by_name):
            card = prompts.question(context, ask).with_rows((navigation.already(flow.name, context.texts),))
            prompts.show(context, navigation.above(context.texts("flow-already"), card))
        return True

    def restart(self, context: DeskContext, name: str) -> None:
        """Start a flow anew by its first command. Raises StaleButton if it has none."""
        flow = self.by_name.get(name)
        for entry in flow.entry_points if flow else []:
            if isinstance(entry, OnCommand):
                self.call(context, entry, flow)
                return
        raise StaleButton

    def resume(self, context: DeskContext, name: str) -> None:
        """Continue a parked flow, and park the current one; of the current one, show the step again.

        Raises StaleButton if it is neither.
        """
        conversation, ask = context.conversation, self.current(context)
        if ask is not None and conversation.flow == name:
            with parked_flows.ending(context, self.by_name):
                prompts.show(context, prompts.question(context, ask))
            return
        flow, parked = self.by_name.get(name), conversation.parked.get(name)
        if flow is None or parked is None or parked["step"] not in flow.steps:
            raise StaleButton
        if conversation.flow and conversation.draft:
            parked_flows.park(conversation)
        context.unpark(name)
        conversation.flow, conversation.draft, conversation.trail = name, parked["draft"], parked["trail"]
        with parked_flows.ending(context, self.by_name):
            self._enter(context, parked["step"])

    def back(self, context: DeskContext) -> None:
        """Return to the previous step and keep the draft; a step with none before it says so, and is shown again."""
        if trail := context.conversation.trail:
            self._enter(context, trail.pop())
        elif self.current(context) is None:
            self.cancel(context)
        else:
            context.heading = context.texts("own-words-back")
            self._follow(context, AGAIN)

    def cancel(self, context: DeskContext) -> None:
        """Cancel the current flow, or leave it if what its step is about lives on."""
        name, ask = context.conversation.flow, self.current(context)
        if name and name not in self.by_name:  # Another version has left it.
            context.leave(name)
            name = ""
        if not name:
            context.show(navigation.nothing_to_cancel(context.texts))
            return
        left = prompts.leaving(context, ask)
        context.leave(name)
        context.show(left or navigation.cancelled(name, context.texts))
        parked_flows.offer(context, self.by_name)

    def explain_unexpected(self, context: DeskContext, kind: str) -> None:
        """Explain that this kind of message is not expected here, and show what is."""
        if (ask := self.current(context)) is None:
            context.say(navigation.lost(kind, context.texts))
            return
        with parked_flows.ending(context, self.by_name):
            prompts.show_again(context, ask, context.texts(f"expected-not-{kind}"))

    def show_refusal(self, context: DeskContext, card: Card, *, of_step: bool) -> None:
        """Show the card of a refusal; of what the current step has refused, or asks for, with its question below."""
        if of_step and (ask := self.current(context)) is not None:
            begins = self.by_name[context.conversation.flow].commands
            prompts.show_refusal(context, ask, navigation.without(card, begins))
        else:
            context.show(card if card.rows else card.with_rows((navigation.go("menu", context.texts),)))

    def is_for_step(self, context: DeskContext) -> bool:
        """Whether the event of this turn is for the current step: a message that it takes, a tap on its card."""
        if (tap := context.incoming.tap) is not None:
            return tap.revision == context.conversation.revision or prompts.is_on_card(context)
        return bool(context.incoming.task) or (context.message is not None and self.takes_message(context))

    def _listeners(self, context: DeskContext, ask: Ask) -> list[Listener]:
        return [*ask.listeners, *self.by_name[context.conversation.flow].fallbacks]

    def _follow(self, context: DeskContext, next_step: NextStep) -> None:
        if next_step is END:
            context.leave(context.conversation.flow)
            parked_flows.offer(context, self.by_name)
        elif isinstance(next_step, CardButton):
            self._go_on(context, next_step)
        elif next_step is AGAIN and (ask := self.current(context)) is not None:
            prompts.show(context, prompts.question(context, ask), anew=True)
        elif isinstance(next_step, FlowStep):
            self._advance(context, next_step)

    def _go_on(self, context: DeskContext, button: CardButton) -> None:
        """End the current flow, and start the one that this button starts. Raises LookupError if it starts none."""
        context.leave(context.conversation.flow)
        context.incoming = replace(context.incoming, tap=Tap(button.verb, button.subject, None))
        for flow in self.by_name.values():
            for entry in flow.entry_points:
                if isinstance(entry, OnTap) and entry.button.verb == button.verb:
                    self.call(context, entry, flow)
                    return
        raise LookupError(f"no flow starts with {button.verb}")

    def _advance(self, context: DeskContext, step: FlowStep) -> None:
        conversation, left = context.conversation, self.current(context)
        if left is not None and conversation.step != step.value and not left.skipped_by_back:
            conversation.trail.append(conversation.step)
        if self.by_name[conversation.flow].steps[step.value].bars_back:
            conversation.trail.clear()
        self._enter(context, step.value)

    def _enter(self, context: DeskContext, step: str) -> None:
        context.conversation.step = step
        context.conversation.revision += 1
        if (ask := self.current(context)) is None:
            raise LookupError(f"flow {context.conversation.flow} has no step {step}")
        prompts.show(context, prompts.question(context, ask))
