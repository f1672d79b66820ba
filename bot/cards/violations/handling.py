"""The looks of handling violations: select with a running total, the rules, the facts, the code."""

from collections.abc import Collection
from uuid import UUID

from bot import money
from bot.card import Button, Card, Press, column
from bot.cards.navigation import go
from bot.cards.violations.violations import fine, line
from bot.errors import Refusal
from bot.services.filing.my_vehicles import Held
from bot.services.values import masking, plates
from bot.services.violations.violations import SelectionTotal
from bot.texts import Texts
from storage.register.people import Person
from storage.violations.violations import Violation

TOGGLE = Button("pick", UUID, in_step=True)
ALL = Button("pick-all", str, in_step=True)
NEXT = Button("pick-done", str, in_step=True)
AGREE = Button("v-agree", str, in_step=True)
CONFIRM = Button("v-confirm", str, in_step=True)
RESEND = Button("v-resend", str, in_step=True)

Selectable = list[tuple[Violation, list[Refusal]]]


def select(texts: Texts, held: Held, found: Selectable, chosen: Collection[UUID], total: SelectionTotal) -> Card:
    """Every unhandled record with a box to tick, and what the ticked ones come to."""
    plate = plates.display(held.vehicle.plate)
    lines = [texts("handling-select", plate=plate)]
    rows: list[Press] = []
    for at, (violation, obstacles) in enumerate(found, start=1):
        mark = "⛔" if obstacles else "☑" if violation.id in chosen else "☐"
        lines.append(f"{mark} {at}. {line(texts, violation)}")
        about = {"fine": fine(texts, violation.fine), "points": violation.points}
        rows.append(TOGGLE.on(f"{mark} {at}. {texts.plain('handling-box', **about)}", violation.id))
    lines.append(running_total(texts, total))
    rows.append(ALL.on(texts.plain("handling-all"), ""))
    rows.append(NEXT.on(texts.plain("handling-next", count=total.count), ""))
    return Card("\n".join(lines), column(*rows))


def nothing(texts: Texts, held: Held) -> Card:
    """This car has nothing to handle."""
    return Card(texts("handling-nothing", plate=plates.display(held.vehicle.plate)), ((go("violations", texts),),))


def business_rules(texts: Texts, values: dict[str, int]) -> Card:
    """The rules of the business, to be read and agreed to."""
    return Card(texts("handling-rules", **values), column(AGREE.on(texts.plain("handling-agree"), "")))


def facts(texts: Texts, held: Held, person: Person, chosen: list[Violation], total: SelectionTotal) -> Card:
    """What is about to be decided: on whom, which car, which records, and what it comes to."""
    plate = plates.display(held.vehicle.plate)
    lines = [texts("handling-facts", plate=plate, who=masking.name(person.name), phone=masking.phone(person.phone))]
    lines += [f"{at}. {line(texts, violation)}" for at, violation in enumerate(chosen, start=1)]
    lines.append(running_total(texts, total))
    lines.append(texts("handling-facts-next"))
    return Card("\n".join(lines), column(CONFIRM.on(texts.plain("handling-confirm"), "")))


def running_total(texts: Texts, total: SelectionTotal) -> str:
    """What a selection comes to, and where the driver stands after it."""
    return texts(
        "handling-total",
        count=total.count,
        fine=money.yuan(total.fine),
        points=total.points,
        after=total.after.points,
        left=total.after.left,
        full=total.after.points + total.after.left if not total.after.full else total.after.points,
    )


def ask_code(texts: Texts, person: Person, *, minutes: int) -> Card:
    """Wait for the code that was texted to the payer's own phone."""
    text = texts("handling-ask-code", phone=masking.phone(person.phone), minutes=minutes)
    return Card(text, column(RESEND.on(texts.plain("handling-resend"), "")))
