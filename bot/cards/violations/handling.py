"""Cards about handling violations: selection with totals, rules, facts, SMS code."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from bot import money
from bot.card import Button, ButtonStyle, Card, CardButton, column
from bot.cards.navigation import go, tick
from bot.cards.violations.violations import fine, line
from bot.errors import Refusal
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.values import masking, plates
from bot.services.violations.violations import SelectionTotals
from bot.texts import Texts
from storage.register.people import Person
from storage.violations.violations import Violation

TOGGLE = Button("pick", UUID, in_step=True)
ALL = Button("pick-all", str, in_step=True)
NEXT = Button("pick-done", str, in_step=True)
AGREE = Button("v-agree", str, in_step=True)
CONFIRM = Button("v-confirm", str, in_step=True, style=ButtonStyle.MAIN)
SHOW_RULES = Button("v-rules", str, in_step=True)
RESEND = Button("v-resend", str, in_step=True)

Selectable = list[tuple[Violation, list[Refusal]]]


def select(
    texts: Texts, held: HeldVehicle, found: Selectable, chosen: Collection[UUID], total: SelectionTotals, *, more: int
) -> Card:
    """Unhandled records with a checkbox each, and the totals of the selected ones. more: how many are not shown."""
    plate = plates.display(held.vehicle.plate)
    lines = [texts("handling-select", plate=plate)]
    rows: list[CardButton] = []
    for at, (violation, refusals) in enumerate(found, start=1):
        state = {"chosen": violation.id in chosen, "barred": bool(refusals)}
        lines.append(tick(f"{at}. {line(texts, violation)}", texts, **state))
        about = {"fine": fine(texts, violation.fine), "points": violation.points}
        label = f"{at}. {texts.plain('handling-box', **about)}"
        rows.append(TOGGLE.on(tick(label, texts, **state), violation.id))
    if more:  # What can be handled comes first: a barred one on the card means that all others are barred.
        key = "violations-more-barred" if any(refusals for _, refusals in found) else "violations-more"
        lines.append(texts(key, count=more))
    lines.append(running_total(texts, total))
    if not all(refusals for _, refusals in found):
        rows.append(ALL.on(texts.plain("handling-all"), ""))
        rows.append(NEXT.on(texts.plain("handling-next", count=total.count), ""))
    return Card("\n".join(lines), column(*rows))


def nothing_unhandled(texts: Texts, held: HeldVehicle) -> Card:
    """The vehicle has no unhandled records."""
    return Card(texts("handling-nothing", plate=plates.display(held.vehicle.plate)), ((go("violations", texts),),))


def facts(
    texts: Texts,
    held: HeldVehicle,
    person: Person,
    chosen: list[Violation],
    total: SelectionTotals,
    *,
    rules: dict[str, Any],
    edition: str,
) -> Card:
    """What is about to be decided: person, vehicle, records and totals, with the rules or a button that shows them.

    rules: empty for who has agreed to them; edition: of the rules in force.
    """
    plate = plates.display(held.vehicle.plate)
    lines = [texts("handling-facts", plate=plate, who=person.name, phone=masking.phone(person.phone))]
    lines += [f"{at}. {line(texts, violation)}" for at, violation in enumerate(_newest_first(chosen), start=1)]
    lines.append(running_total(texts, total))
    lines += ["", texts("handling-rules", **rules), ""] if rules else []
    lines.append(texts("handling-facts-next"))
    confirm = CONFIRM.on(texts.plain("handling-agree" if rules else "handling-confirm"), edition)
    show = [] if rules else [SHOW_RULES.on(texts.plain("handling-rules-show"), "")]
    return Card("\n".join(lines), column(confirm, *show))


def running_total(texts: Texts, total: SelectionTotals) -> str:
    """The totals of a selection, and the driver's points after it, if the register has a licence of theirs."""
    totals = texts("handling-total", count=total.count, fine=money.yuan(total.fine), points=total.points)
    after = total.after
    if after is None:
        return f"{totals}\n{texts('violations-no-licence')}"
    full = after.points + after.left if not after.full else after.points
    return f"{totals}\n{texts('handling-after', after=after.points, left=after.left, full=full)}"


def ask_code(texts: Texts, person: Person, *, minutes: int) -> Card:
    """Ask for the SMS code that was sent to the person's phone."""
    text = texts("handling-ask-code", phone=masking.phone(person.phone), minutes=minutes)
    return Card(text, column(RESEND.on(texts.plain("handling-resend"), "")))


def _newest_first(found: Sequence[Violation]) -> list[Violation]:
    """Return records in the order in which the list of a vehicle and the selection number them."""
    return sorted(sorted(found, key=lambda each: each.number), key=lambda each: each.occurred_at, reverse=True)
