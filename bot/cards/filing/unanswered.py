"""Notifications of a request for approval that ended without an answer, or that somebody else answers now."""

from sqlmodel import Session

from bot.card import Card
from bot.cards.filing.filings import ENTER_CODE, facts
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import Filing, FilingStatus


@notification_about("approval.fallen", Approval)
def fallen(session: Session, approval: Approval, reader: Reader) -> Card | None:
    """To who was asked: the request has lapsed, or has ended with a sale or a change of the vehicle's state."""
    lapsed = approval.status is ApprovalStatus.LAPSED
    about = facts(session, session.get_one(Filing, approval.filing_id), reader.texts)
    text = reader.texts("approval-lapsed-notification" if lapsed else "approval-fallen-notification", **about)
    return Card(text, ((go("approvals", reader.texts), go("menu", reader.texts)),))


@notification_about("filing.moved", Filing)
def moved(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the filer: the organisation has another administrator, who is asked now; earlier codes are void."""
    if filing.status is not FilingStatus.WAITING_OWNER:
        return None
    texts = reader.texts
    enter = ENTER_CODE.on(texts.plain("filing-enter-code"), filing.id)
    return Card(texts("filing-moved", **facts(session, filing, texts)), ((enter,), (go("progress", texts),)))
