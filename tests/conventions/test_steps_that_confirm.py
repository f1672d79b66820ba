"""A step that takes no words and whose buttons confirm says that it asks for a yes (`asks_yes`).

Else a typed yes there answers a question of somebody else that has just arrived.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from telegram import Chat, Message, Update

from bot.engine.listeners import Ask, Flow, OnMessage, OnTap
from handlers import every_handler

# Steps whose buttons choose or ask for something else: a yes is no answer to them.
CHOICES = frozenset(
    {
        "check:face",  # By photos instead.
        "handling:select",
        "identity:kind",
        "paper:way",
        "paper:why",
    }
)
WORDS = Update(1, Message(1, datetime(2026, 1, 5, tzinfo=UTC), Chat(1, Chat.PRIVATE), text="好的"))


def steps() -> Iterator[tuple[str, Ask]]:
    """Return the steps with buttons that take no words, with the name of their flow."""
    for flow in every_handler():
        if not isinstance(flow, Flow):
            continue
        for step, ask in flow.steps.items():
            takes_words = any(isinstance(each, OnMessage) and each.matches(WORDS) for each in ask.listeners)
            if not takes_words and any(isinstance(each, OnTap) for each in ask.listeners):
                yield f"{flow.name}:{step}", ask


def test_a_step_whose_buttons_confirm_asks_for_a_yes() -> None:
    asking = {name: ask.asks_yes for name, ask in steps()}
    silent = {name for name, asks_yes in asking.items() if not asks_yes}
    assert silent == CHOICES, "Pass asks_yes=True to the step; if its buttons only choose, add it to CHOICES."
