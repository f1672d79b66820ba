"""Queries leave out similar rows: of another kind, day, provider, lane or person."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from storage import audit, audit_search
from storage.audit import Action, AuditEntry
from storage.database import Database
from storage.engine import chat_messages, conversations, outbox_queue, sms_delivery_reports
from storage.engine.conversations import Conversation
from storage.engine.finished_rows import DeletionCursor
from storage.engine.outbox import Channel, Delivery, DeliveryState
from storage.filing.filings import Filing
from storage.organisations import fleet
from storage.organisations.fleet import FleetFilter
from storage.organisations.organisations import Organisation
from storage.register.vehicles import Vehicle
from storage.review import blacklist
from storage.review.blacklist import BlacklistEntry
from storage.review.reviews import Review
from storage.staff.members import StaffMember
from storage.violations.violations import Violation, ViolationState
from tests.storage.rows import NOW, put

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ids(rows: Any) -> list[Any]:
    return [row.id for row in rows]


def test_the_audit_about_a_person_has_them_as_actor_and_as_object(lite: Database) -> None:
    with lite.transaction() as session:
        one, other, third = (put(session, StaffMember) for _ in range(3))
        for by, on in ((one, other), (other, one), (other, third)):
            audit.record(session, Action.STAFF_CHANGED, by=by, on=on, at=NOW)
        session.flush()
        assert [(entry.by, entry.on) for entry in audit_search.about(session, [one])] == [(other, one), (one, other)]


def test_the_audit_of_one_row_is_searched_up_to_a_limit(lite: Database) -> None:
    thing = Action.STAFF_CHANGED.value.partition(":")[0]
    with lite.transaction() as session:
        for number in (1, 2, audit_search.MAX_LOOKBACK + 2):
            put(session, AuditEntry, id=number, action=Action.STAFF_CHANGED.value)
        assert ids(audit_search.latest(session, limit=9, thing=thing)) == [audit_search.MAX_LOOKBACK + 2]
        assert ids(audit_search.latest(session, limit=9, thing=thing, before=3)) == [2, 1]


def test_the_blacklist_entry_of_a_review_round_is_found(lite: Database) -> None:
    with lite.transaction() as session:
        one, other = put(session, Review), put(session, Review)
        expected = put(session, BlacklistEntry, review_id=one)
        put(session, BlacklistEntry, review_id=other, proposed_at=NOW + HOUR)
        found = blacklist.pending_about(session, one)
        assert found is not None
        assert found.id == expected


def test_deleting_a_conversation_keeps_others(lite: Database) -> None:
    with lite.transaction() as session:
        for lane in ("1:7", "1:8"):
            conversations.save(session, Conversation(lane, "filing", "plate", 3, {}, []), at=NOW)
        conversations.delete_conversation(session, "1:7")
        assert [conversations.load(session, lane).flow for lane in ("1:7", "1:8")] == ["", "filing"]


def test_a_fleet_has_the_vehicles_of_one_organisation_and_current_counts(lite: Database) -> None:
    with lite.transaction() as session:
        firm, rival = put(session, Organisation), put(session, Organisation)
        own = {"owner_person_id": None, "owner_organisation_id": firm}
        filed, former, seen, handled = (put(session, Vehicle, **own) for _ in range(4))
        put(session, Vehicle, **{**own, "owner_organisation_id": rival})
        put(session, Filing, vehicle_id=filed, status="active", vehicle_slot=0, filer_slot=0)
        put(session, Filing, vehicle_id=former, status="ended")
        put(session, Violation, vehicle_id=seen)
        put(session, Violation, vehicle_id=handled, state=ViolationState.PAID)
        assert set(ids(fleet.page(session, firm, FleetFilter(), start=0, limit=9))) == {filed, former, seen, handled}
        assert fleet.count(session, firm, FleetFilter()) == 4
        assert ids(fleet.page(session, firm, FleetFilter(filed=True), start=0, limit=9)) == [filed]
        assert ids(fleet.page(session, firm, FleetFilter(unhandled=True), start=0, limit=9)) == [seen]
        assert fleet.filer_counts(session, [filed, former]) == {filed: 1}


def test_the_newest_message_about_a_row_is_found_in_this_chat_only(lite: Database) -> None:
    with lite.transaction() as session:
        for lane, message in (("1:7", 11), ("1:8", 12)):
            put(session, Delivery, lane=lane, about="filing", message_id=message)
        assert chat_messages.newest_about(session, "filing", "1:7") == 11


def test_finished_deliveries_are_deleted_and_waiting_ones_stay(lite: Database) -> None:
    with lite.transaction() as session:
        for state, at in ((DeliveryState.DONE, NOW), (DeliveryState.DONE, NOW + DAY), (DeliveryState.WAITING, NOW)):
            put(session, Delivery, state=state, done_at=at)
        assert outbox_queue.delete_finished(session, DeletionCursor(), done_before=NOW + HOUR) == 1
        assert len(session.exec(select(Delivery)).all()) == 2


@pytest.mark.parametrize(
    "wrong", [{"channel": Channel.CHAT}, {"state": DeliveryState.WAITING}, {"note": "told before"}], ids=str
)
def test_a_delivery_report_is_recorded_for_a_sent_sms_without_one(lite: Database, wrong: dict[str, Any]) -> None:
    right = {"channel": Channel.SMS, "state": DeliveryState.DONE, "note": ""}
    with lite.transaction() as session:
        sent, other = (session.get_one(Delivery, put(session, Delivery, **right)) for _ in range(2))
        unsuitable = session.get_one(Delivery, put(session, Delivery, **{**right, **wrong}))
        assert not sms_delivery_reports.record(session, unsuitable.reference, arrived=True)
        assert sms_delivery_reports.record(session, sent.reference, arrived=True)
        session.refresh(other)
        assert other.note == ""
