"""Taking an agreement back: by whom and in which state; races with reviewers, face checks, filers and sales."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from bot.errors import NotYours
from bot.services.filing import activation, approval_withdrawal, endings, filings
from bot.services.review import case_decisions
from storage import audit
from storage.audit import Action
from storage.database import Database
from storage.engine.outbox import Delivery
from storage.filing.filings import AGREED_STATUSES, EndReason, Filing, FilingStatus
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review.reviews import ReviewStatus
from tests.services.builders import DataBuilder
from tests.services.concurrency import NOW, SessionAction, outcomes
from tests.services.review_builders import WHY, read_case, taken

ENDED = [status for status in FilingStatus if status not in (*AGREED_STATUSES, FilingStatus.ACTIVE)]


@pytest.mark.parametrize("status", AGREED_STATUSES)
def test_only_who_speaks_for_the_vehicle_takes_the_agreement_back(data: DataBuilder, status: FilingStatus) -> None:
    filing = data.filing(status)
    for somebody in (data.filer, data.stranger):
        with pytest.raises(NotYours):
            approval_withdrawal.withdraw(data.session, filing.id, by=somebody, now=NOW)
    approval_withdrawal.withdraw(data.session, filing.id, by=data.owner, now=NOW)
    assert (filing.status, filing.return_reason) == (FilingStatus.REFUSED, "owner-withdrew")
    assert audit.count(data.session, Action.APPROVAL_WITHDRAWN, since=NOW, by=data.owner.id, on=filing.id) == 1


@pytest.mark.parametrize("status", ENDED)
def test_nothing_is_taken_back_before_the_answer_or_after_the_end(data: DataBuilder, status: FilingStatus) -> None:
    filing = data.filing(status)
    with pytest.raises(filings.FilingOver) as refused:
        approval_withdrawal.withdraw(data.session, filing.id, by=data.owner, now=NOW)
    assert refused.value.values == {"number": filing.number, "how": status.value}
    assert filing.status is status


def test_what_the_owner_has_stopped_is_called_so(data: DataBuilder) -> None:
    filing = data.filing(FilingStatus.CHECKING)
    approval_withdrawal.withdraw(data.session, filing.id, by=data.owner, now=NOW)
    with pytest.raises(filings.FilingOver) as refused:
        approval_withdrawal.withdraw(data.session, filing.id, by=data.owner, now=NOW)
    assert (refused.value.values["how"], refused.value.offers) == ("taken_back", ("approvals",))


def test_a_completed_filing_is_unbound_instead(data: DataBuilder) -> None:
    filing = data.filing(FilingStatus.ACTIVE)
    with pytest.raises(approval_withdrawal.FilingCompleted):
        approval_withdrawal.withdraw(data.session, filing.id, by=data.owner, now=NOW)
    with pytest.raises(NotYours):
        endings.unbind(data.session, filing, by=data.stranger, now=NOW)
    endings.unbind(data.session, filing, by=data.owner, now=NOW)
    assert filing.end_reason is EndReason.BY_OWNER


def test_former_owners_and_administrators_take_nothing_back(data: DataBuilder) -> None:
    organisation = data.organisation(data.owner)
    fleet = data.filing(FilingStatus.CHECKING, vehicle_id=data.vehicle(None, owner_organisation_id=organisation).id)
    own, active = data.filing(FilingStatus.CHECKING), data.filing(FilingStatus.ACTIVE, filer_id=data.person().id)
    data.seat(organisation, data.stranger)
    data.car.owner_person_id = data.stranger.id
    data.session.flush()
    for filing in (own, fleet):
        with pytest.raises(NotYours):
            approval_withdrawal.withdraw(data.session, filing.id, by=data.owner, now=NOW)
    with pytest.raises(NotYours):
        endings.unbind(data.session, active, by=data.owner, now=NOW)
    approval_withdrawal.withdraw(data.session, fleet.id, by=data.stranger, now=NOW)
    with pytest.raises(NotYours):
        approval_withdrawal.withdraw(data.session, data.car.id, by=data.stranger, now=NOW)


def take_back(session: Session, filing_id: UUID) -> None:
    """Take the agreement back as the owner of the vehicle."""
    vehicle = session.get_one(Vehicle, session.get_one(Filing, filing_id).vehicle_id)
    by = session.get_one(Person, vehicle.owner_person_id)
    approval_withdrawal.withdraw(session, filing_id, by=by, now=NOW)


def told(database: Database, person_id: UUID) -> list[str]:
    """Return the notifications sent to this person by SMS."""
    with database.reading() as session:
        rows = session.exec(select(Delivery).where(Delivery.lane == f"sms:{person_id}")).all()
        return [str(_content(row)["notice"]) for row in rows]


def _content(row: Delivery) -> dict[str, object]:
    from storage.database.encryption import current_keyring

    content: dict[str, object] = current_keyring().decrypt_json(row.payload, f"outbox:{row.reference}")
    return content


def test_a_reviewer_who_passes_and_the_owner_who_stops_do_not_both_win(
    database: Database, reviewers: list[Account], cases: list[UUID]
) -> None:
    for case in cases:
        taken(database, case, reviewers[0])
        filing_id = read_case(database, case)[1].id
        actions: list[SessionAction] = [
            lambda session, case=case: case_decisions.pass_case(session, case, by=reviewers[0], now=NOW),  # type: ignore[misc]
            lambda session, filing_id=filing_id: take_back(session, filing_id),  # type: ignore[misc]
        ]
        found = outcomes(database, actions)
        review, filing = read_case(database, case)
        if review.status is ReviewStatus.WITHDRAWN:
            assert found == ["CaseDecided", "passed"]
            assert (filing.status, filing.return_reason) == (FilingStatus.REFUSED, "owner-withdrew")
            assert told(database, filing.filer_id) == ["filing.closed"]
        elif filing.status is FilingStatus.ACTIVE:
            assert found == ["FilingCompleted", "passed"]
            assert told(database, filing.filer_id)[0] == "filing.finished"
        else:  # The vehicle has its three users.
            assert (filing.return_reason, review.status) == ("limit", ReviewStatus.PASSED)
            assert found == ["FilingOver", "passed"]


def test_a_face_check_that_completes_and_the_owner_who_stops_do_not_both_win(
    database: Database, cases: list[UUID]
) -> None:
    for case in cases:
        filing_id = read_case(database, case)[1].id
        actions: list[SessionAction] = [
            lambda session, filing_id=filing_id: complete(session, filing_id),  # type: ignore[misc]
            lambda session, filing_id=filing_id: take_back(session, filing_id),  # type: ignore[misc]
        ]
        found = outcomes(database, actions)
        filing = read_case(database, case)[1]
        assert found.count("passed") == 1
        winner = {FilingStatus.ACTIVE: "filing.finished", FilingStatus.REFUSED: "filing.closed"}[filing.status]
        assert told(database, filing.filer_id) == [winner]


def complete(session: Session, filing_id: UUID) -> None:
    activation.activate(session, session.get_one(Filing, filing_id), by=None, now=NOW)


def test_of_the_owner_who_stops_the_filer_who_withdraws_and_a_sale_one_ends_the_application(
    database: Database, cases: list[UUID]
) -> None:
    for case in cases[:4]:
        filing = read_case(database, case)[1]
        actions: list[SessionAction] = [
            lambda session, filing_id=filing.id: take_back(session, filing_id),  # type: ignore[misc]
            lambda session, filing_id=filing.id: withdraw(session, filing_id),  # type: ignore[misc]
            lambda session, car=filing.vehicle_id: sell(session, car),  # type: ignore[misc]
        ]
        outcomes(database, actions * 2)
        with database.reading() as session:
            ends = [
                audit.count(session, Action.APPROVAL_WITHDRAWN, since=NOW, on=filing.id),
                audit.count(session, Action.FILING_WITHDRAWN, since=NOW, on=filing.id),
            ]
        assert sum(ends) + (read_case(database, case)[1].return_reason == "vehicle") == 1


def withdraw(session: Session, filing_id: UUID) -> None:
    filing = session.get_one(Filing, filing_id)
    filings.withdraw(session, filing, by=session.get_one(Person, filing.filer_id), now=NOW)


def sell(session: Session, vehicle_id: UUID) -> None:
    endings.end_all_of(session, session.get_one(Vehicle, vehicle_id), EndReason.OWNER_CHANGED, now=NOW)


def test_a_returned_case_is_stopped_too(database: Database, reviewers: list[Account], cases: list[UUID]) -> None:
    for case in cases[:4]:
        taken(database, case, reviewers[0])
        filing_id = read_case(database, case)[1].id
        actions: list[SessionAction] = [
            lambda session, case=case: case_decisions.return_case(session, case, WHY, by=reviewers[0], now=NOW),  # type: ignore[misc]
            lambda session, filing_id=filing_id: take_back(session, filing_id),  # type: ignore[misc]
        ]
        assert outcomes(database, actions) in (["CaseDecided", "passed"], ["passed", "passed"])
        assert read_case(database, case)[1].return_reason == "owner-withdrew"
