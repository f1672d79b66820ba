"""Handling violations: select records, confirm the facts and agree to the rules, type the SMS code; then decisions.

tap Select and handle ─► SELECT ─► FACTS ─► CODE ─► decided ─► pay (see payments)
  └── the only record, tap Handle this ─► FACTS …

RULES is a step of 0.1.0, whose rules had a card of their own.
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
from bot.services.violations import decisions, handling_rules, overviews, parties, violations
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
    of_facts = on_tap(cards.CONFIRM, confirm), on_tap(cards.SHOW_RULES, show_rules)
    yield Flow(
        "handling",
        entry_points=[on_tap(violation_cards.HANDLE, start), on_tap(violation_cards.HANDLE_ONE, start_with_one)],
        steps={
            Step.SELECT: Ask(
                selection, on_tap(cards.TOGGLE, toggle), on_tap(cards.ALL, select_all), on_tap(cards.NEXT, selected)
            ),
            Step.RULES: Ask(facts, on_tap(cards.AGREE, go_on), *of_facts, asks_yes=True),
            Step.FACTS: Ask(facts, *of_facts, asks_yes=True),
            Step.CODE: Ask(code, on_tap(cards.RESEND, resend), on_words(decide, is_sensitive=True)),
        },
    )


def start(context: DeskContext) -> Step | None:
    """Select among the records of one vehicle; the only one needs no selection, unless it cannot be handled."""
    consents.require(context.session, context.person)
    held = parties.find(context.session, context.person, context.tapped(violation_cards.HANDLE), now=context.now)
    if not overviews.listed(context.session, held, ViolationState.UNHANDLED):
        context.show(cards.nothing_unhandled(context.texts, held))
        return None
    found = _selectable(context, held)
    only = [violation.id for violation, refusals in found if len(found) == 1 and not refusals]
    context.store_draft(SelectionDraft(vehicle=held.vehicle.id, chosen=only))
    return Step.FACTS if only else Step.SELECT


def start_with_one(context: DeskContext) -> Step:
    """Handle one record, without a selection."""
    consents.require(context.session, context.person)
    violation, held = violations.find(
        context.session, context.tapped(violation_cards.HANDLE_ONE), by=context.person, now=context.now
    )
    violations.require_handleable(context.session, context.person, held, [violation], now=context.now)
    context.store_draft(SelectionDraft(vehicle=held.vehicle.id, chosen=[violation.id]))
    return Step.FACTS


def selection(context: DeskContext) -> Card:
    """Show every unhandled record with a checkbox, and the total of the selected ones."""
    held, chosen = _chosen(context)
    found = _selectable(context, held)
    total = violations.totals(context.session, context.person, chosen, now=context.now)
    more = len(overviews.listed(context.session, held, ViolationState.UNHANDLED)) - len(found)
    return cards.select(context.texts, held, found, {each.id for each in chosen}, total, more=more)


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
    return Step.FACTS


def go_on(context: DeskContext) -> Step:
    """Go on from the rules of 0.1.0 to the facts, with which the person agrees to the rules in force."""
    return Step.FACTS


def facts(context: DeskContext) -> Card:
    """Show what is about to be decided, and the rules unless the person has agreed to them as they are."""
    held, chosen = _chosen(context)
    total = violations.totals(context.session, context.person, chosen, now=context.now)
    shown = {} if handling_rules.has_agreed(context.session, context.person, now=context.now) else _rules(context)
    edition = handling_rules.edition(context.session, now=context.now)
    return cards.facts(context.texts, held, context.person, chosen, total, rules=shown, edition=edition)


def show_rules(context: DeskContext) -> Step:
    """Show the rules in force, to which the person has agreed, above the facts."""
    context.heading = context.texts("handling-rules", **_rules(context))
    return Step.FACTS


def confirm(context: DeskContext) -> Step:
    """Record the consent to the rules, and send the SMS code; show the facts again if the rules have changed."""
    held, chosen = _chosen(context)
    shown = context.tapped(cards.CONFIRM)
    if not handling_rules.agree(context.session, context.person, shown=shown, now=context.now):
        return Step.FACTS
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


def decide(context: DeskContext) -> Step | FlowSignal:
    """Decide on the records if the code is right, and order the decisions as PDF.

    The facts are shown again, and the code stays valid, if the rules have changed since they were confirmed.
    """
    if not handling_rules.has_agreed(context.session, context.person, now=context.now):
        context.heading = context.texts("refused-terms-not-agreed")
        return Step.FACTS
    held, chosen = _chosen(context)
    ids = [violation.id for violation in chosen]
    made = decisions.decide(context.session, context.person, held.vehicle.id, ids, context.words, now=context.now)
    context.show(decision_cards.made(context.session, context.texts, made, now=context.now))
    for decision in made:
        context.order_task(decision_tasks.draw_decision, decision=decision.id, reader=context.person.id)
    return END


def _rules(context: DeskContext) -> dict[str, Any]:
    """Return the values of the text of the rules: the numbers in force."""
    found = handling_rules.numbers(context.session, at=context.now)
    return {
        **{name.value: number for name, number in found.items()},
        "late_percent": money.percent(found[RuleName.LATE_FEE_PERMILLE]),
        "fine_limit": money.yuan(found[RuleName.FINE_LIMIT_FEN]),
        "version": consents.VERSIONS[ConsentText.VIOLATIONS],
    }


def _selectable(context: DeskContext, held: HeldVehicle) -> cards.Selectable:
    """Return unhandled records of a vehicle, newest first, as the list of the vehicle shows them.

    If there are more than the card holds: the newest of those that can be handled, then the newest of the others.
    """
    found = violations.selectable(context.session, held, context.person, now=context.now)
    first = sorted(found, key=lambda each: bool(each[1]))[: violation_cards.MAX_LISTED]
    return sorted(first, key=found.index)


def _chosen(context: DeskContext) -> tuple[HeldVehicle, list[Violation]]:
    """Return the vehicle and the selected records as they are now. Raises NotYours."""
    draft = context.load_draft(SelectionDraft)
    held = parties.find(context.session, context.person, draft.vehicle, now=context.now)
    return held, violations.load_selected(context.session, held, draft.chosen)
