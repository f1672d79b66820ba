"""What is held against others who have declared an ID number, for whoever comes to hold it: asked, kept, undone."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from bot.services.identity import accounts as account_service, shared_numbers, verification
from bot.services.identity.shared_numbers import SharedNumberUnanswered
from bot.services.privacy import data_requests
from bot.services.review import appeals, blacklist, case_decisions, identity_decisions, identity_queue
from bot.services.staff import member_identity
from storage import audit, audit_search
from storage.database import add
from storage.filing import filings, owner_blocks
from storage.filing.filings import FilingStatus
from storage.identity import shared_numbers as store
from storage.register import people
from storage.register.people import Person
from storage.review import reviews
from storage.review.blacklist import BlacklistEntry, BlacklistStatus, FalseMaterial
from storage.review.identity_cases import IdentityCaseKind
from storage.review.reviews import Review
from tests.services.builders import NOW, DataBuilder, employ, staff_account
from tests.services.identity_case_builders import (
    AFTER_WAIT,
    ID_NUMBER,
    NAME,
    account,
    open_case,
)
from tests.services.limit_builders import DAY, Somebody, obstacles, of_car, sign_up

OLD_PHONE = "+8613800000001"


def listed(data: DataBuilder) -> Somebody:
    """Return somebody who only declares the number, and is on the blacklist."""
    first = sign_up(data, number=ID_NUMBER)
    first.person.blacklisted_until = NOW + 9 * DAY
    data.session.flush()
    return first


def used_up(data: DataBuilder) -> Somebody:
    """Return somebody who only declares the number, and has made the applications of the year."""
    first = sign_up(data, number=ID_NUMBER)
    for _ in range(5):
        car = data.vehicle(data.owner)
        data.filing(FilingStatus.WITHDRAWN, filer_id=first.person.id, vehicle_id=car.id, applied_at=NOW - DAY)
    return first


def blocked(data: DataBuilder) -> Somebody:
    """Return somebody who only declares the number, and whom the owner has blocked."""
    first = sign_up(data, number=ID_NUMBER)
    owner_blocks.block(data.session, data.car.id, first.person.id, by=data.owner.id, at=NOW)
    return first


def proposed(data: DataBuilder) -> Somebody:
    """Return somebody who only declares the number, and is proposed for the blacklist."""
    first = sign_up(data, number=ID_NUMBER)
    row = BlacklistEntry(person_id=first.person.id, reason=FalseMaterial.ALTERED, proposed_at=NOW)
    add(data.session, row)
    return first


HELD: dict[str, Callable[[DataBuilder], Somebody]] = {
    "listed": listed,
    "used up": used_up,
    "blocked": blocked,
    "proposed": proposed,
}


def refused(data: DataBuilder, person: Person) -> list[str]:
    return obstacles(data, person) + of_car(data, person)


def verified_by_case(data: DataBuilder, second: Somebody, *, counts: bool | None) -> None:
    """Have a reviewer approve a case of verification."""
    case, by = (
        open_case(data.session, second.account, IdentityCaseKind.VERIFY),
        staff_account(data.session, 900, "reviewer"),
    )
    identity_queue.take(data.session, case.id, by=by, now=NOW)
    identity_decisions.approve(data.session, case.id, "一致", by=by, now=NOW, counts=counts)


def in_review(data: DataBuilder, filer: Person) -> Review:
    """Return the case of this filer's photos, taken by nobody."""
    filing = data.filing(FilingStatus.IN_REVIEW, filer_id=filer.id, applied_at=NOW - DAY)
    one, two, due = uuid4(), uuid4(), NOW + DAY
    review = Review(filing_id=filing.id, round=1, handheld_id=one, scene_id=two, submitted_at=NOW, due_at=due)
    return reviews.new(data.session, review, {})


def passed(data: DataBuilder, second: Somebody, *, counts: bool | None) -> None:
    """Have a reviewer pass the photos."""
    review, by = in_review(data, second.person), staff_account(data.session, 900, "reviewer")
    case_decisions.take(data.session, review.id, by=by, now=NOW)
    case_decisions.pass_case(data.session, review.id, by=by, now=NOW, counts=counts)


def verified_as_member(data: DataBuilder, second: Somebody, *, counts: bool | None) -> None:
    """Have an admin verify a member of staff."""
    member, by = employ(data.session, second.account.telegram_id, "reviewer"), staff_account(data.session, 900, "admin")
    member_identity.verify(data.session, member.id, by=by, now=NOW, counts=counts)


ACTS = {"identity case": verified_by_case, "photos": passed, "member of staff": verified_as_member}
by_every_act = pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
whatever_is_held = pytest.mark.parametrize("hold", HELD.values(), ids=HELD)


@by_every_act
def test_nobody_verifies_a_second_account_without_an_answer(data: DataBuilder, act: Callable[..., None]) -> None:
    listed(data)
    second = sign_up(data, number=ID_NUMBER)
    with pytest.raises(SharedNumberUnanswered):
        act(data, second, counts=None)
    assert second.person.verified_at is None


@by_every_act
def test_the_same_person_starts_not_anew(data: DataBuilder, act: Callable[..., None]) -> None:
    first, second = listed(data), sign_up(data, number=ID_NUMBER)
    owner_blocks.block(data.session, data.car.id, first.person.id, by=data.owner.id, at=NOW)
    act(data, second, counts=True)
    assert "Blacklisted" in obstacles(data, second.person)
    assert of_car(data, second.person) == ["BlockedByOwner"]
    (row,) = store.of_person(data.session, second.person.id).values()
    assert row.counts
    assert row.answered_by is not None


