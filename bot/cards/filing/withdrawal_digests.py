"""The digests of withdrawn applications and of questions that wait, with the buttons of what is still open."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from bot.card import Card, Row
from bot.cards.filing.approvals import APPROVE, REFUSE, approval_facts
from bot.cards.filing.filings import facts
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification
from bot.services.filing import question_reminders, withdrawal_digests
from bot.services.identity import same_person
from bot.texts import Texts
from storage.filing import approvals
from storage.filing.approvals import Approval
from storage.filing.filings import Filing
from storage.register.people import Person

MAX_LINES = 12
MAX_QUESTIONS = 6


@notification(withdrawal_digests.DIGEST)
def digest(session: Session, owner_id: UUID, reader: Reader) -> Card | None:
    """To the owner: which applications were withdrawn since the last message, and what still waits for an answer.

    Repeats of one person for one vehicle are one line with their count.
    """
    told = approvals.withdrawn_told_last(session, owner_id)
    if not told:
        return None
    texts = reader.texts
    if reader.by_sms:
        return Card(texts("withdrawals-sms", count=len(told)))
    lines = [texts("withdrawals", count=len(told))]
    lines += [_line(session, each, texts) for each in _by_filer(session, told)[:MAX_LINES]]
    waiting = approvals.pending_of(session, owner_id)[:MAX_QUESTIONS]
    if waiting:
        lines += ["", texts("withdrawals-waiting")]
    return _listed(session, lines, waiting, texts)


@notification(question_reminders.DIGEST)
def reminders(session: Session, owner_id: UUID, reader: Reader) -> Card | None:
    """To the owner: all questions that wait for their answer, once a day."""
    waiting, texts = approvals.pending_of(session, owner_id), reader.texts
    if not waiting:
        return None
    if reader.by_sms:
        return Card(texts("approvals-reminded-sms", count=len(waiting)))
    return _listed(session, [texts("approvals-reminded", count=len(waiting))], waiting[:MAX_QUESTIONS], texts)


def _listed(session: Session, lines: list[str], waiting: Sequence[Approval], texts: Texts) -> Card:
    """Return these lines, followed by questions that wait, with their buttons."""
    lines += [texts("approval-line", **approval_facts(session, each, texts)) for each in waiting]
    buttons = tuple(_buttons(session, each, texts) for each in waiting)
    return Card("\n".join(lines), (*buttons, (go("approvals", texts), go("menu", texts))))


def _by_filer(session: Session, told: list[Approval]) -> list[list[Filing]]:
    """Return the withdrawn applications, those of one person for one vehicle together, the newest first."""
    groups: list[list[Filing]] = []
    found = [session.get_one(Filing, each.filing_id) for each in told]
    for filing in sorted(found, key=lambda each: each.number, reverse=True):
        same = next((group for group in groups if _is_repeat(session, filing, group[0])), None)
        if same is None:
            groups.append([filing])
        else:
            same.append(filing)
    return groups


def _is_repeat(session: Session, one: Filing, other: Filing) -> bool:
    first, second = (session.get_one(Person, each.filer_id) for each in (one, other))
    return one.vehicle_id == other.vehicle_id and same_person.are_same(session, first, second)


def _line(session: Session, group: list[Filing], texts: Texts) -> str:
    return texts("withdrawals-line", **facts(session, group[0], texts), times=len(group))


def _buttons(session: Session, approval: Approval, texts: Texts) -> Row:
    number = approval_facts(session, approval, texts)["number"]
    yes, no = (texts.plain(key, number=number) for key in ("approval-yes-number", "approval-no-number"))
    return APPROVE.on(yes, approval.id), REFUSE.on(no, approval.id)
