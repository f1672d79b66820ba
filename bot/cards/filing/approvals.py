"""Cards of owner approvals: the request, the answer, the reason of a refusal, the term."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from bot.card import Button, Card, CardButton, PairButton, Row, Whose, column
from bot.cards.filing.approval_withdrawal import end_button, stop_button
from bot.cards.filing.filing_words import owner_status_words
from bot.cards.filing.filings import facts
from bot.cards.menu import Command
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.services.filing import filing_terms
from bot.services.filing.refusal_reasons import REFUSED, RefusalReason
from bot.texts import Texts
from storage.filing import filings
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import AGREED_STATUSES, Filing, FilingStatus
from storage.organisations.organisations import Organisation
from storage.register.vehicles import Vehicle

APPROVE = Button("approve", UUID, whose=Whose.OWNER)
REFUSE = Button("refuse", UUID, whose=Whose.OWNER)
BLOCK = Button("block", UUID, whose=Whose.OWNER)
TERM = PairButton("term", first_type=UUID, second_type=int, example=365, whose=Whose.OWNER)
REASON = PairButton("why", first_type=UUID, second_type=int, example=1, whose=Whose.OWNER)
NO_REASON = Button("no-reason", str, in_step=True)
COMMANDS = (
    Command("approve", 250, registered=True, has_button=False),
    Command("refuse", 260, registered=True, has_button=False),
)

# The numbers are in the buttons of old messages: never change one.
REASONS = {1: RefusalReason.STRANGER, 2: RefusalReason.NOT_AGREED, 3: RefusalReason.OWN_USE}


def blocked(session: Session, filing: Filing, ended: Sequence[Filing], texts: Texts) -> Card:
    """Confirm that the filer is blocked, and say which applications ended by it; what they have filed can be ended."""
    active = filings.active_pair(session, filing.vehicle_id, filing.filer_id)
    lines = [
        texts("approval-blocked"),
        *(texts("approval-blocked-ended", **facts(session, each, texts)) for each in ended),
    ]
    rows = column(go("approvals", texts))
    if active is not None:
        lines.append(texts("approval-blocked-filed", **facts(session, active, texts)))
        rows = (*column(end_button(texts, active)), *rows)
    return Card("\n".join(lines), rows)


def question(session: Session, approval: Approval, texts: Texts, *, key: str = "approval-asked") -> Card:
    """Ask the owner to approve an application."""
    lines = [texts(key, **approval_facts(session, approval, texts), until=approval.expires_at)]
    vehicle = session.get_one(Vehicle, session.get_one(Filing, approval.filing_id).vehicle_id)
    if vehicle.owner_organisation_id is not None:
        organisation = session.get_one(Organisation, vehicle.owner_organisation_id)
        lines.append(texts("approval-for-organisation", organisation=organisation.name))
    return Card("\n".join(lines), answer_buttons(approval, texts))


def answer_buttons(approval: Approval, texts: Texts) -> tuple[Row, ...]:
    """Return the buttons with which the owner answers."""
    yes, no = texts.plain("approval-yes"), texts.plain("approval-no")
    return ((APPROVE.on(yes, approval.id), REFUSE.on(no, approval.id)),)


def approved(session: Session, approval: Approval, texts: Texts) -> Card:
    """Confirm the approval; offer to limit the filing to a term."""
    limits = [TERM.on_pair(texts.plain("approval-term", days=days), approval.id, days) for days in filing_terms.DAYS]
    stop = stop_button(texts, session.get_one(Filing, approval.filing_id))
    rows = (tuple(limits), (stop,), (go("approvals", texts),))
    return Card(texts("approval-approved", **approval_facts(session, approval, texts)), rows)


def without_reason(texts: Texts) -> Card:
    """Ask for the refusal that was begun with version 0.1.0, which asked for a reason first."""
    return Card(texts("approval-refuse-now"), ((NO_REASON.on(texts.plain("approval-no-reason"), ""),),))


def refused(session: Session, approval: Approval, texts: Texts) -> Card:
    """Confirm the refusal; offer to pass a reason on, and to block the filer.

    The card says that what the owner has typed is not passed on.
    """
    text = texts("approval-refused", **approval_facts(session, approval, texts))
    if approval.reason:
        text = f"{text}\n{texts('approval-note-kept')}"
    reasons: list[CardButton] = []
    if session.get_one(Filing, approval.filing_id).return_reason == REFUSED:
        text = f"{text}\n{texts('approval-ask-reason')}"
        reasons = [
            REASON.on_pair(texts.plain(f"approval-reason-{reason.value}"), approval.id, number)
            for number, reason in REASONS.items()
        ]
    return Card(text, column(*reasons, go("approvals", texts), _block(texts, approval)))


def reason_passed_on(session: Session, approval: Approval, texts: Texts) -> Card:
    """Confirm that the filer is told the reason; offer to block them."""
    text = texts("approval-reason-passed-on", **approval_facts(session, approval, texts))
    return Card(text, column(_block(texts, approval), go("approvals", texts)))


@notification_about("approval.asked", Approval)
def asked(session: Session, approval: Approval, reader: Reader) -> Card | None:
    """To the owner: the request, while it waits for this person's answer."""
    is_asked = approval.status is ApprovalStatus.PENDING and approval.owner_id == reader.person_id
    return question(session, approval, reader.texts) if is_asked else None


