"""Flows that were left for another one: kept with their drafts, offered once, and in the menu after that."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot.cards import navigation
from bot.context import DeskContext
from bot.engine.inbound.refusal_cards import refusal_card
from bot.engine.listeners import Flow
from bot.errors import Refusal
from storage.engine.conversations import Conversation


def kept(step: str, draft: dict[str, Any], trail: list[str]) -> dict[str, Any]:
    """Return the stored form of a parked flow."""
    return {"step": step, "draft": draft, "trail": trail}


def park(conversation: Conversation) -> None:
    """Park the current flow."""
    conversation.parked[conversation.flow] = kept(conversation.step, conversation.draft, conversation.trail)


@contextmanager
def ending(context: DeskContext, flows: Mapping[str, Flow]) -> Iterator[None]:
    """End the current flow if its question is refused because its matter is over, so that nobody is stuck in it."""
    try:
        yield
    except Refusal as refusal:
        flow = flows[context.conversation.flow]
        if flow.is_over is None or not flow.is_over(context, context.conversation.draft):
            raise
        context.leave(flow.name)
        context.show(refusal_card(context, refusal))
        offer(context, flows)


def offer(context: DeskContext, flows: Mapping[str, Flow]) -> None:
    """Offer each parked flow that was not offered before; forget those whose matter is over."""
    for name, parked in list(context.conversation.parked.items()):
        flow = flows.get(name)
        if flow is not None and flow.is_over is not None and flow.is_over(context, parked["draft"]):
            context.unpark(name)
        elif flow is not None and "offer" not in parked:
            parked["offer"] = context.say(navigation.parked(name, context.texts)).hex
