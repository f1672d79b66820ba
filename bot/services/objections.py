"""Objections (异议): a person contests a violation or its decision, with photos as evidence; staff answer.

make ──► upheld or rejected (`objection_answers`)
     └─► withdrawn by the person, or ended because the record is moved to somebody else
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal
from bot.services.identity import present_people
from bot.services.identity.same_person import may_be_same
from bot.services.organisations import vehicles_of_staff
from bot.services.rules.names import RuleName
from bot.services.staff import permissions, work_news
from bot.services.staff.same_member import is_one_of
from bot.services.staff.work_kinds import WorkKind
from bot.services.values import reasons, text_cleaning
from bot.services.violations import overtaken_objections, parties
from storage import audit, database, files, objections
from storage.database import counters
from storage.identity.accounts import Account
from storage.objections import Objection, ObjectionState
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffRole
from storage.violations import decisions as decision_store
from storage.violations.violations import Violation, ViolationState

MAX_LENGTH = 1000
MIN_LENGTH = 5
MAX_PHOTOS = 5
PHOTO_RETENTION = timedelta(days=365)
ANSWERERS = (StaffRole.REVIEWER,)


class ObjectionWords(Refusal, key="refused-objection-words"):
    """The words are too few or too many. least, most: characters."""


class ObjectionPhotos(Refusal, key="refused-objection-photos"):
    """The objection has as many photos as allowed."""


class ObjectionOpen(Refusal, key="refused-objection-open", offers=("violations",)):
    """There is an open objection against this violation."""


class ObjectionAnswered(Refusal, key="refused-objection-answered", offers=("objections",)):
    """The objection was answered already, or withdrawn."""


class NotContestable(Refusal, key="refused-not-contestable", offers=("violations",)):
    """Only the person fined or a user of the vehicle may object, and not against a cancelled violation."""


class OwnObjection(Refusal, key="refused-own-objection", offers=("objections",)):
    """Staff may not answer objections of their own, about their own fines or about vehicles that they use."""


def require_contestable(session: Session, violation_id: UUID, *, by: Person, now: datetime) -> Violation:
    """Return a violation this person may object to. Raises NotYours, NotContestable or ObjectionOpen."""
    violation = session.get(Violation, violation_id)
    if violation is None:
        raise NotYours
    if not is_contestable(session, violation, by, now=now):
        raise NotContestable
    existing = overtaken_objections.barring(session, violation, by, now=now)
    if existing is not None:
        raise ObjectionOpen(number=existing.number)
    return violation


def is_contestable(session: Session, violation: Violation, person: Person, *, now: datetime) -> bool:
    """Return whether this person may object: the one fined; before a decision, whose record it is."""
    if violation.state is ViolationState.CANCELLED:
        return False
    decision = decision_store.of_violation(session, violation.id)
    if decision is not None:
        return decision.person_id == person.id
    try:
        return parties.is_of(session, violation, parties.find(session, person, violation.vehicle_id, now=now))
    except NotYours:
        return False


def make(
    session: Session, violation_id: UUID, said: str, photos: Sequence[UUID], *, by: Person, now: datetime
) -> Objection:
    """Make an objection, and tell the reviewers; its photos are kept for a year. It ends the one of a filer.

    Raises what `require_contestable` and `parse_words` raise.
    """
    present_people.lock(session, by.id)
    violation = require_contestable(session, violation_id, by=by, now=now)
    _require_unmoved(session, violation)
    kept = [photo for photo in photos if files.read(session, photo) is not None]
    objection = Objection(
        number=counters.next_number(session, "objection"),
        violation_id=violation.id,
        person_id=by.id,
        sealed_said=b"",
        photos=" ".join(photo.hex for photo in kept),
        made_at=now,
    )
    objection.said = parse_words(said)
    overtaken_objections.end(session, violation, by=by, now=now)
    if not database.try_add(session, objection):  # Another user of the vehicle was first.
        existing = objections.open_on(session, violation.id)
        raise ObjectionOpen(number=existing.number if existing else objection.number)
    for photo in kept:
        files.set_delete_at(session, photo, now + PHOTO_RETENTION)
    audit.record(session, audit.Action.OBJECTION_MADE, by=by.id, on=objection.id, at=now, photos=len(kept))
    work_news.arrive(session, WORK.name, objection.id, now=now)
    return objection


def may_see_record(session: Session, objection: Objection, *, now: datetime) -> bool:
    """Return whether the record is still the objector's: an import may have moved it, or their filing has ended."""
    violation = session.get_one(Violation, objection.violation_id)
    decision = decision_store.of_violation(session, violation.id)
    is_fined = decision is not None and decision.person_id == objection.person_id
    return is_fined or parties.may_see(session, violation, objection.person_id, now=now)


