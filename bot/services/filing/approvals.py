"""Owner approvals (车主确认): requested by SMS code and in the chat, answered once.

pending ──► approved (button, command, reply, or the code typed by the filer) / refused / lapsed / withdrawn

Answering locks the vehicle, the organisation that owns it, and the filing, in this order.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal
from bot.services.filing import applicants, eligibility, filings, lapses, may_text, step_cards
from bot.services.identity import limits, sms_codes
from bot.services.identity.code_caps import CodeDailyLimitReached, CodeTooSoon
from bot.services.identity.levels import level_of
from bot.services.identity.wrong_codes import CodesLocked
from bot.services.organisations import authority, question_messages
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import masking, plates, text_cleaning
from storage import audit, database
from storage.engine import outbox, timers
from storage.filing import approvals
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import Filing
from storage.identity import accounts
from storage.identity.sms_codes import CodePurpose
from storage.register.people import Person
from storage.register.vehicles import Vehicle

AGREED = "filing.agreed"


class ApprovalClosed(Refusal, key="refused-closed", offers=("approvals",)):
    """The approval was answered already, or has lapsed."""


class ApprovalNotFound(Refusal, key="refused-no-such-question", offers=("approvals",)):
    """No application with this number waits for this person's approval."""


def request(session: Session, filing: Filing, *, lane: str, now: datetime) -> Approval:
    """Request the owner's approval: by a code to their phone, and in the chat if they are registered.

    lane: the filer's, in which the reminder and the lapse are handled. An owner who can be asked in the chat needs no
    code: then the limits of codes refuse nothing.

    Raises NotVerified, CodeTooSoon, CodeDailyLimitReached, CodesLocked.
    """
    owner = _owner(session, filing)
    hours = rules.number(session, RuleName.OWNER_LAPSE_HOURS, at=now)
    lapses = now + timedelta(hours=hours)
    approval = Approval(filing_id=filing.id, owner_id=owner.id, asked_at=now, expires_at=lapses)
    database.add(session, approval)
    account = accounts.of_person(session, owner.id)
    try:
        send_code(session, filing, now=now)
    except (CodeTooSoon, CodeDailyLimitReached, CodesLocked):
        if account is None or not account.can_be_notified:
            raise
    if account is not None:
        outbox.notify(session, owner.id, "approval.asked", approval.id, at=now, sms=False, about=approval.topic)
    remind = now + timedelta(hours=rules.number(session, RuleName.OWNER_REMINDER_HOURS, at=now))
    timers.start(session, filings.REMIND, filing.id, lane=lane, due_at=remind)
    timers.start(session, filings.LAPSE, filing.id, lane=lane, due_at=lapses)
    return approval


def send_code(session: Session, filing: Filing, *, now: datetime) -> None:
    """Send a code to the owner's phone number in the register.

    The text names plate and filer (masked), and says how far their identity is checked; it has no link.
    Raises NotVerified, CodeTooSoon, CodeDailyLimitReached, CodesLocked.
    """
    owner, filer = _owner(session, filing), session.get_one(Person, filing.filer_id)
    may_text.require_may_text(session, filer)
    vehicle = session.get_one(Vehicle, filing.vehicle_id)
    sms_codes.send(
        session,
        CodePurpose.OWNER_APPROVAL,
        filing.id,
        phone=owner.phone,
        key="sms-owner-code-with-level",
        now=now,
        by=filer.id,
        report_to=accounts.of_person(session, filer.id),
        who=masking.name(filer.name),
        level=level_of(filer).value,
        plate=plates.display(vehicle.plate),
    )


def is_code_usable(session: Session, filing: Filing, owner: Person, *, now: datetime) -> bool:
    """Whether the filer can still type a code that was sent to this owner."""
    return sms_codes.is_usable(session, CodePurpose.OWNER_APPROVAL, filing.id, phone=owner.phone, now=now)


def resend(session: Session, filing: Filing, *, by: Person, now: datetime) -> None:
    """Send another code. Raises NotYours, ApplicationDecided, ApplicationLapsed, and what `send_code` raises."""
    if filing.filer_id != by.id:
        raise NotYours
    lapses.require_waiting(session, filing, now=now)
    send_code(session, filing, now=now)


def approve_by_code(session: Session, filing: Filing, digits: str, *, by: Person, now: datetime) -> None:
    """Approve with the code that the owner passed on to the filer.

    Raises NotYours, ApplicationDecided, ApplicationLapsed, OwnerUnreachable, and what `sms_codes.verify` raises.
    """
    if filing.filer_id != by.id:
        raise NotYours
    owner = authority.speaks_for(session, filing.vehicle_id)
    database.lock_row(session, Filing, filing.id)
    lapses.require_waiting(session, filing, now=now)
    if owner is None:
        raise eligibility.OwnerUnreachable
    # A code sent to a former administrator, or to a phone number since changed, speaks for nobody.
    keys, purpose = limits.keys_of(session, by), CodePurpose.OWNER_APPROVAL
    approval = approvals.lock_of_filing(session, filing.id)
    sms_codes.verify(session, purpose, filing.id, digits, by=by.id, phone=owner.phone, keys=keys, now=now)
    assert approval is not None
    _approve(session, approval, filing, by=None, by_code=True, now=now)
    question_messages.end(session, approval, owner.id, now=now)
    outbox.notify(session, owner.id, "approval.by_code", approval.id, at=now, about=filing.topic)


