"""The conversation with people: one file a noun, each with `handlers()`."""

from collections.abc import Iterator, Mapping, Sequence

from bot.cards import alarms as alarm_cards
from bot.cards import approvals as approval_cards
from bot.cards import blacklist as blacklist_cards
from bot.cards import cashier as cashier_cards
from bot.cards import certificate_notices, filing_notices, money_notices, review_notices
from bot.cards import codes as code_cards
from bot.cards import groups as group_cards
from bot.cards import organisations as organisation_cards
from bot.cards import paper_copies as paper_cards
from bot.cards import rules as rule_cards
from bot.cards import staff as staff_cards
from bot.cards import vehicle_codes as vehicle_code_cards
from bot.cards.notices import Notice, gather
from bot.engine.housekeeping import Chore
from bot.engine.listeners import Handler
from bot.engine.tasks import Task
from bot.services import certificate_reminders, reconciling, retention, sessions
from bot.tasks import certificates as certificate_tasks
from bot.tasks import checks as check_tasks
from bot.tasks import desk as desk_tasks
from bot.tasks import objections as objection_tasks
from bot.tasks import papers
from bot.tasks import payments as payment_tasks
from bot.tasks import photos as photo_tasks
from bot.tasks import reviews as review_tasks
from bot.tasks import staff as staff_tasks
from bot.tasks import vehicle_codes as vehicle_code_tasks
from bot.tasks import verification as verification_tasks
from bot.tasks.adapters import Adapters
from handlers import (
    accounts,
    approvals,
    audit,
    blacklist,
    cashier,
    certificates,
    checks,
    decisions,
    figures,
    filings,
    finding,
    groups,
    handling,
    issuing,
    menu,
    objections,
    organisations,
    paper_copies,
    payments,
    photos,
    privacy,
    progress,
    review_photos,
    reviews,
    rules,
    staff,
    vehicle_codes,
    vehicles,
    verification,
    violations,
)
from storage.payments import PaymentProvider

NOUNS = (
    accounts,
    approvals,
    audit,
    blacklist,
    cashier,
    certificates,
    checks,
    decisions,
    figures,
    filings,
    finding,
    groups,
    handling,
    issuing,
    menu,
    objections,
    organisations,
    paper_copies,
    payments,
    photos,
    privacy,
    progress,
    review_photos,
    reviews,
    rules,
    staff,
    vehicle_codes,
    vehicles,
    verification,
    violations,
)

# Every piece of news, gathered from the cards of each noun.
EVERY_NOTICE: Mapping[str, Notice] = gather(
    certificate_notices.NOTICES,
    paper_cards.NOTICES,
    alarm_cards.NOTICES,
    approval_cards.NOTICES,
    blacklist_cards.NOTICES,
    cashier_cards.NOTICES,
    code_cards.NOTICES,
    filing_notices.NOTICES,
    group_cards.NOTICES,
    money_notices.NOTICES,
    organisation_cards.NOTICES,
    review_notices.NOTICES,
    rule_cards.NOTICES,
    staff_cards.NOTICES,
    vehicle_code_cards.NOTICES,
)


def every_handler() -> Iterator[Handler]:
    """Everything the desk listens to."""
    for noun in NOUNS:
        yield from noun.handlers()


def every_task(adapters: Adapters) -> Mapping[str, Task]:
    """Every slow work, over what the front door has of the outside."""
    return {
        **certificate_tasks.tasks(adapters),
        **verification_tasks.tasks(adapters),
        **check_tasks.tasks(adapters),
        **objection_tasks.tasks(adapters),
        **papers.tasks(adapters),
        **payment_tasks.tasks(adapters.gateways),
        **photo_tasks.tasks(adapters),
        **review_tasks.tasks(adapters),
        **desk_tasks.TASKS,
        **staff_tasks.TASKS,
        **vehicle_code_tasks.tasks(adapters),
    }


def every_chore(adapters: Adapters) -> Sequence[Chore]:
    """Everything that is looked at now and then beside the turns."""
    providers = [PaymentProvider(provider.value) for provider in adapters.gateways]
    return (
        lambda session, now: reconciling.ask_daily(session, providers, now=now),
        certificate_reminders.remind,
        retention.forget,
        sessions.forget,
    )
