"""Invariants after any crashes: every event is handled once, every delivery is sent at least once and in order."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from storage import audit_chain, audit_verification
from tests.fault_injection import filing_invariants, payment_invariants
from tests.fault_injection.environment import WHOLE_DESK, Environment

EVENTS = text("SELECT source, state, attempts, note FROM inbox ORDER BY id")
DELIVERIES = text("SELECT channel, lane, state, message_id, note FROM outbox ORDER BY id")

# Hints are sent at most once: one that was in progress when the desk crashed is not sent again.
HINT_LOST = "unknown after a restart"


def check(environment: Environment) -> None:
    """Check all invariants. Raises AssertionError."""
    events = environment.read(lambda session: session.execute(EVENTS).all())
    deliveries = environment.read(lambda session: session.execute(DELIVERIES).all())
    _every_update_is_handled_once(environment, events)
    _every_delivery_has_left(environment, deliveries)
    _messages_repeat_only_after_an_unrecorded_send(environment)
    _each_chat_is_in_order(environment, deliveries)
    _the_audit_is_whole(environment)
    if environment.definition is WHOLE_DESK:
        environment.read(filing_invariants.check)
        payment_invariants.check(environment)


def _every_update_is_handled_once(environment: Environment, events: list[Any]) -> None:
    kept = sum(event.source == "telegram" for event in events)
    assert kept == environment.updates_told(), f"{environment.updates_told()} updates, {kept} events"
    bad = [event for event in events if event.state != "done" or event.attempts]
    assert not bad, f"events not handled at the first attempt: {bad}"


def _every_delivery_has_left(environment: Environment, deliveries: list[Any]) -> None:
    bad = [each for each in deliveries if each.state != "done" and not each.note.startswith(HINT_LOST)]
    assert not bad, f"deliveries that did not arrive: {bad}"
    texts = sum(delivery.channel == "sms" and not delivery.note for delivery in deliveries)
    assert texts == len(environment.world.sms.by_id), f"{texts} SMS wanted, {len(environment.world.sms.by_id)} sent"


def _messages_repeat_only_after_an_unrecorded_send(environment: Environment) -> None:
    unknown = environment.shown() - environment.recorded()
    assert unknown <= environment.unrecorded, (
        f"sent twice without a crash in between: {unknown - environment.unrecorded}"
    )
    lost = environment.recorded() - environment.seen - environment.shown()
    assert not lost, f"messages recorded as sent that were never shown: {lost}"


def _each_chat_is_in_order(environment: Environment, deliveries: list[Any]) -> None:
    """New messages of a chat were sent in the order of the outbox.

    An edit repeats the id of an older message. So may a tap on a message that was sent and not recorded.
    """
    by_lane: dict[str, list[int]] = {}
    for delivery in deliveries:
        ids = by_lane.setdefault(delivery.lane, [])
        known = (
            delivery.message_id is None or delivery.message_id in ids or delivery.message_id in environment.unrecorded
        )
        if not known:
            ids.append(delivery.message_id)
    unordered = [lane for lane, ids in by_lane.items() if ids != sorted(ids)]
    assert not unordered, f"chats out of order: {unordered}"


def _the_audit_is_whole(environment: Environment) -> None:
    environment.write(lambda session: audit_chain.extend_chain(session, now=datetime.now(UTC)))
    assert environment.read(audit_verification.first_fault) is None, "the audit's chain is broken"
