"""Flows that were left for another one: kept with their drafts, offered once, and in the menu after that."""

from collections.abc import Mapping
from typing import Any

from bot.cards import navigation
from bot.context import DeskContext
from bot.engine.listeners import Flow


def kept(step: str, draft: dict[str, Any], trail: list[str]) -> dict[str, Any]:
    """Return the stored form of a parked flow."""
    return {"step": step, "draft": draft, "trail": trail}


def offer(context: DeskContext, flows: Mapping[str, Flow]) -> None:
    """Offer each parked flow that was not offered before; forget those whose matter is over."""
    for name, parked in list(context.conversation.parked.items()):
        flow = flows.get(name)
        if flow is not None and flow.is_over is not None and flow.is_over(context, parked["draft"]):
            context.unpark(name)
        elif flow is not None and "offer" not in parked:
            parked["offer"] = context.say(navigation.parked(name, context.texts)).hex
