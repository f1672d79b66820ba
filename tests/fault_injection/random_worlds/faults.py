"""What the desk would write if a guard were missing: one function for each fault."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from storage import audit
from storage.audit import Action
from storage.database import add
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import Filing, FilingStatus, FilingWay
from storage.filing.owner_blocks import OwnerBlock
from storage.identity import sms_codes
from storage.identity.sms_codes import CodePurpose, SmsCode
from storage.payments.refunds import Refund
from storage.register import people
from storage.register.vehicles import Vehicle
from storage.review.blacklist import BlacklistEntry, FalseMaterial
from storage.review.reviews import Review
from storage.staff.members import StaffMember
from tests.fault_injection.random_worlds.observations import Input
from tests.fault_injection.random_worlds.people import Society

Fault = Callable[[Session, Society], object]
# Places in CITIZENS: the owner of the first two cars, a filer with an open question, staff and who has their phone.
OWNER, FILER, REVIEWER, RELATIVE = 0, 2, 5, 8
MEMBER = 4  # Of the organisation that owns the last car.


def account(society: Society, at: int) -> UUID:
    found: UUID = society.app.records.account_of(society.residents[at].id).id
    return found


def question(session: Session, society: Society) -> tuple[Approval, Filing]:
    """Return the question that waits for the owner."""
    query = select(Approval, Filing).join(Filing, col(Filing.id) == Approval.filing_id)
    query = query.where(Approval.owner_id == society.people[OWNER], Approval.status == ApprovalStatus.PENDING)
    found = session.exec(query.order_by(col(Filing.number))).first()
    assert found is not None
    return found


def answered(session: Session, society: Society, by: int) -> None:
    approval, filing = question(session, society)
    approval.status, approval.answered_at = ApprovalStatus.APPROVED, society.app.now
    filing.status = FilingStatus.CHECKING
    about: dict[str, Any] = {"on": approval.id, "at": society.app.now, "answer": "approved"}
    audit.record(session, Action.APPROVAL_ANSWERED, by=society.people[by], **about)


def applied(session: Session, society: Society, at: int, *, car: int = 3, **fields: Any) -> Filing:
    """Insert an application that waits."""
    vehicle = session.exec(select(Vehicle).where(Vehicle.plate == society.plates[car])).one()
    now = society.app.now
    values: dict[str, Any] = {
        "way": FilingWay.SMS,
        "status": FilingStatus.WAITING_OWNER,
        "applied_at": now,
        "changed_at": now,
    }
    number = 9000 + len(session.exec(select(Filing)).all())
    row = Filing(number=number, vehicle_id=vehicle.id, filer_id=society.people[at], **(values | fields))
    return add(session, row)


def own_case(session: Session, society: Society) -> None:
    """A reviewer passes the case of somebody with their phone number."""
    filing = select(Filing.id).where(Filing.filer_id == society.people[RELATIVE])
    review = session.exec(select(Review).where(col(Review.filing_id).in_(filing))).one()
    audit.record(session, Action.REVIEW_PASSED, by=account(society, REVIEWER), on=review.id, at=society.app.now)


def own_blacklist_entry(session: Session, society: Society) -> None:
    entry = BlacklistEntry(
        person_id=society.people[RELATIVE], reason=FalseMaterial.ALTERED, proposed_at=society.app.now
    )
    add(session, entry)
    member = session.exec(select(StaffMember).where(StaffMember.telegram_id == society.residents[REVIEWER].id)).one()
    audit.record(session, Action.BLACKLIST_PROPOSED, by=member.id, on=entry.id, at=society.app.now)


def own_look_up(session: Session, society: Society) -> None:
    """A member of an organisation looks its car up."""
    vehicle = session.exec(select(Vehicle).where(Vehicle.plate == society.plates[-1])).one()
    about: dict[str, Any] = {"on": vehicle.id, "at": society.app.now, "way": "plate"}
    audit.record(session, Action.VEHICLE_LOOKED_UP, by=account(society, MEMBER), **about)


def seconded_by_the_first(session: Session, society: Society) -> None:
    """Both cashiers of a refund have one phone number."""
    refund = session.exec(select(Refund)).first()
    assert refund is not None
    refund.first_person, refund.second_person = society.people[REVIEWER], society.people[RELATIVE]


def answer_of_another(session: Session, society: Society) -> None:
    answered(session, society, FILER)


def answer_without_words(session: Session, society: Society) -> None:
    answered(session, society, OWNER)


def answer_to_another_question(session: Session, society: Society) -> None:
    answered(session, society, OWNER)
    society.app.new_inputs.append(Input(society.residents[OWNER].id, "reply", "同意", 1))


def answer_by_a_word_about_something_else(session: Session, society: Society) -> None:
    """The message above the word names the application, but is no question."""
    number = question(session, society)[1].number
    answered(session, society, OWNER)
    society.app.new_inputs.append(Input(society.residents[OWNER].id, "text", "同意", number))


def answer_against_its_words(session: Session, society: Society) -> None:
    answered(session, society, OWNER)
    _, filing = question_of(session)
    society.app.new_inputs.append(Input(society.residents[OWNER].id, "tap", "拒绝", filing.number))


def answer_twice(session: Session, society: Society) -> None:
    answered(session, society, OWNER)
    approval, filing = question_of(session)
    society.app.new_inputs.append(Input(society.residents[OWNER].id, "tap", "同意", filing.number))
    about: dict[str, Any] = {"on": approval.id, "at": society.app.now, "answer": "refused"}
    audit.record(session, Action.APPROVAL_ANSWERED, by=society.people[OWNER], **about)


def answer_by_a_code_to_nobody(session: Session, society: Society) -> None:
    approval, filing = question(session, society)
    approval.status, filing.status = ApprovalStatus.APPROVED, FilingStatus.CHECKING
    about: dict[str, Any] = {"on": approval.id, "at": society.app.now, "answer": "approved"}
    audit.record(session, Action.APPROVAL_ANSWERED, by=None, **about)


def question_of(session: Session) -> tuple[Approval, Filing]:
    """Return the question that has just been answered."""
    approval = session.exec(select(Approval).where(Approval.status == ApprovalStatus.APPROVED)).one()
    return approval, session.get_one(Filing, approval.filing_id)


def goes_on_without_an_answer(session: Session, society: Society) -> None:
    question(session, society)[1].status = FilingStatus.CHECKING


def agreed_to_by_nobody(session: Session, society: Society) -> None:
    applied(session, society, FILER, status=FilingStatus.CHECKING, way=FilingWay.QR)


def taken_back_by_another(session: Session, society: Society) -> None:
    filing = session.exec(select(Filing).where(Filing.status == FilingStatus.CHECKING)).one()
    filing.status = FilingStatus.REFUSED
    audit.record(session, Action.APPROVAL_WITHDRAWN, by=society.people[OWNER], on=filing.id, at=society.app.now)


def term_of_another(session: Session, society: Society) -> None:
    filing = session.exec(select(Filing).where(Filing.status == FilingStatus.ACTIVE)).first()
    assert filing is not None
    audit.record(session, Action.TERM_SET, by=filing.filer_id, on=filing.id, at=society.app.now)


def block_of_another(session: Session, society: Society) -> None:
    _, filing = question(session, society)
    about: dict[str, Any] = {"vehicle_id": filing.vehicle_id, "person_id": filing.filer_id}
    add(session, OwnerBlock(by=society.people[FILER], since=society.app.now, **about))


def one_application_too_many(session: Session, society: Society) -> None:
    """Two people with one phone number apply on one day."""
    applied(session, society, REVIEWER, car=0)
    applied(session, society, RELATIVE, car=2)


def many_users_of_one_car(session: Session, society: Society) -> None:
    for slot, at in enumerate((1, 2, 3, 4), 11):
        held = {"status": FilingStatus.ACTIVE, "vehicle_slot": slot, "filer_slot": slot}
        applied(session, society, at, car=3, applied_at=society.app.now - timedelta(days=slot), **held)


def many_codes(session: Session, society: Society) -> None:
    for _ in range(11):
        code(session, society, CodePurpose.UNLOCK, uuid4(), OWNER)


def many_tries(session: Session, society: Society) -> None:
    code(session, society, CodePurpose.UNLOCK, uuid4(), OWNER).attempts = 6


def code(session: Session, society: Society, purpose: CodePurpose, subject: UUID, at: int) -> SmsCode:
    """Insert a code to a person's phone."""
    until = society.app.now + timedelta(minutes=5)
    about: dict[str, Any] = {"at": society.app.now, "expires_at": until, "digits": "314159"}
    return sms_codes.new(session, purpose, subject, to=people.phone_index(society.residents[at].phone), **about)


