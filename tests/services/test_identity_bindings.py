"""What an approved identity case leaves behind: staff duties end, and nothing leads from an account to who left it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from bot.engine.outbound import delivery_results
from bot.engine.outbound.delivery_results import DeliveryResult
from bot.services.identity import consents
from bot.services.review import identity_cases, identity_holders, identity_moves
from bot.services.staff import permissions
from bot.services.staff.moved_members import OnlyAdminMoves
from storage import audit
from storage.audit import Action
from storage.database import add
from storage.database.encryption import current_keyring
from storage.engine import outbox, outbox_queue
from storage.engine.inbox import Event, EventSource, NewEvent
from storage.engine.outbox import Channel, Delivery, DeliveryState
from storage.identity.accounts import FIRST_PSEUDONYM, Account
from storage.identity.consents import ConsentText
from storage.register import people
from storage.register.people import Person
from storage.review.identity_cases import IdentityCase, IdentityCaseKind
from storage.staff import members
from storage.staff.members import StaffRole
from tests.services.builders import employ, staff_account
from tests.services.concurrency import NOW
from tests.services.identity_case_builders import (
    AFTER_WAIT,
    ID_NUMBER,
    NAME,
    OLD_PHONE,
    account,
    approve,
    approve_by_two,
    open_case,
)


def record(session: Session) -> Person:
    """Add the person on record of these tests."""
    return add(session, people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE))


def other_on_account(session: Session) -> Account:
    """Return an account on which the wrong person is registered, who is verified."""
    wrong = people.new(id_number="450903199005170048", name="李大国", phone="+8613800000008", registered=False)
    wrong.verified_at = NOW
    return account(session, 103, add(session, wrong))


def is_serving(session: Session, telegram_id: int) -> bool:
    member = members.by_telegram(session, telegram_id)
    return member is not None and member.ended_at is None


def told_admins(session: Session, name: str) -> list[str]:
    """Return the lanes in which this notification waits."""
    rows = session.exec(select(Delivery).where(Delivery.channel == Channel.CHAT)).all()
    return [row.lane for row in rows if row_content(row).get("notice") == name]


def row_content(row: Delivery) -> dict[str, str]:
    content: dict[str, str] = current_keyring().decrypt_json(row.payload, f"outbox:{row.reference}")
    return content


def test_the_service_ends_with_an_account_that_changes_hands(session: Session) -> None:
    shared, admin = other_on_account(session), staff_account(session, 950, "admin")
    employ(session, 103, "cashier")
    record(session)
    assert permissions.has_role(session, shared, StaffRole.CASHIER)
    case = open_case(session, shared, IdentityCaseKind.WRONG_PERSON)
    assert identity_holders.ends_service(session, case)
    approve_by_two(session, case)
    present = session.get_one(Account, case.account_id)
    assert (present.telegram_id, present.person_id is not None) == (103, True)
    assert not permissions.has_role(session, present, StaffRole.CASHIER)
    assert not is_serving(session, 103)
    assert told_admins(session, "staff.moved") == [admin.lane]


def test_the_service_ends_with_the_old_account_of_a_person_who_moves(session: Session) -> None:
    old, guest = account(session, 101, record(session)), account(session, 102)
    employ(session, 101, "reviewer")
    approve_by_two(session, open_case(session, guest))
    assert not is_serving(session, 101)
    assert old.person_id is None
    assert not permissions.has_role(session, guest, StaffRole.REVIEWER)
    assert told_admins(session, "staff.changed") == [guest.lane]
    changed = session.exec(select(audit.AuditEntry).where(audit.AuditEntry.action == Action.STAFF_CHANGED.value)).one()
    assert '"moved": true' in changed.details


@pytest.mark.parametrize("kind", [IdentityCaseKind.WRONG_PERSON, IdentityCaseKind.LOST_ACCOUNT])
def test_the_only_admin_does_not_lose_their_account(session: Session, kind: IdentityCaseKind) -> None:
    if kind is IdentityCaseKind.WRONG_PERSON:
        asking, telegram_id = other_on_account(session), 103
        record(session)
    else:
        account(session, 101, record(session))
        asking, telegram_id = account(session, 102), 101
    employ(session, telegram_id, "admin")
    case = open_case(session, asking, kind)
    approve(session, case, staff_account(session, 900, "reviewer"))
    second = staff_account(session, 901, "reviewer")
    with pytest.raises(OnlyAdminMoves), session.begin_nested():
        approve(session, case, second)
    session.expire_all()
    staff_account(session, 950, "admin")
    approve(session, case, second)
    assert not is_serving(session, telegram_id)


def test_a_member_who_is_verified_by_a_case_keeps_the_service(session: Session) -> None:
    guest = account(session, 102)
    employ(session, 102, "reviewer")
    case = open_case(session, guest)
    assert not identity_holders.ends_service(session, case)
    approve_by_two(session, case)
    assert permissions.has_role(session, guest, StaffRole.REVIEWER)


def test_a_telegram_user_gets_a_row_of_their_own_when_somebody_leaves(session: Session) -> None:
    shared = other_on_account(session)
    left, record_id = shared.person_id, record(session).id
    case = open_case(session, shared, IdentityCaseKind.WRONG_PERSON)
    approve_by_two(session, case)
    present = session.get_one(Account, case.account_id)
    assert present.id != shared.id
    assert (present.telegram_id, present.person_id) == (103, record_id)
    assert (shared.person_id, shared.telegram_id >= FIRST_PSEUDONYM) == (None, True)
    assert present.created_at < AFTER_WAIT
    assert session.get_one(Person, left).left_at == AFTER_WAIT
    assert identity_cases.kinds_for(session, present, now=NOW) == (
        IdentityCaseKind.NEW_NUMBER,
        IdentityCaseKind.WRONG_PERSON,
    )


def task(session: Session, lane: str) -> UUID:
    content = {"task": "photos.check", "arguments": {}, "lane": lane}
    return outbox.put(session, Channel.TASK, f"task:photos.check:{lane}", content, at=NOW)


def finish(session: Session, queued: outbox_queue.QueuedDelivery) -> str:
    event = NewEvent(EventSource.RESULT, queued.reference.hex, queued.content["lane"], {})
    result = DeliveryResult(DeliveryState.DONE, events=(event,))
    delivery_results.store(session, [(queued, result)], now=NOW)
    return session.exec(select(Event.lane).where(Event.key == queued.reference.hex)).one()


def outbox_queue_rows(session: Session) -> list[outbox_queue.QueuedDelivery]:
    """Return the open tasks as a sender has them in hand."""
    rows = session.exec(select(Delivery).where(Delivery.channel == Channel.TASK)).all()
    names = outbox_queue.QueuedDelivery.__dataclass_fields__
    made: list[dict[str, Any]] = [{name: getattr(row, name, False) for name in names} for row in rows]
    return [outbox_queue.QueuedDelivery(**values) for values in made]


def test_the_result_of_a_running_task_follows_the_person(session: Session) -> None:
    person = record(session)
    old, guest = account(session, 101, person), account(session, 102)
    task(session, old.lane)
    other = task(session, "1:555")
    running = {each.reference: each for each in outbox_queue_rows(session)}
    identity_moves.move_business(session, old.lane, guest, person, now=NOW)
    found = {reference: finish(session, queued) for reference, queued in running.items()}
    assert found.pop(other) == "1:555"
    assert list(found.values()) == [guest.lane]


def test_the_result_of_a_task_of_who_has_left_does_not_reach_the_account(session: Session) -> None:
    shared = other_on_account(session)
    record(session)
    task(session, shared.lane)
    [running] = outbox_queue_rows(session)
    approve_by_two(session, open_case(session, shared, IdentityCaseKind.WRONG_PERSON))
    assert finish(session, running) == shared.lane != "1:103"
    assert session.exec(select(IdentityCase)).one().account_id != shared.id


@pytest.mark.parametrize(("version", "counts"), [("2026-11", False), (None, True)])
def test_a_guest_has_agreed_to_the_text_that_was_in_force(session: Session, version: str | None, counts: bool) -> None:
    """A case may wait while the text changes: what the guest read is not what is in force."""
    person, guest, kind = record(session), account(session, 102), ConsentText.ID_PHOTOS
    case = uuid4()
    given = {"kind": kind, "version": version or consents.VERSIONS[kind]}
    audit.record(session, Action.CONSENT_GIVEN, by=guest.id, on=case, at=NOW, **given)
    consents.take_over(session, person, kind, about=case, at=NOW)
    assert consents.has_agreed(session, person, kind) is counts
