"""Races between reviewers, on both databases: one takes a case, one decides it, once."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.services.filing import filings
from bot.services.review import case_decisions
from storage import audit
from storage.audit import Action
from storage.database import Database
from storage.filing.filings import Filing, FilingStatus
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review import reviews as store
from storage.review.reviews import Review, ReviewStatus
from storage.staff import members
from tests.services.concurrency import NOW, SessionAction, outcomes
from tests.services.review_builders import CASES, WHY, read_case, taken


def test_one_of_many_reviewers_takes_a_case(database: Database, reviewers: list[Account], cases: list[UUID]) -> None:
    actions: list[SessionAction] = [
        lambda session, by=by: case_decisions.take(session, cases[0], by=by, now=NOW)  # type: ignore[misc]
        for by in reviewers
    ]
    assert outcomes(database, actions) == ["HeldByOther"] * 7 + ["passed"]
    with database.reading() as session:
        assert audit.count(session, Action.REVIEW_TAKEN, since=NOW) == 1


def test_reviewers_who_take_the_next_case_get_one_each(
    database: Database, reviewers: list[Account], cases: list[UUID]
) -> None:
    actions: list[SessionAction] = [
        lambda session, by=by: case_decisions.take_next(session, by=by, now=NOW)  # type: ignore[misc]
        for by in reviewers
    ]
    assert outcomes(database, actions) == ["passed"] * 8
    assert {read_case(database, case)[0].reviewer for case in cases} == {by.id for by in reviewers}


def test_a_case_with_an_expired_lease_is_taken_by_one_reviewer(
    database: Database, reviewers: list[Account], cases: list[UUID]
) -> None:
    taken(database, cases[0], reviewers[0])
    later = NOW + timedelta(minutes=31)
    actions: list[SessionAction] = [
        lambda session, by=by: case_decisions.take(session, cases[0], by=by, now=later)  # type: ignore[misc]
        for by in reviewers[1:]
    ]
    actions += [lambda session: case_decisions.expire(session, cases[0], now=later)]
    actions += [lambda session: case_decisions.pass_case(session, cases[0], by=reviewers[0], now=later)]
    found = outcomes(database, actions)
    review, filing = read_case(database, cases[0])
    assert found.count("passed") == 2  # One reviewer takes it; the timer's turn passes whatever it finds.
    assert review.status is ReviewStatus.TAKEN
    assert review.reviewer in {by.id for by in reviewers[1:]}
    assert filing.status is FilingStatus.IN_REVIEW


def test_a_case_is_decided_once_however_often_a_button_is_tapped(
    database: Database, reviewers: list[Account], cases: list[UUID]
) -> None:
    for case in cases:
        taken(database, case, reviewers[0])
        by = reviewers[0]
        actions: list[SessionAction] = [
            lambda session, case=case, by=by: case_decisions.pass_case(session, case, by=by, now=NOW),  # type: ignore[misc]
            lambda session, case=case, by=by: case_decisions.return_case(session, case, WHY, by=by, now=NOW),  # type: ignore[misc]
            lambda session, case=case, by=by: case_decisions.release(session, case, by=by, now=NOW),  # type: ignore[misc]
        ]
        assert outcomes(database, actions * 2).count("passed") == 1
    with database.reading() as session:
        passed = audit.count(session, Action.REVIEW_PASSED, since=NOW)
        returned = audit.count(session, Action.FILING_RETURNED, since=NOW)
        released = audit.count(session, Action.REVIEW_RELEASED, since=NOW)
    assert passed + returned + released == CASES


def test_a_case_withdrawn_and_passed_at_once_ends_in_one_state(
    database: Database, reviewers: list[Account], cases: list[UUID]
) -> None:
    for case in cases[:4]:
        taken(database, case, reviewers[0])
        actions: list[SessionAction] = [
            lambda session, case=case: case_decisions.pass_case(session, case, by=reviewers[0], now=NOW),  # type: ignore[misc]
            lambda session, case=case: withdraw(session, case),  # type: ignore[misc]
        ]
        assert outcomes(database, actions).count("passed") == 1
        review, filing = read_case(database, case)
        assert (review.status, filing.status) in (
            (ReviewStatus.PASSED, FilingStatus.ACTIVE),
            (ReviewStatus.PASSED, FilingStatus.REFUSED),
            (ReviewStatus.WITHDRAWN, FilingStatus.WITHDRAWN),
        )


def withdraw(session: Session, case: UUID) -> None:
    review = session.get(Review, case)
    filing = session.get(Filing, review.filing_id) if review else None
    person = session.get(Person, filing.filer_id) if filing else None
    assert filing is not None
    assert person is not None
    filings.withdraw(session, filing, by=person, now=NOW)


def test_a_vehicle_keeps_three_users_when_eight_cases_pass_at_once(
    database: Database, reviewers: list[Account], cases: list[UUID]
) -> None:
    for case, by in zip(cases, reviewers, strict=True):
        taken(database, case, by)
    actions: list[SessionAction] = [
        lambda session, case=case, by=by: case_decisions.pass_case(session, case, by=by, now=NOW)  # type: ignore[misc]
        for case, by in zip(cases, reviewers, strict=True)
    ]
    assert outcomes(database, actions) == ["passed"] * CASES
    states = sorted(read_case(database, case)[1].status.value for case in cases)
    assert states == ["active"] * 3 + ["refused"] * 5


def test_the_database_allows_one_open_round_for_a_case(database: Database, cases: list[UUID]) -> None:
    _, filing = read_case(database, cases[0])
    again = Review(filing_id=filing.id, round=2, handheld_id=uuid4(), scene_id=uuid4(), submitted_at=NOW, due_at=NOW)
    with pytest.raises(IntegrityError):
        open_another(database, again)


def open_another(database: Database, review: Review) -> None:
    with database.transaction() as session:
        store.new(session, review, {})


def test_a_former_reviewer_decides_nothing(database: Database, reviewers: list[Account], cases: list[UUID]) -> None:
    taken(database, cases[0], reviewers[0])
    with database.transaction() as session:
        member = members.by_telegram(session, reviewers[0].telegram_id)
        assert member is not None
        member.ended_at = NOW
        session.add(member)
    assert outcomes(
        database, [lambda session: case_decisions.pass_case(session, cases[0], by=reviewers[0], now=NOW)]
    ) == ["NotStaff"]
