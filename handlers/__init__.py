"""The conversation with people: one file a noun, each with `handlers()`."""

from collections.abc import Iterator, Mapping

from bot.cards import approvals as approval_cards
from bot.cards import blacklist as blacklist_cards
from bot.cards import certificate_notices, filing_notices, review_notices
from bot.cards import organisations as organisation_cards
from bot.cards import paper_copies as paper_cards
from bot.cards import vehicle_codes as vehicle_code_cards
from bot.cards.notices import Notice, gather
from bot.engine.listeners import Handler
from bot.engine.tasks import Task
from bot.tasks import certificates as certificate_tasks
from bot.tasks import checks as check_tasks
from bot.tasks import photos as photo_tasks
from bot.tasks import reviews as review_tasks
from bot.tasks import vehicle_codes as vehicle_code_tasks
from bot.tasks import verification as verification_tasks
from bot.tasks.adapters import Adapters
from handlers import (
    accounts,
    approvals,
    blacklist,
    certificates,
    checks,
    filings,
    issuing,
    menu,
    organisations,
    paper_copies,
    photos,
    privacy,
    progress,
    review_photos,
    reviews,
    vehicle_codes,
    vehicles,
    verification,
)

NOUNS = (
    accounts,
    approvals,
    blacklist,
    certificates,
    checks,
    filings,
    issuing,
    menu,
    organisations,
    paper_copies,
    photos,
    privacy,
    progress,
    review_photos,
    reviews,
    vehicle_codes,
    vehicles,
    verification,
)

# Every piece of news, gathered from the cards of each noun.
EVERY_NOTICE: Mapping[str, Notice] = gather(
    certificate_notices.NOTICES,
    paper_cards.NOTICES,
    approval_cards.NOTICES,
    blacklist_cards.NOTICES,
    filing_notices.NOTICES,
    organisation_cards.NOTICES,
    review_notices.NOTICES,
    vehicle_code_cards.NOTICES,
)


def every_handler() -> Iterator[Handler]:
    """Everything the desk listens to."""
    for noun in NOUNS:
        yield from noun.handlers()


def every_task(adapters: Adapters) -> Mapping[str, Task]:
    """Every slow work, over what the front door has of the outside."""
    return {
        **certificate_tasks.TASKS,
        **verification_tasks.tasks(adapters),
        **check_tasks.tasks(adapters),
        **photo_tasks.tasks(adapters),
        **review_tasks.tasks(adapters),
        **vehicle_code_tasks.tasks(adapters),
    }