@notification_about("approval.ended", Approval)
def ended(session: Session, approval: Approval, reader: Reader) -> Card | None:
    """To who was asked: the request has lapsed, or the application has ended. It replaces the question."""
    filing = session.get_one(Filing, approval.filing_id)
    about = facts(session, filing, reader.texts) | {"status": owner_status_words(reader.texts, filing)}
    if approval.status is ApprovalStatus.APPROVED and filing.status in (*AGREED_STATUSES, FilingStatus.ACTIVE):
        return Card(reader.texts("approval-ended-agreed", **about), ((go("approvals", reader.texts),),))
    return Card(reader.texts("approval-ended", **about), ((go("menu", reader.texts),),))


@notification_about("approval.by_code", Approval)
def by_code(session: Session, approval: Approval, reader: Reader) -> Card | None:
    """To the owner: their SMS code has agreed for them; they can still stop it."""
    texts, filing = reader.texts, session.get_one(Filing, approval.filing_id)
    if filing.status not in AGREED_STATUSES:
        return None
    key = "approval-by-code-sms" if reader.by_sms else "approval-by-code"
    text = texts(key, **approval_facts(session, approval, texts))
    return Card(text, ((stop_button(texts, filing),), (go("approvals", texts),)))


@notification_about("approval.moved", Approval)
def moved(session: Session, approval: Approval, reader: Reader) -> Card | None:
    """To the former administrator: somebody else is asked now. It replaces the question."""
    text = reader.texts("approval-moved", **approval_facts(session, approval, reader.texts))
    return Card(text, ((go("menu", reader.texts),),))


@notification_about("approval.reminded", Approval)
def reminded(session: Session, approval: Approval, reader: Reader) -> Card | None:
    """To the owner: the reminder, while the request waits for this person's answer. By SMS it is one short sentence."""
    if approval.status is not ApprovalStatus.PENDING or approval.owner_id != reader.person_id:
        return None
    if reader.by_sms:
        return Card(reader.texts("approval-reminded-sms", **approval_facts(session, approval, reader.texts)))
    return question(session, approval, reader.texts, key="approval-reminded")


def approval_facts(session: Session, approval: Approval, texts: Texts) -> dict[str, str]:
    """Return the values of an approval's texts: those of its filing."""
    return facts(session, session.get_one(Filing, approval.filing_id), texts)


def _block(texts: Texts, approval: Approval) -> CardButton:
    return BLOCK.on(texts.plain("approval-block"), approval.id)
