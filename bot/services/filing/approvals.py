"""The owner's answer to an application: asked by SMS code and in chat, given once, by one way or the other.

pending ──► approved (button, command, reply, or the code typed by the filer) / refused / lapsed / withdrawn

Who answers holds the filing first, as one who withdraws it does: two turns never wait for each other.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal
from bot.services.filing import eligibility, filings
from bot.services.identity import sms_codes
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import masking, plates, text_cleaning
from storage import audit, database
from storage.engine import outbox, timers
from storage.filing import approvals, owner_blocks
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import Filing, FilingStatus
from storage.identity import accounts
from storage.identity.sms_codes import CodePurpose
from storage.register.people import Person
from storage.register.vehicles import Vehicle

REMIND, LAPSE = "approval.remind", "approval.lapse"
TERM_DAYS = (30, 90, 365)
"""For how many days an owner may let a car, if not for good."""


class ApprovalClosed(Refusal, key="refused-closed", offers=("approvals",)):
    """The question was answered already, or its time ran out."""


class ApprovalNotFound(Refusal, key="refused-no-such-question", offers=("approvals",)):
    """Nothing waits for this person's answer under this number."""


def request(session: Session, filing: Filing, *, lane: str, now: datetime) -> Approval:
    """Ask who speaks for the car: by a code to his phone, and in chat if he is a user.

    lane: the filer's, whose turn it will be when the owner stays silent.
    """
    owner = _owner(session, filing)
    hours = rules.number(session, RuleName.OWNER_LAPSE_HOURS, at=now)
    lapses = now + timedelta(hours=hours)
    approval = Approval(filing_id=filing.id, owner_id=owner.id, asked_at=now, expires_at=lapses)
    database.add(session, approval)
    send_code(session, filing, now=now)
    if accounts.of_person(session, owner.id) is not None:
        outbox.notify(
            session, owner.id, "approval.asked", approval.id, at=now, sms=False, about=f"approval:{approval.id}"
        )
    remind = now + timedelta(hours=rules.number(session, RuleName.OWNER_REMINDER_HOURS, at=now))
    timers.start(session, REMIND, filing.id, lane=lane, due_at=remind)
    timers.start(session, LAPSE, filing.id, lane=lane, due_at=lapses)
    return approval


def send_code(session: Session, filing: Filing, *, now: datetime) -> None:
    """Text a code to the owner's phone on record. It names who asks (masked), the car, the purpose; never a link.

    Raises what `codes.send` raises: too soon, or too many for a day.
    """
    owner, filer = _owner(session, filing), session.get(Person, filing.filer_id)
    vehicle = session.get_one(Vehicle, filing.vehicle_id)
    assert filer is not None
    sms_codes.send(
        session,
        CodePurpose.OWNER_CONSENT,
        filing.id,
        phone=owner.phone,
        key="sms-owner-code",
        now=now,
        report_to=accounts.of_person(session, filer.id),
        who=masking.name(filer.name),
        plate=plates.display(vehicle.plate),
    )


def resend(session: Session, filing: Filing, *, by: Person, now: datetime) -> None:
    """Text another code. Raises NotYours, Decided, and what the codes say: too soon, too many."""
    if filing.filer_id != by.id:
        raise NotYours
    if filing.status is not FilingStatus.WAITING_OWNER:
        raise filings.ApplicationDecided(number=filing.number)
    send_code(session, filing, now=now)


def approve_by_code(session: Session, filing: Filing, digits: str, *, by: Person, now: datetime) -> None:
    """The filer types the code that the owner passed on: it stands for his yes. Raises Decided and the codes' own."""
    if filing.filer_id != by.id:
        raise NotYours
    database.lock_row(session, Filing, filing.id)
    if filing.status is not FilingStatus.WAITING_OWNER:
        raise filings.ApplicationDecided(number=filing.number)
    sms_codes.verify(session, CodePurpose.OWNER_CONSENT, filing.id, digits, by=by.id, now=now)
    approval = approvals.of_filing(session, filing.id)
    assert approval is not None
    _approve(session, approval, filing, by=None, by_code=True, now=now)


def find_open(session: Session, approval_id: UUID, *, by: Person, now: datetime) -> Approval:
    """Return a question that is this person's to answer. Raises NotYours or Closed."""
    approval = session.get(Approval, approval_id)
    if approval is None or approval.owner_id != by.id:
        raise NotYours
    if approval.status is not ApprovalStatus.PENDING or approval.expires_at <= now:
        raise ApprovalClosed
    return approval


