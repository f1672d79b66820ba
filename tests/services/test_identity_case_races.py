"""Races about identity cases, on both databases: one decision, one account for a person, one person for an account."""

import pytest
from sqlmodel import Session, col, select

from bot.services.identity import accounts as account_service
from bot.services.review import (
    identity_cases,
    identity_confirmations,
    identity_decisions,
    identity_digests,
    identity_objections,
    identity_queue,
    identity_withdrawals,
)
from storage import audit
from storage.audit import Action
from storage.database import Database
from storage.engine import timers
from storage.engine.outbox import Delivery
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.review.identity_cases import IdentityCase, IdentityCaseKind, IdentityCaseStatus
from tests.services.concurrency import NOW, SessionAction, in_order, outcomes
from tests.services.identity_case_builders import (
    AFTER_WAIT,
    ID_NUMBER,
    NAME,
    NEW_PHONE,
    OLD_PHONE,
    LostAccount,
    account,
    approve as approve_case,
    lost_account,
    open_case,
    picture,
)
from tests.services.test_identity_confirmations import code
from tests.stories.cast import id_number


def take(database: Database, lost: LostAccount, by: Account) -> None:
    with database.transaction() as session:
        identity_queue.take(session, lost.case_id, by=by, now=AFTER_WAIT)


def take_second(database: Database, lost: LostAccount, reviewers: list[Account]) -> None:
    """Have the last reviewer approve a case, and the first one take it for the second approval."""
    with database.transaction() as session:
        approve_case(session, session.get_one(IdentityCase, lost.case_id), reviewers[-1])
    take(database, lost, reviewers[0])


def status(database: Database, lost: LostAccount) -> IdentityCaseStatus:
    with database.reading() as session:
        return session.get_one(IdentityCase, lost.case_id).status


def bound_to(database: Database, person_id: object) -> list[Account]:
    with database.reading() as session:
        return list(session.exec(select(Account).where(col(Account.person_id) == person_id)).all())


def approve(lost: LostAccount, by: Account) -> SessionAction:
    return lambda session: identity_decisions.approve(session, lost.case_id, "一致", by=by, now=AFTER_WAIT)


def reject(lost: LostAccount, by: Account) -> SessionAction:
    return lambda session: identity_decisions.reject(session, lost.case_id, "不符", by=by, now=AFTER_WAIT)


def stop(lost: LostAccount) -> SessionAction:
    return lambda session: identity_objections.object_to(
        session, lost.case_id, by=session.get_one(Person, lost.holder_id), now=AFTER_WAIT
    )


def test_one_of_many_reviewers_takes_a_case(database: Database, reviewers: list[Account]) -> None:
    lost = lost_account(database)
    actions: list[SessionAction] = [
        lambda session, by=by: identity_queue.take(session, lost.case_id, by=by, now=NOW)  # type: ignore[misc]
        for by in reviewers
    ]
    assert outcomes(database, actions) == ["IdentityCaseNotHeld"] * 7 + ["passed"]


def test_a_case_is_decided_once_by_who_holds_it(database: Database, reviewers: list[Account]) -> None:
    lost = lost_account(database)
    take_second(database, lost, reviewers)
    others = [decide(lost, by) for by in reviewers[1:4] for decide in (approve, reject)]
    actions = [approve(lost, reviewers[0]), reject(lost, reviewers[0]), *others]
    found = outcomes(database, actions)
    assert found.count("passed") == 1
    with database.reading() as session:
        decided = [audit.count(session, a, since=NOW) for a in (Action.IDENTITY_APPROVED, Action.IDENTITY_REJECTED)]
    assert sorted(decided) == [0, 1]
    assert len(bound_to(database, lost.holder_id)) == 1


def test_the_holder_objects_or_the_reviewer_approves_never_both(database: Database, reviewers: list[Account]) -> None:
    lost = lost_account(database)
    take_second(database, lost, reviewers)
    found = outcomes(database, [approve(lost, reviewers[0]), stop(lost)] * 3)
    assert found.count("passed") == 1
    (account,) = bound_to(database, lost.holder_id)
    approved = status(database, lost) is IdentityCaseStatus.APPROVED
    assert account.id == (lost.guest_id if approved else lost.old_id)
    with database.reading() as session:
        assert (session.get_one(IdentityCase, lost.case_id).disputed_at is None) is approved


def test_a_disputed_case_is_approved_by_two_people(database: Database, reviewers: list[Account]) -> None:
    lost = lost_account(database)
    assert outcomes(database, [stop(lost)] * 3) == ["AlreadyDisputed"] * 2 + ["passed"]

    def take_and_approve(by: Account) -> SessionAction:
        def action(session: Session) -> None:
            identity_queue.take(session, lost.case_id, by=by, now=AFTER_WAIT)
            identity_decisions.approve(session, lost.case_id, "一致", by=by, now=AFTER_WAIT)

        return action

    found = outcomes(database, [take_and_approve(by) for by in reviewers[:4] for _ in range(2)])
    assert found.count("passed") in (1, 2)  # Both approvals, or a second reviewer came before the first was stored.
    with database.reading() as session:
        case = session.get_one(IdentityCase, lost.case_id)
        counts = [
            audit.count(session, each, since=NOW) for each in (Action.IDENTITY_APPROVED_FIRST, Action.IDENTITY_APPROVED)
        ]
    assert counts == [1, found.count("passed") - 1]
    assert (case.status is IdentityCaseStatus.APPROVED) is (counts[1] == 1)
    assert case.first_person is not None
    assert case.first_person != case.reviewer_person