def _require_unmoved(session: Session, violation: Violation) -> None:
    """Lock a record, and check that no import has moved it since it was read. Raises NotContestable."""
    was = violation.vehicle_id, violation.occurred_at
    database.lock_row(session, Violation, violation.id)
    if (violation.vehicle_id, violation.occurred_at) != was:
        raise NotContestable


def parse_words(said: str) -> str:
    """Return the words, trimmed and harmless. Raises ReasonIsAnswer or ObjectionWords."""
    reasons.require_statement(said)
    trimmed = text_cleaning.display_safe(said)
    if not MIN_LENGTH <= len(trimmed) <= MAX_LENGTH:
        raise ObjectionWords(least=MIN_LENGTH, most=MAX_LENGTH)
    return trimmed


def withdraw(session: Session, objection_id: UUID, *, by: Person, now: datetime) -> Objection:
    """Withdraw an objection of this person. Raises NotYours or ObjectionAnswered."""
    objection = session.get(Objection, objection_id)
    if objection is None or objection.person_id != by.id:
        raise NotYours
    if not objections.close(session, objection, ObjectionState.WITHDRAWN, at=now, by=by.id):
        raise ObjectionAnswered
    audit.record(session, audit.Action.OBJECTION_WITHDRAWN, by=by.id, on=objection.id, at=now)
    return objection


def find(session: Session, objection_id: UUID, *, by: Account) -> Objection:
    """Return an objection to staff who may answer it. Raises NotStaff, NotYours or OwnObjection."""
    permissions.require(session, by, *ANSWERERS)
    objection = session.get(Objection, objection_id)
    if objection is None:
        raise NotYours
    if is_own(session, objection, by=by):
        raise OwnObjection
    return objection


def waiting(session: Session, *, by: Account) -> list[Objection]:
    """Return the unanswered objections that are not the reader's own and do not need another. Raises NotStaff."""
    permissions.require(session, by, *ANSWERERS)
    found = objections.waiting(session)
    return [each for each in found if not is_own(session, each, by=by) and not upheld_first(session, each, by=by)]


def upheld_first(session: Session, objection: Objection, *, by: Account) -> bool:
    """Return whether this reviewer, under whichever identity, is the first of the two who uphold an open objection."""
    return is_one_of(session, by, objection.first_by, objection.first_person)


def stage_of(objection: Objection) -> str:
    """Return who has upheld an objection first, as text; empty if nobody has."""
    return objection.first_by.hex if objection.first_by else ""


def is_own(session: Session, objection: Objection, *, by: Account) -> bool:
    """Return whether an objection is this person's, or about a fine of theirs, or about a vehicle that they use.

    A vehicle that they have owned or filed when the violation happened, or since, is one of theirs.
    """
    violation = session.get_one(Violation, objection.violation_id)
    decision = decision_store.of_violation(session, violation.id)
    people = [objection.person_id, *([decision.person_id] if decision else [])]
    is_person = any(may_be_same(session, by, session.get_one(Person, each)) for each in people)
    vehicle = session.get_one(Vehicle, violation.vehicle_id)
    return is_person or vehicles_of_staff.is_used(session, vehicle, by=by, since=violation.occurred_at)


WORK = WorkKind(
    name="objection",
    place=40,
    model=Objection,
    is_open=objections.IS_OPEN,
    roles=ANSWERERS,
    rule=RuleName.OBJECTION_WORKING_DAYS,
    since=lambda objection: objection.made_at,
    is_own=lambda session, objection, by: is_own(session, objection, by=by),
    is_barred=lambda session, objection, by, now: upheld_first(session, objection, by=by),
    stage=stage_of,
    proposer=lambda objection: objection.first_by,
    opens="obj-open",
    opens_held="obj-open",
    lists="objections",
    news="objection.made",
    in_group=True,
)
