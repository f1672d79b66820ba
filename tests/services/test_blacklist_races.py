"""Races about the blacklist, on both databases: a second person confirms, a third decides the appeal."""

from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.services.review import appeals, blacklist, case_decisions
from bot.services.review.return_reasons import ReturnReason
from storage import audit
from storage.audit import Action
from storage.database import Database
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review import blacklist as blacklist_store
from storage.review.blacklist import BlacklistEntry, BlacklistStatus, FalseMaterial
from storage.staff import members
from tests.services.concurrency import NOW, SessionAction, outcomes
from tests.services.review_builders import taken

ACTS = (Action.BLACKLIST_PROPOSED, Action.BLACKLIST_CONFIRMED)


def listed(database: Database, reviewers: list[Account], case: UUID) -> UUID:
    taken(database, case, reviewers[0])
    with database.transaction() as session:
        return blacklist.propose(session, case, FalseMaterial.ALTERED, by=reviewers[0], now=NOW).id


def test_an_entry_is_decided_once_and_never_by_its_proposer(
    database: Database, reviewers: list[Account], cases: list[UUID]
) -> None:
    entry = listed(database, reviewers, cases[0])
    actions: list[SessionAction] = [
        lambda session, by=by: blacklist.confirm(session, entry, by=by, now=NOW)  # type: ignore[misc]
        for by in reviewers
    ]
    actions += [lambda session, by=by: blacklist.reject(session, entry, by=by, now=NOW) for by in reviewers]  # type: ignore[misc]
    found = outcomes(database, actions)
    assert found.count("passed") == 1
    assert found.count("AlreadyInvolved") + found.count("EntryDecided") == 15


def test_the_entry_of_a_former_reviewer_is_taken_over_once_and_confirmed_once(
    database: Database, reviewers: list[Account], cases: list[UUID]
) -> None:
    entry = listed(database, reviewers, cases[0])
    with database.transaction() as session:
        member = members.by_telegram(session, reviewers[0].telegram_id)
        assert member is not None
        member.ended_at = NOW
        session.add(member)
    actions: list[SessionAction] = [
        lambda session, by=by: blacklist.confirm(session, entry, by=by, now=NOW)  # type: ignore[misc]
        for by in reviewers[1:]
    ]
    assert outcomes(database, actions) == ["EntryDecided"] * 5 + ["passed"] * 2
    with database.reading() as session:
        row = session.get_one(BlacklistEntry, entry)
        counts = [audit.count(session, each, since=NOW, on=entry) for each in ACTS]
    assert (row.status, row.proposed_by == row.confirmed_by, counts) == (BlacklistStatus.CONFIRMED, False, [2, 1])


def test_a_person_proposed_by_many_at_once_has_one_entry(
    database: Database, reviewers: list[Account], cases: list[UUID]
) -> None:
    taken(database, cases[0], reviewers[0])
    with database.transaction() as session:
        case_decisions.return_case(session, cases[0], ReturnReason.ALTERED, by=reviewers[0], now=NOW)
    actions: list[SessionAction] = [
        lambda session, by=by: blacklist.propose(session, cases[0], FalseMaterial.ALTERED, by=by, now=NOW)  # type: ignore[misc]
        for by in reviewers
    ]
    assert outcomes(database, actions) == ["AlreadyProposed"] * 7 + ["passed"]


SAID = "照片是真的。"


def test_an_appeal_is_made_once_and_decided_once_by_a_third_person(
    database: Database, reviewers: list[Account], cases: list[UUID]
) -> None:
    entry = listed(database, reviewers, cases[0])
    with database.transaction() as session:
        person_id = blacklist.confirm(session, entry, by=reviewers[1], now=NOW).person_id
    made: list[SessionAction] = [lambda session: appeals.appeal(session, person(session, person_id), SAID, now=NOW)] * 8
    assert outcomes(database, made) == ["AlreadyAppealed"] * 7 + ["passed"]
    actions: list[SessionAction] = [
        lambda session, by=by, lift=lift: appeals.decide(session, entry, lift=lift, by=by, now=NOW)  # type: ignore[misc]
        for by in reviewers
        for lift in (True, False)
    ]
    assert outcomes(database, actions).count("passed") == 1
    with database.reading() as session:
        kept = session.get(BlacklistEntry, entry)
        until = person(session, person_id).blacklisted_until
    assert kept is not None
    assert (until is None) is (kept.status is blacklist_store.BlacklistStatus.LIFTED)


def person(session: Session, person_id: UUID) -> Person:
    return session.get_one(Person, person_id)


@pytest.mark.parametrize("second", ["confirmed_by", "appeal_decided_by"])
def test_the_database_requires_a_second_and_a_third_person(
    database: Database, reviewers: list[Account], cases: list[UUID], second: str
) -> None:
    entry = listed(database, reviewers, cases[0])
    with pytest.raises(IntegrityError):
        write_alone(database, entry, second)


def write_alone(database: Database, entry: UUID, second: str) -> None:
    """Store the proposer as the second or third person, which no service does."""
    with database.transaction() as session:
        row = session.get_one(BlacklistEntry, entry)
        setattr(row, second, row.proposed_by)
        session.add(row)
