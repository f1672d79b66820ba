"""The digest of withdrawn applications, with the buttons of the questions that are still open."""

from uuid import UUID

from sqlmodel import Session

from bot.card import Card, Row
from bot.cards.filing.approvals import APPROVE, REFUSE
from bot.cards.filing.filings import facts
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification
from bot.services.filing import withdrawal_digests
from bot.texts import Texts
from storage.filing import approvals
from storage.filing.approvals import Approval
from storage.filing.filings import Filing

MAX_LINES = 12
MAX_QUESTIONS = 6


@notification(withdrawal_digests.DIGEST)
def digest(session: Session, owner_id: UUID, reader: Reader) -> Card | None:
    """To the owner: which applications were withdrawn since the last message, and what still waits for an answer."""
    told = approvals.withdrawn_told_last(session, owner_id)
    if not told:
        return None
    texts = reader.texts
    if reader.by_sms:
        return Card(texts("withdrawals-sms", count=len(told)))
    lines = [texts("withdrawals", count=len(told))]
    lines += [texts("withdrawals-line", **_facts(session, each, texts)) for each in told[:MAX_LINES]]
    waiting = approvals.pending_of(session, owner_id)[:MAX_QUESTIONS]
    if waiting:
        lines += ["", texts("withdrawals-waiting")]
        lines += [texts("approval-line", **_facts(session, each, texts)) for each in waiting]
    buttons = tuple(_buttons(session, each, texts) for each in waiting)
    return Card("\n".join(lines), (*buttons, (go("approvals", texts), go("menu", texts))))


def _facts(session: Session, approval: Approval, texts: Texts) -> dict[str, str]:
    return facts(session, session.get_one(Filing, approval.filing_id), texts)


def _buttons(session: Session, approval: Approval, texts: Texts) -> Row:
    number = _facts(session, approval, texts)["number"]
    yes, no = (texts.plain(key, number=number) for key in ("approval-yes-number", "approval-no-number"))
    return APPROVE.on(yes, approval.id), REFUSE.on(no, approval.id)
