"""Violations: vehicles with counts, the records of one vehicle, one record with its evidence, notification settings.

/violations ──► vehicles ──► records by state ──► one record ──► handle it, object to it
                 └──► my unpaid decisions         └──► select and handle
"""

from collections.abc import Iterator
from uuid import UUID

from bot.cards import objections as objection_cards
from bot.cards.violations import decisions as decision_cards, violations as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap, on_timer
from bot.errors import InvalidCallbackData
from bot.services.violations import decisions, notifications, overviews, parties, violations
from storage import audit
from storage.violations import decisions as store
from storage.violations.decisions import DecisionState
from storage.violations.notifications import NotificationKind
from storage.violations.violations import ViolationState


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("violations", show_cars)
    yield on_tap(cards.CARS_PAGE, show_page_of_cars)
    yield on_tap(cards.CAR, show_car)
    yield on_tap(cards.CAR_PAGE, show_page_of_car)
    yield on_tap(cards.SHOW, show_one)
    yield on_tap(cards.NOTIFICATION_SETTINGS, show_settings)
    yield on_tap(cards.MUTE, toggle_notifications)
    yield on_timer(notifications.NOTIFY, notify)


def show_cars(context: DeskContext) -> None:
    """Show the vehicles with their counts."""
    _show_cars(context, 1)


def show_page_of_cars(context: DeskContext) -> None:
    """Show another page of the vehicles."""
    _show_cars(context, context.tapped(cards.CARS_PAGE))


def show_car(context: DeskContext) -> None:
    """Show the records of one vehicle in one state."""
    _show_car(context, *context.tapped_pair(cards.CAR), number=1)


def show_page_of_car(context: DeskContext) -> None:
    """Show another page of the records of one vehicle in one state."""
    vehicle_id, said = context.tapped_pair(cards.CAR_PAGE)
    if not said[1:].isdecimal():
        raise InvalidCallbackData
    _show_car(context, vehicle_id, said[:1], number=int(said[1:]))


def show_one(context: DeskContext) -> None:
    """Show one record with its evidence."""
    violation, held = violations.find(context.session, context.tapped(cards.SHOW), by=context.person, now=context.now)
    audit.record(context.session, audit.Action.VIOLATION_SHOWN, by=context.person.id, on=violation.id, at=context.now)
    unhandled = violation.state is ViolationState.UNHANDLED
    reasons = (
        violations.refusals(context.session, context.person, held, [violation], now=context.now) if unhandled else []
    )
    more = list(objection_cards.offers(context.session, context.texts, violation, context.person, now=context.now))
    decision = store.of_violation(context.session, violation.id)
    if decision is not None and decisions.may_see(context.session, decision, context.person):
        more.insert(0, decision_cards.DECISION.on(context.texts.plain("violation-decision"), decision.id))
    context.show(cards.one(context.session, context.texts, held, violation, reasons, more=tuple(more)))


def show_settings(context: DeskContext) -> None:
    """Show which notifications are on."""
    muted = notifications.muted(context.session, context.person)
    context.show(cards.notification_settings(context.texts, muted))


def toggle_notifications(context: DeskContext) -> None:
    """Switch a kind of notification on or off."""
    kind = context.tapped(cards.MUTE)
    if kind not in [each.value for each in NotificationKind]:
        raise InvalidCallbackData
    notifications.toggle(context.session, context.person, NotificationKind(kind), now=context.now)
    show_settings(context)


def notify(context: DeskContext) -> None:
    """Notify a person of the records they have not been notified of."""
    notifications.send(context.session, context.subject, now=context.now)


def _show_cars(context: DeskContext, number: int) -> None:
    person = context.person
    card = cards.cars(
        context.texts,
        overviews.summaries(context.session, person, now=context.now),
        unpaid=len(store.of_person(context.session, person.id, DecisionState.UNPAID)),
        has_paid=bool(store.with_receipt(context.session, person.id, limit=1)),
        balance=violations.balance_after(context.session, person, 0, now=context.now),
        number=number,
    )
    context.show(card)


def _show_car(context: DeskContext, vehicle_id: UUID, letter: str, *, number: int) -> None:
    if letter not in cards.STATES:
        raise InvalidCallbackData
    held, state = parties.find(context.session, context.person, vehicle_id, now=context.now), cards.STATES[letter]
    by_state = overviews.counts_of(context.session, held)
    found = overviews.listed(context.session, held, state)
    context.show(cards.of_car(context.texts, held, state, found, by_state, number=number))
