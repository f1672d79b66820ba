"""Vehicle codes: filing by QR code (扫码备案). The owner shows a code for one vehicle; the first filer to scan uses it.

create ──► (refresh, cancel, expire) ──► scan: the code is the filer's ──► apply: an application with owner approval

Scanning uses the code at once, so that only one of two filers gets it; that filer may scan it again and continue
for as long as an owner approval may be pending.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal, raise_all
from bot.services.filing import approvals, eligibility, filings, may_text, register_lookup, vehicle_code_links
from bot.services.identity import limits, present_people, revocation
from bot.services.organisations import authority
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import short_codes
from storage import audit, database, files
from storage.engine import outbox, timers
from storage.filing import filings as filing_store, vehicle_codes as store
from storage.filing.filings import Filing, FilingStatus, FilingWay, Relationship
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.register.people import Person
from storage.register.vehicles import Vehicle, VehicleState

TICK = "vehicle-code.tick"
SHORT_LENGTH = 10
MINUTE = timedelta(minutes=1)


class NoCodeInThisState(Refusal, key="refused-vehicle-state", offers=("vehicles",)):
    """A vehicle whose state in the register is not normal draws no code, as it cannot be filed. state: that state."""


class VehicleCodeUnknown(Refusal, key="refused-vehicle-code-unknown", keeps=True, offers=("file",)):
    """There is no such code; the attempt counts, as somebody may be guessing."""


class VehicleCodeExpired(Refusal, key="refused-vehicle-code-old", offers=("file",)):
    """The code has expired."""


class VehicleCodeCancelled(Refusal, key="refused-vehicle-code-cancelled", offers=("file",)):
    """The owner has cancelled the code or created a newer one."""


class VehicleCodeUsed(Refusal, key="refused-vehicle-code-used", offers=("file",)):
    """Somebody else has used the code."""


class VehicleCodeUsedByYou(Refusal, key="refused-vehicle-code-spent", offers=("progress",)):
    """The person has already applied with this code. number: the number of that application."""


@dataclass(frozen=True, slots=True)
class NewVehicleCode:
    """A code to be shown: its row, the token of its link, its short code. The store keeps only hashes of the two."""

    code: VehicleCode
    token: str
    short: str


def create(
    session: Session, vehicle_id: UUID, *, by: Person, lane: str, now: datetime, tapped: int | None = None
) -> NewVehicleCode:
    """Create a code for a vehicle. The older ones end, also one that somebody has scanned and not applied with.

    Raises NotYours or NoCodeInThisState.
    lane: in which the countdown is shown; tapped: the message of the older one that it takes the place of, if any.
    """
    authority.require_speaker(session, vehicle_id, by=by)
    state = session.get_one(Vehicle, vehicle_id).state
    if state is not VehicleState.NORMAL:
        raise NoCodeInThisState(state=state.value)
    revocation.revoke_codes(session, store.unapplied_of_vehicle(session, vehicle_id), now=now, but=tapped)
    token, short = vehicle_code_links.generate_token(), short_codes.make(SHORT_LENGTH)
    minutes = rules.number(session, RuleName.QR_MINUTES, at=now)
    code = VehicleCode(
        vehicle_id=vehicle_id,
        made_by=by.id,
        link_index=store.index("link", token),
        short_index=store.index("short", short),
        made_at=now,
        expires_at=now + timedelta(minutes=minutes),
    )
    database.add(session, code)
    audit.record(session, audit.Action.VEHICLE_CODE_MADE, by=by.id, on=code.id, at=now)
    timers.start(session, TICK, code.id, lane=lane, due_at=now + min(MINUTE, code.expires_at - now))
    return NewVehicleCode(code, token, short)


def cancel(session: Session, code_id: UUID, *, by: Person, now: datetime, tapped: int | None = None) -> VehicleCode:
    """Cancel a code as its owner, also one that was scanned and not applied with yet. Raises NotYours.

    A code with an application stays as it is, as one that has expired does: the application can be stopped.
    """
    code = session.get(VehicleCode, code_id)
    if code is None or code.made_by != by.id:
        raise NotYours
    authority.speaks_for(session, code.vehicle_id)  # Locks the vehicle, as `apply` does.
    if _close(session, code, VehicleCodeStatus.CANCELLED, now=now) or store.take_back(session, code):
        audit.record(session, audit.Action.VEHICLE_CODE_CANCELLED, by=by.id, on=code.id, at=now)
        revocation.tell_changed(session, code, now=now, but=tapped)
    return code


def tick(session: Session, code_id: UUID, *, lane: str, now: datetime) -> VehicleCode | None:
    """Handle a minute of the countdown: wait for the next, or let the code expire. Returns None if it was deleted."""
    code = session.get(VehicleCode, code_id)
    if code is None or code.status is not VehicleCodeStatus.OPEN:
        return code
    if code.expires_at <= now:
        _close(session, code, VehicleCodeStatus.EXPIRED, now=now)
    else:
        timers.start(session, TICK, code.id, lane=lane, due_at=now + min(MINUTE, code.expires_at - now))
    return code


def scan(session: Session, *, links: Sequence[str] = (), short: str = "", by: Person, now: datetime) -> VehicleCode:
    """Use a code: of several in one picture the valid one. A person may scan their own used code again.

    Raises TooManyVehicleLookups, VehicleCodeUnknown, the reason why a code cannot be used, or why the person may not
    apply for the vehicle; NotVerified if the owner will be sent a code and the person only declares who they are.
    """
    register_lookup.require_tries_left(session, by, now=now)
    found = [code for link in links if (code := store.find(session, link=link))]
    typed = store.find(session, short=short) if short else None
    codes = found + ([typed] if typed else [])
    if not codes:
        register_lookup.record_try(session, by, now=now)
        raise VehicleCodeUnknown
    problems = [_problem(session, code, by=by, now=now) for code in codes]
    good = next((code for code, problem in zip(codes, problems, strict=True) if problem is None), None)
    if good is None:
        raise next(problem for problem in problems if problem is not None)
    return _take(session, good, by=by, now=now)


def apply(
    session: Session,
    code_id: UUID,
    *,
    relationship: Relationship,
    relationship_text: str,
    by: Person,
    lane: str,
    now: datetime,
) -> Filing:
    """Create an application that the owner approved by showing the code; a dated rule may ask for an SMS code too.

    Raises NotYours, the reason why the code cannot be used any more, and what `filings.apply` raises.
    """
    code = find_scanned(session, code_id, by=by, now=now)
    limits.lock(session, limits.keys_of(session, by))
    present_people.lock(session, by.id)
    authority.speaks_for(session, code.vehicle_id)  # Locked, so that the code is not used after its maker's right.
    code = find_scanned(session, code_id, by=by, now=now)
    by_sms = rules.switch(session, RuleName.QR_OWNER_CODE, at=now)
    filing = filings.apply(
        session,
        by,
        code.vehicle_id,
        way=FilingWay.QR,
        relationship=relationship,
        relationship_text=relationship_text,
        now=now,
        status=FilingStatus.WAITING_OWNER if by_sms else FilingStatus.CHECKING,
    )
    if not store.fulfil(session, code, filing.id):
        # Its maker has cancelled it, or another transaction has applied with it.
        raise _problem(session, code, by=by, now=now) or VehicleCodeExpired()
    revocation.tell_changed(session, code, now=now)
    audit.record(session, audit.Action.VEHICLE_CODE_USED, by=by.id, on=code.id, at=now)
    if by_sms:
        approvals.request(session, filing, lane=lane, now=now)
    else:
        filing_store.add_event(session, filing, "agreed", at=now)
        outbox.notify(session, code.made_by, "vehicle-code.used", filing.id, at=now, about=filing.topic)
    return filing


def find_scanned(session: Session, code_id: UUID, *, by: Person, now: datetime) -> VehicleCode:
    """Return a code that this person has scanned. Raises NotYours, or the reason why it cannot be used any more."""
    if (code := session.get(VehicleCode, code_id)) is None:
        raise VehicleCodeExpired  # Its row is deleted some time after its end.
    if code.used_by != by.id:
        raise NotYours
    if problem := _problem(session, code, by=by, now=now):
        raise problem
    return code


def _take(session: Session, code: VehicleCode, *, by: Person, now: datetime) -> VehicleCode:
    if code.status is VehicleCodeStatus.USED:
        return code  # Scanned again by the same person.
    vehicle = session.get_one(Vehicle, code.vehicle_id)
    raise_all(eligibility.vehicle_obstacles(session, by, vehicle, now=now))
    raise_all(eligibility.person_obstacles(session, by, now=now))
    if rules.switch(session, RuleName.QR_OWNER_CODE, at=now):  # Said before anything else is asked.
        may_text.require_may_text(session, by)
    if not _close(session, code, VehicleCodeStatus.USED, now=now, by=by.id):
        raise VehicleCodeUsed  # Another transaction used it first.
    revocation.tell_changed(session, code, now=now)
    return code


def _problem(session: Session, code: VehicleCode, *, by: Person, now: datetime) -> Refusal | None:
    """Return why this person cannot use the code, None if they can or have used it already."""
    if code.status is VehicleCodeStatus.CANCELLED:
        return VehicleCodeCancelled()
    if code.status is VehicleCodeStatus.USED:
        return _used(session, code, by=by, now=now)
    if code.status is VehicleCodeStatus.EXPIRED or code.expires_at <= now:
        return VehicleCodeExpired()
    return None if _owner_is_unchanged(session, code) else VehicleCodeExpired()


def _used(session: Session, code: VehicleCode, *, by: Person, now: datetime) -> Refusal | None:
    if code.used_by != by.id:
        return VehicleCodeUsed()
    filing = session.get(Filing, code.filing_id) if code.filing_id else None
    if filing is not None:
        return VehicleCodeUsedByYou(number=filing.number)
    hours = rules.number(session, RuleName.OWNER_LAPSE_HOURS, at=now)
    assert code.used_at is not None
    fresh = code.used_at + timedelta(hours=hours) > now
    return None if fresh and _owner_is_unchanged(session, code) else VehicleCodeExpired()


def _owner_is_unchanged(session: Session, code: VehicleCode) -> bool:
    owner = authority.acting_owner(session, code.vehicle_id)
    return owner is not None and owner.id == code.made_by


def _close(
    session: Session, code: VehicleCode, to: VehicleCodeStatus, *, now: datetime, by: UUID | None = None
) -> bool:
    if not store.close(session, code, to, at=now, by=by):
        return False
    if code.file_id is not None:
        files.delete_file(session, code.file_id)
    return True
