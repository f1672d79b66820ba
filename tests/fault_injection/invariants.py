"""What must hold after any crashes: every event handled once, every delivery arrived in order, repeated if need be."""

from typing import Any

from sqlalchemy import text

from storage import audit
from tests.fault_injection import money, registers
from tests.fault_injection.harness import WHOLE_DESK, Ground

EVENTS = text("SELECT source, state, attempts, note FROM inbox ORDER BY id")
DELIVERIES = text("SELECT channel, lane, state, message_id, note FROM outbox ORDER BY id")

HINT_LOST = "unknown after a restart"
"""A hint goes once: one that was on its way when the desk died is left."""


def hold(ground: Ground) -> None:
    """Fail unless everything holds."""
    events = ground.look(lambda session: session.execute(EVENTS).all())
    deliveries = ground.look(lambda session: session.execute(DELIVERIES).all())
    _every_update_is_handled_once(ground, events)
    _every_delivery_has_left(ground, deliveries)
    _messages_repeat_only_where_nobody_could_know(ground)
    _each_chat_is_in_order(ground, deliveries)
    _the_audit_is_whole(ground)
    if ground.speech is WHOLE_DESK:
        ground.look(registers.hold)
        money.adds_up(ground)


def _every_update_is_handled_once(ground: Ground, events: list[Any]) -> None:
    kept = sum(event.source == "telegram" for event in events)
    assert kept == ground.updates_told(), f"{ground.updates_told()} updates, {kept} events"
    bad = [event for event in events if event.state != "done" or event.attempts]
    assert not bad, f"events not handled at the first attempt: {bad}"


def _every_delivery_has_left(ground: Ground, deliveries: list[Any]) -> None:
    bad = [each for each in deliveries if each.state != "done" and not each.note.startswith(HINT_LOST)]
    assert not bad, f"deliveries that did not arrive: {bad}"
    texts = sum(delivery.channel == "sms" and not delivery.note for delivery in deliveries)
    assert texts == len(ground.world.sms.by_id), f"{texts} SMS wanted, {len(ground.world.sms.by_id)} sent"


def _messages_repeat_only_where_nobody_could_know(ground: Ground) -> None:
    unknown = ground.shown() - ground.written()
    assert unknown <= ground.unwritten, f"said twice without a crash in between: {unknown - ground.unwritten}"
    lost = ground.written() - ground.seen - ground.shown()
    assert not lost, f"messages written down that nobody sees: {lost}"


def _each_chat_is_in_order(ground: Ground, deliveries: list[Any]) -> None:
    """New messages of a chat came in the order they were written in; an edit repeats an older one's id.

    Also one that nobody had written down, and that was said again: its buttons work, too.
    """
    by_lane: dict[str, list[int]] = {}
    for delivery in deliveries:
        ids = by_lane.setdefault(delivery.lane, [])
        known = delivery.message_id is None or delivery.message_id in ids or delivery.message_id in ground.unwritten
        if not known:
            ids.append(delivery.message_id)
    unordered = [lane for lane, ids in by_lane.items() if ids != sorted(ids)]
    assert not unordered, f"chats out of order: {unordered}"


def _the_audit_is_whole(ground: Ground) -> None:
    ground.write(lambda session: audit.extend_chain(session))
    assert ground.look(audit.first_broken_link) is None, "the audit's chain is broken"