def find_by_number(session: Session, number: int, *, by: Person, now: datetime) -> Approval:
    """Return the open question about application `number`. Raises ApprovalNotFound."""
    for approval in approvals.pending_of(session, by.id):
        filing = session.get(Filing, approval.filing_id)
        if filing is not None and filing.number == number and approval.expires_at > now:
            return approval
    raise ApprovalNotFound(number=number)


def approve(session: Session, approval_id: UUID, *, by: Person, now: datetime) -> Approval:
    """The owner says yes in chat: that stands for the code. The filer is told to go on."""
    approval = find_open(session, approval_id, by=by, now=now)
    filing = database.lock_row(session, Filing, approval.filing_id)
    assert filing is not None
    _approve(session, approval, filing, by=by.id, by_code=False, now=now)
    outbox.notify(session, filing.filer_id, "filing.agreed", filing.id, at=now)
    return approval


def refuse(session: Session, approval_id: UUID, *, by: Person, now: datetime, reason: str = "") -> Approval:
    """The owner says no: that ends the case, and the filer is told."""
    approval = find_open(session, approval_id, by=by, now=now)
    filing = database.lock_row(session, Filing, approval.filing_id)
    assert filing is not None
    if not approvals.close(
        session, approval, ApprovalStatus.REFUSED, at=now, reason=text_cleaning.display_safe(reason)
    ):
        raise ApprovalClosed  # A second tap, or another device, was faster.
    audit.record(session, audit.Action.APPROVAL_ANSWERED, by=by.id, on=approval.id, at=now, answer="refused")
    filings.refuse(session, filing, now=now, why="owner")
    return approval


def block(session: Session, approval_id: UUID, *, by: Person, now: datetime) -> Approval:
    """After a no: this person shall not ask for this car again. Raises NotYours."""
    approval = session.get(Approval, approval_id)
    filing = session.get(Filing, approval.filing_id) if approval else None
    if approval is None or filing is None or approval.owner_id != by.id:
        raise NotYours
    owner_blocks.block(session, filing.vehicle_id, filing.filer_id, by=by.id, at=now)
    audit.record(session, audit.Action.PERSON_BLOCKED, by=by.id, on=filing.filer_id, at=now)
    return approval


def set_term(session: Session, approval_id: UUID, days: int, *, by: Person, now: datetime) -> Filing:
    """The owner lets the car for so many days only, counted from now. Raises NotYours, or Decided after the end."""
    approval = session.get(Approval, approval_id)
    filing = session.get(Filing, approval.filing_id) if approval else None
    if approval is None or filing is None or approval.owner_id != by.id or days not in TERM_DAYS:
        raise NotYours
    if filing.status not in (FilingStatus.CHECKING, FilingStatus.IN_REVIEW, FilingStatus.RETURNED, FilingStatus.ACTIVE):
        raise filings.ApplicationDecided(number=filing.number)
    filings.set_term(session, filing, now + timedelta(days=days), now=now)
    return filing


def remind(session: Session, filing_id: UUID, *, now: datetime) -> None:
    """The owner was silent for a day: ask once more, if the question is still open."""
    approval = approvals.of_filing(session, filing_id)
    if approval is not None and approval.status is ApprovalStatus.PENDING:
        outbox.notify(session, approval.owner_id, "approval.reminded", approval.id, at=now)


def lapse(session: Session, filing_id: UUID, *, now: datetime) -> None:
    """The owner never answered: the application lapses, if the question is still open."""
    filing, approval = database.lock_row(session, Filing, filing_id), approvals.of_filing(session, filing_id)
    if approval is None or filing is None or filing.status is not FilingStatus.WAITING_OWNER:
        return
    if approvals.close(session, approval, ApprovalStatus.LAPSED, at=now):
        audit.record(session, audit.Action.APPROVAL_LAPSED, by=None, on=approval.id, at=now)
        filings.lapse(session, filing, now=now)


def _approve(
    session: Session, approval: Approval, filing: Filing, *, by: UUID | None, by_code: bool, now: datetime
) -> None:
    if not approvals.close(session, approval, ApprovalStatus.APPROVED, at=now, by_code=by_code):
        raise ApprovalClosed  # A second tap, or another device, was faster.
    audit.record(session, audit.Action.APPROVAL_ANSWERED, by=by, on=approval.id, at=now, answer="approved")
    filings.agree(session, filing, now=now)


def _owner(session: Session, filing: Filing) -> Person:
    vehicle = session.get(Vehicle, filing.vehicle_id)
    owner = eligibility.acting_owner(session, vehicle) if vehicle else None
    if owner is None or not owner.phone:
        raise eligibility.OwnerUnreachable
    return owner