def test_an_account_that_registers_meanwhile_keeps_its_person(database: Database, reviewers: list[Account]) -> None:
    lost = lost_account(database)
    take_second(database, lost, reviewers)

    def register(session: Session) -> None:
        guest = session.get_one(Account, lost.guest_id)
        values = {"name": "王小明", "id_number": id_number(7), "phone": "+8613812345699"}
        account_service.register(session, guest, verified_phone="", now=AFTER_WAIT, **values)

    found = outcomes(database, [approve(lost, reviewers[0]), register])
    assert found.count("passed") == 1
    assert len(bound_to(database, lost.holder_id)) == 1
    with database.reading() as session:
        person_id = session.get_one(Account, lost.guest_id).person_id
    approved = status(database, lost) is IdentityCaseStatus.APPROVED
    assert (person_id == lost.holder_id) is approved


@pytest.mark.parametrize("approves_first", [True, False])
def test_of_a_case_and_a_registration_at_once_one_has_the_phone_number(
    database: Database, reviewers: list[Account], approves_first: bool
) -> None:
    lost = lost_account(database)
    take_second(database, lost, reviewers)
    with database.transaction() as session:
        other = account(session, 103).id

    def register(session: Session) -> None:
        values = {"name": "王小明", "id_number": id_number(7), "phone": NEW_PHONE}
        account_service.register(session, session.get_one(Account, other), verified_phone="", now=AFTER_WAIT, **values)

    acts = (approve(lost, reviewers[0]), register)
    assert in_order(database, *(acts if approves_first else acts[::-1])) == ("passed", "passed")
    with database.reading() as session:
        assert len(people.with_phone_index(session, people.phone_index(NEW_PHONE))) == 1


def test_one_account_opens_one_case_at_a_time(database: Database) -> None:
    lost = lost_account(database)
    with database.transaction() as session:
        identity_withdrawals.withdraw(session, lost.case_id, by=session.get_one(Account, lost.guest_id), now=NOW)
    actions: list[SessionAction] = [lambda session: open_case(session, session.get_one(Account, lost.guest_id))] * 4
    assert sorted(set(outcomes(database, actions))) == ["IdentityCaseOpen", "passed"]
    with database.reading() as session:
        assert audit.count(session, Action.IDENTITY_OPENED, since=NOW) == 2


def test_the_cases_of_many_at_once_are_one_message_to_their_holder(database: Database) -> None:
    lost = lost_account(database)
    with database.transaction() as session:
        timers.cancel(session, identity_digests.DIGEST, lost.holder_id)
        before = len(session.exec(select(Delivery).where(Delivery.lane == "1:101")).all())
        guests = [account(session, 300 + each).id for each in range(4)]
    actions: list[SessionAction] = [
        lambda session, guest=guest: open_case(session, session.get_one(Account, guest))  # type: ignore[misc]
        for guest in guests
    ]
    assert outcomes(database, actions) == ["passed"] * 4
    with database.reading() as session:
        assert len(session.exec(select(Delivery).where(Delivery.lane == "1:101")).all()) == before + 1
        told = session.exec(select(IdentityCase.told_at).where(IdentityCase.id != lost.case_id)).all()
    assert sorted(each is None for each in told) == [False, True, True, True]


@pytest.mark.parametrize("is_confirmed_first", [True, False])
def test_the_holder_is_told_once_of_a_case_confirmed_while_the_digest_leaves(
    database: Database, *, is_confirmed_first: bool
) -> None:
    lost = lost_account(database)
    with database.transaction() as session:
        guest, photos = account(session, 300), (picture(session), picture(session))
        request = identity_cases.IdentityRequest(IdentityCaseKind.LOST_ACCOUNT, *photos, NAME, ID_NUMBER, OLD_PHONE)
        case, digits = identity_cases.open_case(session, guest, request, now=NOW).id, code(session)
        before = len(session.exec(select(Delivery).where(Delivery.lane == "1:101")).all())

    def confirm(session: Session) -> None:
        identity_confirmations.confirm(session, case, digits, by=session.get_one(Account, guest.id), now=NOW)

    def send(session: Session) -> None:
        identity_digests.send(session, lost.holder_id, lane="1:101", now=NOW)

    both = [confirm, send] if is_confirmed_first else [send, confirm]
    assert in_order(database, *both) == ("passed", "passed")
    with database.reading() as session:
        assert len(session.exec(select(Delivery).where(Delivery.lane == "1:101")).all()) == before + 1
