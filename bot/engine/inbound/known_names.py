"""Which stored names this version knows: its flows and steps, commands, buttons, tasks, timers and notifications."""

from bot.engine.inbound.flows import Flows
from storage.engine.conversations import Conversation


def is_known(flows: Flows, conversation: Conversation) -> bool:
    """Return whether the person is in a step of this version, or in none."""
    flow = flows.by_name.get(conversation.flow)
    return not conversation.flow or (flow is not None and conversation.step in flow.steps)


def step_names(flows: Flows) -> list[str]:
    """Return all steps, each with its flow."""
    return [f"{flow.name}/{step}" for flow in flows.by_name.values() for step in flow.steps]
