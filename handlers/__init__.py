"""The conversation with people: one file a noun, each with `handlers()`."""

from collections.abc import Iterator, Mapping, Sequence

from bot.cards import organisations as organisation_cards
from bot.cards.certificates import notifications as certificate_notifications
from bot.cards.certificates import paper_copies as paper_cards
from bot.cards.filing import approvals as approval_cards
from bot.cards.filing import notifications as filing_notifications
from bot.cards.filing import vehicle_codes as vehicle_code_cards
from bot.cards.identity import sms_codes as code_cards
from bot.cards.notification import Notice, gather
from bot.cards.payments import cashier as cashier_cards
from bot.cards.payments import notifications as payment_notifications
from bot.cards.review import blacklist as blacklist_cards
from bot.cards.review import notifications as review_notifications
from bot.cards.staff import alarms as alarm_cards
from bot.cards.staff import groups as group_cards
from bot.cards.staff import members as staff_cards
from bot.cards.staff import rules as rule_cards
from bot.engine.housekeeping import Chore
from bot.engine.listeners import Handler
from bot.engine.outbound.tasks import Task
from bot.services.certificates import reminders
from bot.services.organisations import web_sessions
from bot.services.payments import reconciliation
from bot.services.staff import retention
from bot.tasks import certificates as certificate_tasks
from bot.tasks import command_menus as staff_tasks
from bot.tasks import decision_documents
from bot.tasks import face_checks as check_tasks
from bot.tasks import objection_photos as objection_tasks
from bot.tasks import payments as payment_tasks
from bot.tasks import photos as photo_tasks
from bot.tasks import reports as desk_tasks
from bot.tasks import reviews as review_tasks
from bot.tasks import vehicle_codes as vehicle_code_tasks
from bot.tasks import verification as verification_tasks
from bot.tasks.dependencies import Adapters
from handlers import menu, objections, organisations, privacy
from handlers.certificates import certificates, paper_copies, staff_commands, verification
from handlers.filing import approvals, by_sms, my_vehicles, progress, vehicle_codes
from handlers.identity import registration
from handlers.payments import cashier, payments
from handlers.review import blacklist, face_checks, photo_access, photo_upload, reviews
from handlers.staff import audit, find_person, groups, members, rules, stats
from handlers.violations import decisions, handling, violations
from storage.payments.payments import PaymentProvider

NOUNS = (
    registration,
    approvals,
    audit,
    blacklist,
    cashier,
    certificates,
    face_checks,
    decisions,
    stats,
    by_sms,
    find_person,
    groups,
    handling,
    staff_commands,
    menu,
    objections,
    organisations,
    paper_copies,
    payments,
    photo_upload,
    privacy,
    progress,
    photo_access,
    reviews,
    rules,
    members,
    vehicle_codes,
    my_vehicles,
    verification,
    violations,
)

# Every piece of news, gathered from the cards of each noun.
EVERY_NOTICE: Mapping[str, Notice] = gather(
    certificate_notifications.NOTICES,
    paper_cards.NOTICES,
    alarm_cards.NOTICES,
    approval_cards.NOTICES,
    blacklist_cards.NOTICES,
    cashier_cards.NOTICES,
    code_cards.NOTICES,
    filing_notifications.NOTICES,
    group_cards.NOTICES,
    payment_notifications.NOTICES,
    organisation_cards.NOTICES,
    review_notifications.NOTICES,
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
        **decision_documents.tasks(adapters),
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
        lambda session, now: reconciliation.ask_daily(session, providers, now=now),
        reminders.remind,
        retention.forget,
        web_sessions.forget,
    )