@by_every_act
def test_another_person_is_free(data: DataBuilder, act: Callable[..., None]) -> None:
    first, second = used_up(data), sign_up(data, number=ID_NUMBER)
    first.person.blacklisted_until = NOW + 9 * DAY
    act(data, second, counts=False)
    assert second.person.verified_at is not None
    assert obstacles(data, second.person) == []
    (row,) = store.of_person(data.session, second.person.id).values()
    told = audit_search.latest(data.session, limit=1, thing="number", on=[row.id])[0]
    assert (row.counts, told.action, told.by) == (False, audit.Action.NUMBER_SHARED, row.answered_by)


def test_a_passed_filing_of_the_same_listed_person_ends(data: DataBuilder) -> None:
    listed(data)
    second = sign_up(data, number=ID_NUMBER)
    passed(data, second, counts=True)
    (made,) = filings.all_of_filer(data.session, second.person.id)
    assert (made.status, made.return_reason) == (FilingStatus.REFUSED, "used-by-others")
    assert second.person.verified_at is None


@whatever_is_held
def test_what_verifies_by_itself_lets_it_count(data: DataBuilder, hold: Callable[[DataBuilder], Somebody]) -> None:
    hold(data)
    second = sign_up(data, number=ID_NUMBER)
    with pytest.raises(SharedNumberUnanswered):
        verified_by_case(data, second, counts=None)
    verification.verify(data.session, second.person, now=NOW)
    assert shared_numbers.is_unanswered(data.session, second.person, now=NOW)
    if hold is not proposed:
        found = refused(data, second.person)
        assert found[0] in ("UsedByOthers", "VehicleUsedByOthers")


def test_a_code_to_the_phone_on_record_lets_it_count(data: DataBuilder) -> None:
    add(data.session, people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE))
    listed(data)
    guest = account(data.session, 3001)
    facts = {"name": NAME, "id_number": ID_NUMBER, "phone": OLD_PHONE, "verified_phone": OLD_PHONE}
    person = account_service.register(data.session, guest, **facts, now=NOW)
    assert obstacles(data, person) == ["UsedByOthers"]


def test_staff_answer_later_about_what_counts_by_itself(data: DataBuilder) -> None:
    listed(data)
    second = sign_up(data, number=ID_NUMBER)
    verification.verify(data.session, second.person, now=NOW)
    verified_by_case(data, second, counts=False)
    assert obstacles(data, second.person) == []
    assert not shared_numbers.is_unanswered(data.session, second.person, now=NOW)


def test_a_declaration_after_the_verification_counts_for_nobody(data: DataBuilder) -> None:
    holder = sign_up(data, number=ID_NUMBER)
    verification.verify(data.session, holder.person, now=NOW)
    listed(data)
    verification.verify(data.session, holder.person, now=NOW)
    assert obstacles(data, holder.person) == []
    assert shared_numbers.matters(data.session, holder.person, ID_NUMBER, now=NOW) == []


def test_of_two_who_differ_one_lets_it_count_until_staff_answer_again(data: DataBuilder) -> None:
    listed(data)
    holder = add(data.session, people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE))
    guest = account(data.session, 3001)
    case = open_case(data.session, guest)
    for telegram_id, counts in ((900, True), (901, False)):
        by = staff_account(data.session, telegram_id, "reviewer")
        identity_queue.take(data.session, case.id, by=by, now=AFTER_WAIT)
        identity_decisions.approve(data.session, case.id, "一致", by=by, now=AFTER_WAIT, counts=counts)
    assert obstacles(data, holder) == ["UsedByOthers"]
    assert shared_numbers.is_unanswered(data.session, holder, now=NOW)


def test_who_is_the_same_person_appeals_and_is_told(data: DataBuilder) -> None:
    first, second = listed(data), sign_up(data, number=ID_NUMBER)
    entry = BlacklistEntry(
        person_id=first.person.id,
        reason=FalseMaterial.ALTERED,
        proposed_at=NOW,
        until=NOW + 9 * DAY,
        status=BlacklistStatus.CONFIRMED,
    )
    add(data.session, entry)
    verified_by_case(data, second, counts=True)
    assert appeals.appealable(data.session, second.person, now=NOW).id == entry.id
    assert appeals.may_appeal(data.session, second.person, now=NOW)


def test_a_proposal_that_is_confirmed_later_ends_what_the_same_person_applies_for(data: DataBuilder) -> None:
    _, second = proposed(data), sign_up(data, number=ID_NUMBER)
    verified_by_case(data, second, counts=True)
    filing = data.filing(FilingStatus.CHECKING, filer_id=second.person.id, applied_at=NOW - DAY)
    (entry,) = blacklist.waiting(data.session, by=staff_account(data.session, 902, "admin"))[0]
    blacklist.confirm(data.session, entry.id, by=staff_account(data.session, 903, "reviewer"), now=NOW)
    assert filing.status is FilingStatus.REFUSED
    assert obstacles(data, second.person) == ["Blacklisted"]


def test_it_counts_after_a_deletion_too(data: DataBuilder) -> None:
    first, second = listed(data), sign_up(data, number=ID_NUMBER)
    verified_by_case(data, second, counts=True)
    data_requests.delete(data.session, second.account, second.person, now=NOW)
    third = sign_up(data, number=ID_NUMBER)
    assert first.person.blacklisted_until is not None
    assert obstacles(data, third.person) == ["UsedByOthers"]
