"""The conversation with people: one file a noun, each with `handlers()`."""

from collections.abc import Iterator, Mapping

from bot.cards import approvals as approval_cards
from bot.cards import filing_notices
from bot.cards import organisations as organisation_cards
from bot.cards import vehicle_codes as vehicle_code_cards
from bot.cards.notices import Notice, gather
from bot.engine.listeners import Handler
from bot.engine.tasks import Task
from bot.tasks import checks as check_tasks
from bot.tasks import photos as photo_tasks
from bot.tasks import vehicle_codes as vehicle_code_tasks
from bot.tasks.adapters import Adapters
from handlers import (
    accounts,
    approvals,
    checks,
    filings,
    menu,
    organisations,
    photos,
    privacy,
    progress,
    vehicle_codes,
    vehicles,
)

NOUNS = (accounts, approvals, checks, filings, menu, organisations, photos, privacy, progress, vehicle_codes, vehicles)

# Every piece of news, gathered from the cards of each noun.
EVERY_NOTICE: Mapping[str, Notice] = gather(
    approval_cards.NOTICES, filing_notices.NOTICES, organisation_cards.NOTICES, vehicle_code_cards.NOTICES
)


def every_handler() -> Iterator[Handler]:
    """Everything the desk listens to."""
    for noun in NOUNS:
        yield from noun.handlers()


def every_task(adapters: Adapters) -> Mapping[str, Task]:
    """Every slow work, over what the front door has of the outside."""
    return {
        **check_tasks.tasks(adapters),
        **photo_tasks.tasks(adapters),
        **vehicle_code_tasks.tasks(adapters),
    }
