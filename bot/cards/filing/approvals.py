"""The looks of an owner's question: asked, answered, why not, for how long."""

from uuid import UUID

from sqlmodel import Session

from bot.card import Button, Card, column
from bot.cards.filing.filings import facts
from bot.cards.navigation import go
from bot.cards.notification import Notification, Reader
from bot.services.filing.approvals import TERM_DAYS
from bot.texts import Texts
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import Filing

APPROVE = Button("approve", UUID)
REFUSE = Button("refuse", UUID)
BLOCK = Button("block", UUID)
TERM = Button("term", str)
NO_REASON = Button("no-reason", str, in_step=True)


def question(session: Session, approval: Approval, texts: Texts, *, key: str = "approval-asked") -> Card:
    """May this person file this car? Two buttons, and how else to answer."""
    text = texts(key, **_facts(session, approval, texts), until=approval.expires_at)
    yes, no = texts.plain("approval-yes"), texts.plain("approval-no")
    return Card(text, ((APPROVE.on(yes, approval.id), REFUSE.on(no, approval.id)),))


def listing(session: Session, found: list[Approval], texts: Texts) -> Card:
    """Everything that waits for this person's answer."""
    if not found:
        return Card(texts("approval-none"), ((go("menu", texts),),))
    card = Card(texts("approval-list"))
    for approval in found:
        facts = _facts(session, approval, texts)
        yes, no = (texts.plain(key, number=facts["number"]) for key in ("approval-yes-number", "approval-no-number"))
        card = card.with_text(f"{card.text}\n{texts('approval-line', **facts)}")
        card = card.with_rows((APPROVE.on(yes, approval.id), REFUSE.on(no, approval.id)))
    return card


def approved(session: Session, approval: Approval, texts: Texts) -> Card:
    """Said yes: what comes next, and for how long it shall hold."""
    terms = [TERM.on(texts.plain("approval-term", days=days), f"{approval.id.hex}-{days}") for days in TERM_DAYS]
    return Card(
        texts("approval-approved", **_facts(session, approval, texts)), (tuple(terms), (go("vehicles", texts),))
    )


def ask_reason(texts: Texts) -> Card:
    """Ask why not; it need not be told."""
    return Card(texts("approval-ask-reason"), column(NO_REASON.on(texts.plain("approval-no-reason"), "")))


def refused(session: Session, approval: Approval, texts: Texts) -> Card:
    """Said no: the case is over; this person can be kept from asking again."""
    block = BLOCK.on(texts.plain("approval-block"), approval.id)
    return Card(texts("approval-refused", **_facts(session, approval, texts)), ((block,), (go("menu", texts),)))


def blocked(texts: Texts) -> Card:
    """This person cannot apply for this car any more."""
    return Card(texts("approval-blocked"), ((go("menu", texts),),))


def term_set(texts: Texts, days: int) -> Card:
    """The filing will end by itself."""
    return Card(texts("approval-term-set", days=days), ((go("vehicles", texts),),))


def asked_notice(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the owner: the question itself."""
    approval = session.get(Approval, subject)
    if approval is None or approval.status is not ApprovalStatus.PENDING:
        return None
    return question(session, approval, reader.texts)


def reminded_notice(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the owner: the question once more."""
    approval = session.get(Approval, subject)
    if approval is None or approval.status is not ApprovalStatus.PENDING:
        return None
    key = "approval-reminded-sms" if reader.by_sms else "approval-reminded"
    return question(session, approval, reader.texts, key=key)


NOTIFICATIONS: dict[str, Notification] = {"approval.asked": asked_notice, "approval.reminded": reminded_notice}


def _facts(session: Session, approval: Approval, texts: Texts) -> dict[str, str]:
    filing = session.get_one(Filing, approval.filing_id)
    return facts(session, filing, texts)
