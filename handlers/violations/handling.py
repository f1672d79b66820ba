"""Handling violations: select records, agree to the rules, confirm the facts, type the SMS code; then decisions.

tap Select and handle ─► SELECT ─► RULES ─► FACTS ─► CODE ─► decided ─► pay (see payments)
tap Handle this ───────────────────► RULES …
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from bot import money
from bot.card import Card
from bot.cards.violations import decisions as decision_cards, handling as cards, violations as violation_cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_tap, on_words
from bot.errors import raise_all
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.identity import consents
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.violations import decisions, overviews, parties, violations
from bot.stored_json import Draft
from bot.tasks import decisions as decision_tasks
from storage.identity.consents import ConsentText
from storage.violations.violations import Violation, ViolationState


class Step(FlowStep):
    """What the flow waits for."""

    SELECT = "select"
    RULES = "rules"
    FACTS = "facts"
    CODE = "code"


class SelectionDraft(Draft):
    """The selected records of one vehicle."""

    vehicle: UUID
    chosen: list[UUID] = []


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield Flow(
        "handling",
        entry_points=[on_tap(violation_cards.HANDLE, start), on_tap(violation_cards.HANDLE_ONE, start_with_one)],
        steps={
            Step.SELECT: Ask(
                selection, on_tap(cards.TOGGLE, toggle), on_tap(cards.ALL, select_all), on_tap(cards.NEXT, selected)
            ),
            Step.RULES: Ask(business_rules, on_tap(cards.AGREE, agree)),
            Step.FACTS: Ask(facts, on_tap(cards.CONFIRM, confirm)),
            Step.CODE: Ask(code, on_tap(cards.RESEND, resend), on_words(decide, is_sensitive=True)),
        },
    )


def start(context: DeskContext) -> Step | None:
    """Select among the records of one vehicle."""
    consents.require(context.session, context.person)
    held = parties.find(context.session, context.person, context.tapped(violation_cards.HANDLE))
    if not overviews.listed(context.session, held, ViolationState.UNHANDLED):
        context.show(cards.nothing_unhandled(context.texts, held))
        return None
    context.store_draft(SelectionDraft(vehicle=held.vehicle.id))
    return Step.SELECT


def start_with_one(context: DeskContext) -> Step:
    """Handle one record, without a selection."""
    consents.require(context.session, context.person)
    violation, held = violations.find(context.session, context.tapped(violation_cards.HANDLE_ONE), by=context.person)
    violations.require_handleable(context.session, context.person, held, [violation], now=context.now)
    context.store_draft(SelectionDraft(vehicle=held.vehicle.id, chosen=[violation.id]))
    return Step.RULES


def selection(context: DeskContext) -> Card:
    """Show every unhandled record with a checkbox, and the total of the selected ones."""
    held, chosen = _chosen(context)
    found = _selectable(context, held)
    total = violations.totals(context.session, context.person, chosen, now=context.now)
    return cards.select(context.texts, held, found, {violation.id for violation in chosen}, total)


def toggle(context: DeskContext) -> Step:
    """Select or deselect a record. For one that cannot be handled every reason is named instead."""
    held, chosen = _chosen(context)
    violation_id = context.tapped(cards.TOGGLE)
    ids = [violation.id for violation in chosen]
    if violation_id in ids:
        ids.remove(violation_id)
    else:
        (violation,) = violations.load_selected(context.session, held, [violation_id])
        raise_all(violations.refusals(context.session, context.person, held, [violation], now=context.now))
        ids.append(violation_id)
    context.store_draft(SelectionDraft(vehicle=held.vehicle.id, chosen=ids))
    return Step.SELECT


def select_all(context: DeskContext) -> Step:
    """Select every record that can be handled."""
    held, _ = _chosen(context)
    chosen = [violation.id for violation, refusals in _selectable(context, held) if not refusals]
    context.store_draft(SelectionDraft(vehicle=held.vehicle.id, chosen=chosen))
    return Step.SELECT


def selected(context: DeskContext) -> Step:
    """Go on with the selection if it can be handled together."""
    held, chosen = _chosen(context)
    violations.require_handleable(context.session, context.person, held, chosen, now=context.now)
    return Step.RULES


def business_rules(context: DeskContext) -> Card:
    """Show the rules of handling online, with the numbers in force."""
    numbers = rules.numbers(
        context.session,
        RuleName.PAY_WITHIN_DAYS,
        RuleName.RECONSIDERATION_DAYS,
        RuleName.TOTAL_POINTS,
        RuleName.RECORD_POINTS,
        at=context.now,
    )
    permille = rules.number(context.session, RuleName.LATE_FEE_PERMILLE, at=context.now)
    values: dict[str, Any] = {
        **numbers,
        "late_percent": money.percent(permille),
        "fine_limit": money.yuan(rules.number(context.session, RuleName.FINE_LIMIT_FEN, at=context.now)),
        "version": consents.VERSIONS[ConsentText.VIOLATIONS],
    }
    return cards.business_rules(context.texts, values)


def agree(context: DeskContext) -> Step:
    """Record the consent to this version of the rules."""
    consents.agree(context.session, context.person, ConsentText.VIOLATIONS, now=context.now)
    return Step.FACTS


def facts(context: DeskContext) -> Card:
    """Show what is about to be decided."""
    held, chosen = _chosen(context)
    total = violations.totals(context.session, context.person, chosen, now=context.now)
    return cards.facts(context.texts, held, context.person, chosen, total)


def confirm(context: DeskContext) -> Step:
    """Send the SMS code, the facts being confirmed."""
    held, chosen = _chosen(context)
    decisions.send_code(context.session, context.person, held, chosen, now=context.now)
    return Step.CODE


def code(context: DeskContext) -> Card:
    """Ask for the SMS code that was sent to the payer's phone."""
    minutes = rules.number(context.session, RuleName.CODE_MINUTES, at=context.now)
    return cards.ask_code(context.texts, context.person, minutes=minutes)


def resend(context: DeskContext) -> Step:
    """Send another SMS code."""
    held, chosen = _chosen(context)
    decisions.resend_code(context.session, context.person, held, chosen, now=context.now)
    context.heading = context.texts("code-again")
    return Step.CODE


def decide(context: DeskContext) -> FlowSignal:
    """Decide on the records if the code is right, and order the decisions as PDF."""
    held, chosen = _chosen(context)
    ids = [violation.id for violation in chosen]
    made = decisions.decide(context.session, context.person, held.vehicle.id, ids, context.words, now=context.now)
    context.show(decision_cards.made(context.session, context.texts, made, now=context.now))
    for decision in made:
        context.order_task(decision_tasks.draw_decision, decision=decision.id, reader=context.person.id)
    return END


def _selectable(context: DeskContext, held: HeldVehicle) -> cards.Selectable:
    """Return the newest unhandled records of a vehicle, oldest first, as the card of the facts shows them."""
    found = violations.selectable(context.session, held, context.person, now=context.now)
    return sorted(found[: violation_cards.MAX_LISTED], key=lambda each: violations.chronological(each[0]))


def _chosen(context: DeskContext) -> tuple[HeldVehicle, list[Violation]]:
    """Return the vehicle and the selected records as they are now. Raises NotYours."""
    draft = context.load_draft(SelectionDraft)
    held = parties.find(context.session, context.person, draft.vehicle)
    return held, violations.load_selected(context.session, held, draft.chosen)
