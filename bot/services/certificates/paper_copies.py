"""Paper copies of certificates: requested by the owner, also after loss; printed, posted or handed out by staff.

The address is stored encrypted, shown to the staff who print, and deleted once the copy has arrived.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.adapters.certificates.verifier import CertificateVerdict
from bot.errors import NotYours, OwnMatter, Refusal
from bot.services.certificates import certificates, paper_addresses, paper_changes
from bot.services.certificates.paper_addresses import DeliveryAddress
from bot.services.certificates.paper_changes import PRINTERS
from bot.services.identity.same_person import may_be_same
from bot.services.organisations import vehicles_of_staff
from bot.services.staff import permissions, work_news
from storage import audit, database
from storage.audit import Action
from storage.certificates import paper_copies as store
from storage.certificates.certificates import IssueWay
from storage.certificates.paper_copies import PaperCopy, PaperStatus, PaperWay
from storage.database import counters
from storage.engine import outbox
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.register.vehicles import Vehicle

WORK = "paper"
# The next status of each; a copy to be collected is never posted, and one by post is never ready to be collected.
STEPS: dict[PaperWay, dict[PaperStatus, PaperStatus]] = {
    PaperWay.POST: {
        PaperStatus.REQUESTED: PaperStatus.PRINTED,
        PaperStatus.PRINTED: PaperStatus.POSTED,
        PaperStatus.POSTED: PaperStatus.DONE,
    },
    PaperWay.PICK_UP: {
        PaperStatus.REQUESTED: PaperStatus.PRINTED,
        PaperStatus.PRINTED: PaperStatus.READY,
        PaperStatus.READY: PaperStatus.DONE,
    },
}
TRACKING_LENGTHS = (6, 40)  # Of the carriers' numbers, in letters and digits.


class PaperUnderWay(Refusal, key="refused-paper-underway", offers=("papers",)):
    """A paper copy for this vehicle is requested already."""


class PaperNeedsValid(Refusal, key="refused-paper-needs-valid", offers=("certificate",)):
    """Only a valid certificate is printed."""


class InvalidTracking(Refusal, key="refused-bad-tracking"):
    """Not a tracking number. Values: least and most, how many letters and digits it has."""


class PaperVoid(Refusal, key="refused-paper-void", offers=("papers",)):
    """The copy must not be posted or handed out any more."""


class PaperMoved(Refusal, key="refused-paper-moved", offers=("papers",)):
    """The copy has another status already, or is delivered another way."""


def require_available(
    session: Session, person: Person, vehicle_id: UUID, *, after_loss: bool, now: datetime
) -> certificates.VehicleCertificate:
    """Return the certificate if a copy of it may be requested.

    Raises OwnerOnly, PaperUnderWay, PaperNeedsValid, and what `certificates.get_or_issue` raises.
    """
    certificates.require_owner(session, person, vehicle_id, now=now)
    underway = store.open_of_vehicle(session, vehicle_id)
    if underway is not None and underway.person_id == person.id:
        raise PaperUnderWay(number=underway.number)
    way = IssueWay.PAPER_LOST if after_loss else IssueWay.ON_DEMAND
    shown = certificates.get_or_issue(session, person, vehicle_id, now=now, way=way)
    if shown.verdict is not CertificateVerdict.VALID:
        raise PaperNeedsValid
    return shown


def request(
    session: Session,
    person: Person,
    vehicle_id: UUID,
    way: PaperWay,
    to: DeliveryAddress,
    *,
    after_loss: bool,
    now: datetime,
    remember: bool | None = None,
) -> PaperCopy:
    """Request a copy, which ends the one of a former speaker. Raises PaperMoved and what `require_available` raises.

    remember: whether the address is kept for the next copy, instead of what is remembered; None leaves that alone.
    """
    shown = require_available(session, person, vehicle_id, after_loss=after_loss, now=now)
    former = store.open_of_vehicle(session, vehicle_id)
    if former is not None and not paper_changes.make_way(session, former, now=now):
        raise PaperMoved
    copy = PaperCopy(
        number=counters.next_number(session, "paper"),
        vehicle_id=vehicle_id,
        certificate_id=shown.certificate.id,
        person_id=person.id,
        way=way,
        after_loss=after_loss,
        requested_at=now,
        changed_at=now,
    )
    copy.recipient, copy.phone, copy.address = to.recipient, to.phone, to.address
    database.add(session, copy)
    audit.record(session, Action.PAPER_REQUESTED, by=person.id, on=copy.id, at=now, way=way.value)
    work_news.arrive(session, WORK, copy.id, now=now)
    if remember is not None:
        paper_addresses.remember(session, person, to if remember else None, now=now)
    return copy


def open_requests(session: Session, *, by: Account) -> list[PaperCopy]:
    """Return the copies to print or send, without those for vehicles that the reader uses. Raises NotStaff."""
    permissions.require(session, by, *PRINTERS)
    return [copy for copy in store.open_copies(session) if not is_own(session, copy, by=by)]


def open_for_staff(session: Session, copy_id: UUID, *, by: Account, now: datetime) -> PaperCopy:
    """Return a copy with its address, which is audited. Raises NotStaff, NotYours or OwnMatter."""
    copy = _find_for_staff(session, copy_id, by=by)
    audit.record(session, Action.PAPER_OPENED, by=by.id, on=copy.id, at=now)
    return copy


def advance(
    session: Session, copy_id: UUID, to: PaperStatus, *, by: Account, now: datetime, tracking: str = ""
) -> PaperCopy:
    """Record that staff have printed, posted (with the tracking number) or handed over a copy; notify the owner.

    Raises NotStaff, NotYours, OwnMatter, InvalidTracking, PaperVoid or PaperMoved.
    """
    copy = _find_for_staff(session, copy_id, by=by)
    number = "".join(tracking.split()).upper()
    least, most = TRACKING_LENGTHS
    if to is PaperStatus.POSTED and not (number.isascii() and number.isalnum() and least <= len(number) <= most):
        raise InvalidTracking(least=least, most=most)
    if STEPS[copy.way].get(copy.status) is not to:
        raise PaperMoved
    require_sendable(session, copy)
    _move(session, copy, to, by=by.id, now=now, tracking_number=number or copy.tracking_number)
    outbox.notify(session, copy.person_id, "paper.moved", copy.id, at=now)
    return copy


def require_sendable(session: Session, copy: PaperCopy) -> None:
    """Raise PaperVoid if the copy must not be printed, posted or handed out any more; what has left has arrived."""
    if paper_changes.void_reason(session, copy) is not None:
        raise PaperVoid(number=copy.number)


def void(session: Session, copy_id: UUID, *, by: Account, now: datetime) -> PaperCopy:
    """Record that a copy that must not leave was destroyed; its requester is told.

    If another certificate counts now, such as after a station's mistake, the copy is printed anew.
    Raises NotStaff, NotYours, OwnMatter or PaperMoved.
    """
    copy = _find_for_staff(session, copy_id, by=by)
    if paper_changes.void_reason(session, copy) is None:
        raise PaperMoved
    is_again = paper_changes.request_again(session, copy, by=by.id, now=now)
    if not is_again and not paper_changes.cancel(session, copy, by=by.id, now=now):
        raise PaperMoved
    if is_again:
        work_news.arrive(session, WORK, copy.id, now=now)
    outbox.notify(session, copy.person_id, "paper.moved", copy.id, at=now)
    return copy


def cancel(session: Session, copy_id: UUID, *, by: Person, now: datetime) -> PaperCopy:
    """Cancel a copy before it is printed. Raises NotYours or PaperMoved."""
    copy = session.get(PaperCopy, copy_id)
    if copy is None or copy.person_id != by.id:
        raise NotYours
    if copy.status is not PaperStatus.REQUESTED:
        raise PaperMoved
    if not paper_changes.cancel(session, copy, by=by.id, now=now):
        raise PaperMoved
    return copy


def _find_for_staff(session: Session, copy_id: UUID, *, by: Account) -> PaperCopy:
    permissions.require(session, by, *PRINTERS)
    copy = session.get(PaperCopy, copy_id)
    if copy is None:
        raise NotYours
    if is_own(session, copy, by=by):
        raise OwnMatter
    return copy


def is_own(session: Session, copy: PaperCopy, *, by: Account) -> bool:
    """Return whether this person has requested the copy, or uses the vehicle."""
    is_person = may_be_same(session, by, session.get_one(Person, copy.person_id))
    return is_person or vehicles_of_staff.is_used(session, session.get_one(Vehicle, copy.vehicle_id), by=by)


def _move(session: Session, copy: PaperCopy, to: PaperStatus, *, by: UUID, now: datetime, **values: str) -> None:
    if not store.move(session, copy, to, at=now, **values):
        raise PaperMoved
    audit.record(session, Action.PAPER_MOVED, by=by, on=copy.id, at=now, to=to.value)
    if to is PaperStatus.DONE:
        store.delete_address(session, copy)
