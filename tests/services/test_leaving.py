"""Deleting an account ends what its person has at the desk, whatever others do; it is refused for no filing."""

from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from bot.services.filing import endings, filings, leaving
from storage import audit
from storage.database import Database, NamedLock, rows
from storage.database.encryption import current_keyring
from storage.engine import outbox
from storage.engine.outbox import Delivery
from storage.engine.timers import Timer
from storage.filing.filings import EndReason, Filing, FilingStatus
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests.services.builders import NOW, DataBuilder
from tests.services.concurrency import counted
from tests.services.sms_builders import notifications

OVER = {FilingStatus.ENDED, FilingStatus.WITHDRAWN, FilingStatus.REFUSED}


@pytest.mark.parametrize("status", [FilingStatus.WAITING_OWNER, FilingStatus.CHECKING, FilingStatus.RETURNED])
def test_open_applications_are_withdrawn_and_the_owner_is_told(data: DataBuilder, status: FilingStatus) -> None:
    filing = data.filing(status)
    leaving.leave_all(data.session, data.filer, now=NOW)
    assert filing.status is FilingStatus.WITHDRAWN
    assert (data.owner.id, "filing.withdrawn") in notifications(data.session)
    entry = data.session.exec(select(audit.AuditEntry).where(col(audit.AuditEntry.on) == filing.id)).one()
    assert (entry.action, entry.by) == ("filing:withdrawn", data.filer.id)


def test_filings_end_with_their_timers_and_the_owner_is_told(data: DataBuilder) -> None:
    filing, others = (
        data.filing(FilingStatus.ACTIVE),
        data.filing(FilingStatus.ACTIVE, filer_id=data.stranger.id, vehicle_slot=1),
    )
    leaving.leave_all(data.session, data.filer, now=NOW)
    assert (filing.status, filing.end_reason) == (FilingStatus.ENDED, EndReason.BY_FILER)
    assert others.status is FilingStatus.ACTIVE
    assert (data.owner.id, "filing.ended.owner") in notifications(data.session)
    assert (
        data.session.exec(select(Timer).where(Timer.state == "set", col(Timer.kind).startswith("filing."))).all() == []
    )


def test_owners_are_told_in_one_order(data: DataBuilder) -> None:
    """Two deletions lock the digests of the same owners, after all rows, so that they cannot deadlock."""
    locked: list[str] = []

    def observe(_: Session, kind: NamedLock, name: str) -> None:
        locked.append(f"{kind}:{name}")

    owners = [data.person() for _ in range(5)]
    for owner in owners:
        data.approval(data.filing(vehicle_id=data.vehicle(owner).id), owner_id=owner.id)
    rows.lock_observers.append(observe)
    try:
        leaving.leave_all(data.session, data.filer, now=NOW)
    finally:
        rows.lock_observers.remove(observe)
    assert locked == [f"{NamedLock.OWNER_DIGEST}:{owner}" for owner in sorted(one.id.hex for one in owners)]


def replaced(session: Session) -> set[tuple[str, UUID]]:
    """Return what replaces earlier messages: the key and what it is about."""
    deliveries = session.exec(select(Delivery)).all()
    contents = [current_keyring().decrypt_json(one.payload, f"outbox:{one.reference}") for one in deliveries]
    return {(each["notice"], UUID(each["subject"])) for each in contents if {"edit", "replaces"} & each.keys()}


def test_the_agreement_of_the_owner_loses_its_buttons_whatever_ends(data: DataBuilder) -> None:
    data.account(data.owner)
    for status in (FilingStatus.ACTIVE, FilingStatus.CHECKING):
        filing = data.filing(status, vehicle_id=data.vehicle(data.owner).id)
        outbox.notify(data.session, data.owner.id, "filing.term.soon.owner", filing.id, at=NOW, about=filing.topic)
        leaving.leave_all(data.session, data.filer, now=NOW)
        assert ("filing.over.owner", filing.id) in replaced(data.session)
    filing = data.filing(FilingStatus.IN_REVIEW, vehicle_id=data.vehicle(data.owner).id)
    outbox.notify(data.session, data.owner.id, "filing.term.soon.owner", filing.id, at=NOW, about=filing.topic)
    filings.refuse(data.session, filing, now=NOW, why="review", tell_owner=True)
    assert ("filing.over.owner", filing.id) in replaced(data.session)


def test_what_others_end_meanwhile_refuses_no_deletion(database: Database) -> None:
    with database.transaction() as session:
        data = DataBuilder(session)
        active = [
            data.filing(FilingStatus.ACTIVE, vehicle_id=data.vehicle(data.owner).id, filer_slot=slot)
            for slot in range(3)
        ]
        asked = data.filing(vehicle_id=data.vehicle(data.owner).id)
        data.approval(asked)
        filer, owner = data.filer.id, data.owner.id

    def leave(session: Session) -> None:
        leaving.leave_all(session, session.get_one(Person, filer), now=NOW)

    def unbind(session: Session, of: UUID) -> None:
        endings.unbind(session, session.get_one(Filing, of), by=session.get_one(Person, owner), now=NOW)

    def sell(session: Session, of: UUID) -> None:
        vehicle = session.get_one(Vehicle, session.get_one(Filing, of).vehicle_id)
        endings.end_all_of(session, vehicle, EndReason.OWNER_CHANGED, now=NOW)

    theirs: list[Any] = [partial(unbind, of=each.id) for each in active[:2]]
    theirs += [partial(sell, of=each.id) for each in (active[2], asked)]
    went = counted(database, [leave, *theirs, leave])
    assert went["passed"] + went["FilingOver"] == len(theirs) + 2
    assert went["passed"] >= 4  # Both deletions, and both sales.
    with database.reading() as session:
        assert {each.status for each in session.exec(select(Filing))} <= OVER
