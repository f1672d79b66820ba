"""Flows: transitions from step to step, back, out of a flow, and between flows.

A flow that is left for another one is parked with its draft, and can be resumed.
"""

from typing import Any

from bot.card import Card
from bot.cards import navigation
from bot.context import DeskContext
from bot.engine.inbound.refusal_cards import refusal_card
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
from bot.errors import Refusal, StaleButton


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
        next_step: NextStep = None
        try:
            next_step = listener.do(context)
        finally:
            if not isinstance(next_step, FlowStep):  # The flow did not start: restore the conversation.
                conversation.draft, conversation.trail, conversation.flow, conversation.step = draft, trail, name, step
        if not isinstance(next_step, FlowStep):
            return next_step
        is_continued = draft.items() <= conversation.draft.items()  # The new flow is about the same thing.
        if name and name != flow.name and not is_continued:
            conversation.parked[name] = _parked(step, draft, trail)
        conversation.parked.pop(flow.name, None)
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
        card = self._prompt(context, ask).with_rows((navigation.already(flow.name, context.texts),))
        context.show(navigation.above(context.texts("flow-already"), card))
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
        """Continue a parked flow, and park the current one. Raises StaleButton if it is not parked any more."""
        conversation = context.conversation
        flow, parked = self.by_name.get(name), conversation.parked.get(name)
        if flow is None or parked is None or parked["step"] not in flow.steps:
            raise StaleButton
        if conversation.flow and conversation.draft:
            conversation.parked[conversation.flow] = _parked(conversation.step, conversation.draft, conversation.trail)
        del conversation.parked[name]
        conversation.flow, conversation.draft, conversation.trail = name, parked["draft"], parked["trail"]
        self._enter(context, parked["step"])

    def back(self, context: DeskContext) -> None:
        """Return to the previous step and keep the draft; from the first step, cancel the flow."""
        if not (trail := context.conversation.trail):
            self.cancel(context)
            return
        self._enter(context, trail.pop())

    def cancel(self, context: DeskContext) -> None:
        """Cancel the current flow, or leave it if what its step is about lives on."""
        name, ask = context.conversation.flow, self.current(context)
        if name and name not in self.by_name:  # Another version has left it.
            context.leave(name)
            name = ""
        if not name:
            context.show(navigation.nothing_to_cancel(context.texts))
            return
        card = ask.on_leave(context) if ask and ask.on_leave else navigation.cancelled(name, context.texts)
        context.leave(name)
        context.show(card)
        self._offer_parked(context)

    def explain_unexpected(self, context: DeskContext, kind: str) -> None:
        """Explain that this kind of message is not expected here, and show what is."""
        ask = self.current(context)
        if ask is None:
            context.say(navigation.lost(kind, context.texts))
            return
        words, prompt = context.texts(f"expected-not-{kind}"), self._prompt(context, ask)
        context.say(navigation.hint(words, prompt, context.texts, is_whole=ask.is_consent))

    def show_with_prompt(self, context: DeskContext, card: Card) -> None:
        """Show a card, for example a refusal; in a flow, with the prompt of the current step below.

        If the prompt itself is refused (the vehicle was sold meanwhile), the flow ends, so that nobody is stuck in it.
        """
        ask = self.current(context)
        if ask is None:
            context.show(card if card.rows else card.with_rows((navigation.go("menu", context.texts),)))
            return
        try:
            prompt = self._prompt(context, ask)
        except Refusal as refusal:
            context.leave(context.conversation.flow)
            end = refusal_card(context, refusal)
            context.show(end if end.text == card.text else navigation.above(card.text, end))
        else:
            prompt, is_whole = prompt.with_rows(*card.rows), ask.is_consent or context.tapped_message is not None
            context.show(navigation.hint(card.text, prompt, context.texts, is_whole=is_whole))

    def _listeners(self, context: DeskContext, ask: Ask) -> list[Listener]:
        return [*ask.listeners, *self.by_name[context.conversation.flow].fallbacks]

    def _follow(self, context: DeskContext, next_step: NextStep) -> None:
        if next_step is END:
            context.leave(context.conversation.flow)
            self._offer_parked(context)
        elif next_step is AGAIN:
            ask = self.current(context)
            if ask is not None:
                context.say(self._prompt(context, ask))
        elif isinstance(next_step, FlowStep):
            self._advance(context, next_step)

    def _advance(self, context: DeskContext, step: FlowStep) -> None:
        conversation, left = context.conversation, self.current(context)
        if left is not None and conversation.step != step.value and not left.skipped_by_back:
            conversation.trail.append(conversation.step)
        if self.by_name[conversation.flow].steps[step.value].bars_back:
            conversation.trail.clear()
        self._enter(context, step.value)

    def _enter(self, context: DeskContext, step: str) -> None:
        conversation = context.conversation
        conversation.step = step
        conversation.revision += 1
        ask = self.current(context)
        if ask is None:
            raise LookupError(f"flow {conversation.flow} has no step {step}")
        context.show(self._prompt(context, ask))

    def _prompt(self, context: DeskContext, ask: Ask) -> Card:
        """Return the step's card with Back and Cancel (or Leave)."""
        card = navigation.above(context.heading, ask.prompt(context)) if context.heading else ask.prompt(context)
        is_first = not context.conversation.trail
        return card.with_rows(navigation.flow_row(context.texts, first=is_first, leaves=ask.on_leave is not None))

    def _offer_parked(self, context: DeskContext) -> None:
        for name, kept in list(context.conversation.parked.items()):
            flow = self.by_name.get(name)
            if flow is not None and flow.is_over is not None and flow.is_over(context, kept["draft"]):
                del context.conversation.parked[name]
            elif flow is not None:
                context.say(navigation.parked(name, context.texts))


def _parked(step: str, draft: dict[str, Any], trail: list[str]) -> dict[str, Any]:
    """Return the stored form of a parked flow."""
    return {"step": step, "draft": draft, "trail": trail}