FAULTS: list[tuple[Fault, str]] = [
    (own_case, "review:passed .* of their own"),
    (own_blacklist_entry, "blacklist:proposed .* of their own"),
    (own_look_up, "vehicle:looked_up .* of their own"),
    (seconded_by_the_first, "first_person and second_person .* are one person"),
    (answer_of_another, "was answered by .* speaks for the car"),
    (answer_without_words, "nothing that was said means this"),
    (answer_to_another_question, "nothing that was said means this"),
    (answer_by_a_word_about_something_else, "nothing that was said means this"),
    (answer_against_its_words, "nothing that was said means this"),
    (answer_twice, r"the audit says \['approved', 'refused'\]"),
    (answer_by_a_code_to_nobody, "by a code that did not go to who speaks"),
    (goes_on_without_an_answer, "goes on, and its question is pending"),
    (agreed_to_by_nobody, "agreed to by nobody who speaks"),
    (taken_back_by_another, "was taken back by .* speaks for the car"),
    (term_of_another, "term:set .* who does not speak for the car"),
    (block_of_another, "a block was made by .* who does not speak for the car"),
    (one_application_too_many, "too many applications of one person"),
    (many_users_of_one_car, "too many people have filed the car"),
    (many_codes, "too many codes for unlock to one phone number"),
    (many_tries, "a code was tried 6 times"),
]