def find_open(session: Session, approval_id: UUID, *, by: Person, now: datetime) -> Approval:
    """Return a pending approval that this person may answer. Raises NotYours or ApprovalClosed."""
    approval = _require_own(session, approval_id, by)
    if approval.status is not ApprovalStatus.PENDING or approval.expires_at <= now:
        raise ApprovalClosed
    return approval


def find_by_number(session: Session, number: int, *, by: Person, now: datetime) -> Approval:
    """Return the pending approval of application `number`.

    Raises ApprovalNotFound, or FilingOver to who speaks for the vehicle still, if it was answered or has ended.
    """
    approval = approvals.of_number(session, by.id, number)
    if approval is None:
        raise ApprovalNotFound(number=number)
    if approval.status is ApprovalStatus.PENDING and approval.expires_at > now:
        return approval
    filing = session.get_one(Filing, approval.filing_id)
    speaker = authority.speaks_for(session, filing.vehicle_id)
    if speaker is None or speaker.id != by.id or approval.status is ApprovalStatus.PENDING:
        raise ApprovalNotFound(number=number)
    raise filings.over(filing, now=now)


def approve(session: Session, approval_id: UUID, *, by: Person, now: datetime) -> Approval:
    """Approve in the chat, in place of the code; the filer goes on with the face check, or is notified.

    Raises NotYours, ApprovalClosed, ApplicantSpeaks or OwnerUnreachable.
    """
    approval = find_open(session, approval_id, by=by, now=now)
    filing = database.lock_row(session, Filing, approval.filing_id)
    assert filing is not None
    _approve(session, approval, filing, by=by.id, by_code=False, now=now)
    account = accounts.of_person(session, filing.filer_id)
    if account is not None and account.can_be_notified:
        timers.fire_now(session, AGREED, filing.id, lane=account.lane, at=now)
    else:
        tell_agreed(session, filing, now=now)
    return approval


def tell_agreed(session: Session, filing: Filing, *, now: datetime) -> None:
    """Tell the filer that the owner has approved in the chat; once the face check is over, the message ends."""
    outbox.notify(session, filing.filer_id, "filing.agreed", filing.id, at=now, about=step_cards.topic(filing))


def refuse(session: Session, approval_id: UUID, *, by: Person, now: datetime, note: str = "") -> Approval:
    """Refuse: the application ends, and the filer is notified; `refusal_reasons.pass_on` adds a reason.

    note: what the owner writes down for themself. Raises NotYours or ApprovalClosed.
    """
    approval = find_open(session, approval_id, by=by, now=now)
    filing = database.lock_row(session, Filing, approval.filing_id)
    assert filing is not None
    if not approvals.close(session, approval, ApprovalStatus.REFUSED, at=now, reason=text_cleaning.display_safe(note)):
        raise ApprovalClosed  # Another transaction answered first.
    audit.record(session, audit.Action.APPROVAL_ANSWERED, by=by.id, on=approval.id, at=now, answer="refused")
    filings.refuse(session, filing, now=now, why="owner")
    return approval


def application(session: Session, approval_id: UUID) -> UUID:
    """Return the application that an approval is about. Raises NotYours if there is no such approval."""
    approval = session.get(Approval, approval_id)
    if approval is None:
        raise NotYours
    return approval.filing_id


def _require_own(session: Session, approval_id: UUID, by: Person) -> Approval:
    """Return an approval about a vehicle for which this person speaks now; the vehicle is locked."""
    approval = session.get(Approval, approval_id)
    if approval is None:
        raise NotYours
    authority.require_speaker(session, session.get_one(Filing, approval.filing_id).vehicle_id, by=by)
    return approval


def _approve(
    session: Session, approval: Approval, filing: Filing, *, by: UUID | None, by_code: bool, now: datetime
) -> None:
    speaker = authority.acting_owner(session, filing.vehicle_id)
    if speaker is None:
        raise eligibility.OwnerUnreachable
    applicants.require_other(session, speaker, filing)
    if not approvals.close(session, approval, ApprovalStatus.APPROVED, at=now, by_code=by_code):
        raise ApprovalClosed  # Another transaction answered first.
    audit.record(session, audit.Action.APPROVAL_ANSWERED, by=by, on=approval.id, at=now, answer="approved")
    filings.agree(session, filing, now=now)


def _owner(session: Session, filing: Filing) -> Person:
    """Return who is asked, with a phone number for the code. Raises OwnerUnreachable."""
    owner = authority.acting_owner(session, filing.vehicle_id)
    if owner is None or not owner.phone:
        raise eligibility.OwnerUnreachable
    return owner
