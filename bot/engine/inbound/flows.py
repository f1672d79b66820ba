"""Flows: moving a person from step to step, back, out, and between flows without losing what he typed."""

from bot.card import Card
from bot.cards import navigation
from bot.context import DeskContext
from bot.engine.inbound.refusals import refusal_card
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
    """Every flow by its name, and the moves between their steps."""

    def __init__(self) -> None:
        self._flows: dict[str, Flow] = {}

    def add(self, flow: Flow) -> None:
        """Make a flow known. Raises ValueError for a name given twice."""
        if flow.name in self._flows:
            raise ValueError(f"two flows named {flow.name}")
        self._flows[flow.name] = flow

    def current(self, context: DeskContext) -> Ask | None:
        """Return the step the person stands at, None outside flows (or when an upgrade took the step away)."""
        flow = self._flows.get(context.conversation.flow)
        return flow.states.get(context.conversation.step) if flow else None

    def call(self, context: DeskContext, listener: Listener, flow: Flow | None) -> None:
        """Call a listener of the whole desk; one that starts a flow starts it."""
        if flow is None:
            self._follow(context, listener.do(context))
            return
        before = context.conversation
        draft, trail, name, step = before.draft, before.trail, before.flow, before.step
        before.draft, before.trail, before.flow, before.step = {}, [], flow.name, ""
        next_step: NextStep = None
        try:
            next_step = listener.do(context)
        finally:
            if not isinstance(next_step, FlowStep):  # It did not start, or was refused: the conversation is unchanged.
                before.draft, before.trail, before.flow, before.step = draft, trail, name, step
        if not isinstance(next_step, FlowStep):
            return
        if name and name != flow.name and draft:
            before.parked[name] = {"step": step, "draft": draft, "trail": trail}
        before.parked.pop(flow.name, None)
        self._go(context, next_step)

    def tap(self, context: DeskContext) -> None:
        """A tap on a button of a step: it counts only if the flow still stands there. Raises StaleButton."""
        tap, ask = context.incoming.tap, self.current(context)
        if ask is None or tap is None or tap.revision != context.conversation.revision:
            raise StaleButton
        if tap.verb == navigation.BACK.verb:
            self.back(context)
        elif tap.verb == navigation.CANCEL.verb:
            self.cancel(context)
        else:
            for listener in self._listening(context, ask):
                if isinstance(listener, OnTap) and listener.button.verb == tap.verb:
                    self._follow(context, listener.do(context))
                    return
            raise StaleButton

    def hear(self, context: DeskContext) -> bool:
        """Give a message to the current step. False if the step does not listen to such a one."""
        ask, update = self.current(context), context.incoming.update
        if ask is None or update is None:
            return False
        for listener in self._listening(context, ask):
            if isinstance(listener, OnMessage) and listener.matches(update):
                self._follow(context, listener.do(context))
                return True
        return False

    def take_result(self, context: DeskContext) -> bool:
        """Give the result of a task to the current step. False if it waits for none such."""
        ask = self.current(context)
        for listener in self._listening(context, ask) if ask else []:
            if isinstance(listener, OnResult) and listener.task == context.incoming.task:
                self._follow(context, listener.do(context))
                return True
        return False

    def is_going_on(self, context: DeskContext, flow: Flow | None, *, whatever_words: bool = False) -> bool:
        """Meet a command that starts the flow that is going on: show where it stands. False if it is not so.

        With words of its own a command begins anew, unless the words have no say.
        """
        ask = self.current(context)
        if flow is None or ask is None or flow.name != context.conversation.flow:
            return False
        if context.words and not whatever_words:
            return False
        card = self._asking(context, ask).with_rows((navigation.already(flow.name, context.texts),))
        context.show(navigation.above(context.texts("flow-already"), card))
        return True

    def restart(self, context: DeskContext, name: str) -> None:
        """Begin a flow anew by its first command. Raises StaleButton if it has none."""
        flow = self._flows.get(name)
        for entry in flow.entry_points if flow else []:
            if isinstance(entry, OnCommand):
                self.call(context, entry, flow)
                return
        raise StaleButton

    def resume(self, context: DeskContext, name: str) -> None:
        """Go on with a flow that was parked. Raises StaleButton."""
        conversation = context.conversation
        flow, kept = self._flows.get(name), conversation.parked.get(name)
        if flow is None or kept is None or kept["step"] not in flow.states:
            raise StaleButton
        if conversation.flow and conversation.draft:
            conversation.parked[conversation.flow] = {
                "step": conversation.step,
                "draft": conversation.draft,
                "trail": conversation.trail,
            }
        del conversation.parked[name]
        conversation.flow, conversation.draft, conversation.trail = name, kept["draft"], kept["trail"]
        self._stand(context, kept["step"])

    def back(self, context: DeskContext) -> None:
        """One step back, what was typed is kept; from the first step, out."""
        trail = context.conversation.trail
        if not trail:
            self.cancel(context)
            return
        self._stand(context, trail.pop())

    def cancel(self, context: DeskContext) -> None:
        """Give the current flow up."""
        name = context.conversation.flow
        if not name:
            context.show(navigation.nothing_to_cancel(context.texts))
            return
        context.leave(context.conversation.flow)
        context.show(navigation.cancelled(name, context.texts))
        self._offer_parked(context)

    def remind(self, context: DeskContext, kind: str) -> None:
        """Say kindly that this kind of message does not help here, and what is expected now."""
        ask = self.current(context)
        if ask is None:
            context.say(navigation.lost(kind, context.texts))
            return
        context.say(navigation.above(context.texts(f"expected-not-{kind}"), self._asking(context, ask)))

    def again(self, context: DeskContext, card: Card) -> None:
        """Show a card (a refusal) and, in a flow, below its words what the step asks.

        A step that itself can no longer be asked (the car was sold meanwhile) ends its flow: never a dead end.
        """
        ask = self.current(context)
        if ask is None:
            context.show(card)
            return
        try:
            asking = self._asking(context, ask)
        except Refusal as refusal:
            context.leave(context.conversation.flow)
            context.show(navigation.above(card.text, refusal_card(context, refusal)))
        else:
            context.show(navigation.above(card.text, asking.with_rows(*card.rows)))

    def _ask_again(self, context: DeskContext) -> None:
        ask = self.current(context)
        if ask is not None:
            context.say(self._asking(context, ask))

    def _listening(self, context: DeskContext, ask: Ask) -> list[Listener]:
        return [*ask.listeners, *self._flows[context.conversation.flow].fallbacks]

    def _follow(self, context: DeskContext, next_step: NextStep) -> None:
        if next_step is END:
            context.leave(context.conversation.flow)
            self._offer_parked(context)
        elif next_step is AGAIN:
            self._ask_again(context)
        elif isinstance(next_step, FlowStep):
            self._go(context, next_step)

    def _go(self, context: DeskContext, step: FlowStep) -> None:
        conversation, left = context.conversation, self.current(context)
        if left is not None and conversation.step != step.value and not left.skipped_by_back:
            conversation.trail.append(conversation.step)
        if self._flows[conversation.flow].states[step.value].bars_back:
            conversation.trail.clear()
        self._stand(context, step.value)

    def _stand(self, context: DeskContext, step: str) -> None:
        conversation = context.conversation
        conversation.step = step
        conversation.revision += 1
        ask = self.current(context)
        if ask is None:
            raise LookupError(f"flow {conversation.flow} has no step {step}")
        context.show(self._asking(context, ask))

    def _asking(self, context: DeskContext, ask: Ask) -> Card:
        card = ask.prompt(context)
        return card.with_rows(navigation.flow_row(context.texts, first=not context.conversation.trail))

    @staticmethod
    def _offer_parked(context: DeskContext) -> None:
        for name in context.conversation.parked:
            context.say(navigation.parked(name, context.texts))
