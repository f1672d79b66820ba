"""The conversation with people: one file a noun, each with `handlers()`."""

from collections.abc import Iterator, Mapping

from bot.cards import approvals as approval_cards
from bot.cards import filing_notices
from bot.cards.notices import Notice, gather
from bot.engine.listeners import Handler
from bot.engine.tasks import Task
from handlers import accounts, approvals, filings, menu, privacy, progress, vehicles

NOUNS = (accounts, approvals, filings, menu, privacy, progress, vehicles)

# Every piece of news, gathered from the cards of each noun, and every slow work, from bot/tasks.
EVERY_NOTICE: Mapping[str, Notice] = gather(approval_cards.NOTICES, filing_notices.NOTICES)
EVERY_TASK: Mapping[str, Task] = {}


def every_handler() -> Iterator[Handler]:
    """Everything the desk listens to."""
    for noun in NOUNS:
        yield from noun.handlers()
