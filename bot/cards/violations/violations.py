"""Cards about violations: vehicles with counts, records of a vehicle by state, one record with its evidence."""

from uuid import UUID

from sqlmodel import Session

from bot import money
from bot.card import Attachment, Button, Card, CardButton, LinkButton, PairButton, Whose, column, grid
from bot.cards import pages
from bot.cards.menu import Command
from bot.cards.navigation import go
from bot.errors import Refusal
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.values import plates
from bot.services.violations.licence_points import PointBalance
from bot.services.violations.overviews import VehicleViolations
from bot.texts import Texts
from storage import files
from storage.violations.notifications import NotificationKind
from storage.violations.violations import Violation, ViolationState

CAR = PairButton("v-car", first_type=UUID, second_type=str, example="u", whose=Whose.PAYMENT)
CAR_PAGE = PairButton("v-page", first_type=UUID, second_type=str, example="u2", whose=Whose.PAYMENT)
CARS_PAGE = Button("v-cars", int, whose=Whose.NO_ROW)
SHOW = Button("v-show", UUID, whose=Whose.PAYMENT)
HANDLE = Button("v-handle", UUID, whose=Whose.PAYMENT)
HANDLE_ONE = Button("v-one", UUID, whose=Whose.PAYMENT)
UNPAID = Button("v-unpaid", str, whose=Whose.NO_ROW)
PAID = Button("v-paid", str, whose=Whose.NO_ROW)
NOTIFICATION_SETTINGS = Button("v-news", str, whose=Whose.NO_ROW)
MUTE = Button("v-mute", str, whose=Whose.NO_ROW)
COMMANDS = (Command("violations", 160, registered=True),)

# The states that can be listed, by their letter in callback data.
STATES = {"u": ViolationState.UNHANDLED, "d": ViolationState.DECIDED, "p": ViolationState.PAID}
MAX_LISTED = 15


def cars(
    texts: Texts,
    summaries: list[VehicleViolations],
    *,
    unpaid: int,
    has_paid: bool,
    balance: PointBalance | None,
    number: int = 1,
) -> Card:
    """A page of the vehicles with their counts, the driver's points, and their own decisions, also of past vehicles.

    balance: None for who has no licence on record.
    """
    mine = _own_decisions(texts, unpaid=unpaid, has_paid=has_paid)
    if not summaries:
        lines = [_points(texts, balance)] if balance is not None else []
        lines.append(texts("violations-no-cars-mine" if mine else "violations-no-cars"))
        return Card("\n".join(lines), column(*mine, go("file", texts), go("menu", texts)))
    lines = [texts("violations-title"), _points(texts, balance)]
    choices: list[CardButton | LinkButton] = []
    page = pages.page_of(summaries, number)
    for summary in page.items:
        plate = plates.display(summary.held.vehicle.plate)
        owed = summary.counts.get(ViolationState.DECIDED, 0)
        kind = _kind(summary.held)
        lines.append(texts("violations-car", plate=plate, kind=kind, unhandled=summary.unhandled, unpaid=owed))
        label = texts.plain("violations-car-button", plate=plate, count=summary.unhandled)
        choices.append(car_button(summary.held, label))
    last = column(*mine, NOTIFICATION_SETTINGS.on(texts.plain("violations-news"), ""), go("menu", texts))
    rows = (*column(*choices), *pages.turning(page, CARS_PAGE.on, texts), *last)
    return Card(pages.below("\n".join(lines), page, texts), rows)


def _points(texts: Texts, balance: PointBalance | None) -> str:
    """The driver's points of the present cycle, or that the register has no licence of theirs."""
    if balance is None:
        return texts("violations-no-licence")
    return texts("violations-points", points=balance.points, left=balance.left)


def _kind(held: HeldVehicle) -> str:
    """Return whose vehicle it is to the reader: their own, their organisation's, one they had, or one they filed."""
    if not held.is_present:
        return "former"
    if not held.is_own:
        return "filed"
    return "organisation" if held.vehicle.owner_organisation_id is not None else "own"


def _own_decisions(texts: Texts, *, unpaid: int, has_paid: bool) -> list[CardButton]:
    buttons = [UNPAID.on(texts.plain("violations-mine", count=unpaid), "")] if unpaid else []
    return [*buttons, PAID.on(texts.plain("violations-receipts"), "")] if has_paid else buttons


def car_button(held: HeldVehicle, label: str, state: ViolationState = ViolationState.UNHANDLED) -> CardButton:
    """Return the button that opens the records of a vehicle."""
    return CAR.on_pair(label, held.vehicle.id, _letter(state))


def unhandled_button(vehicle_id: UUID, label: str) -> CardButton:
    """Return the button that opens the unhandled records of a vehicle."""
    return CAR.on_pair(label, vehicle_id, _letter(ViolationState.UNHANDLED))


def of_car(
    texts: Texts,
    held: HeldVehicle,
    state: ViolationState,
    found: list[Violation],
    counts: dict[ViolationState, int],
    *,
    number: int = 1,
) -> Card:
    """A page of the records of one vehicle in one state, a line and a button each, and buttons for the other states."""
    page = pages.page_of(found, number, size=MAX_LISTED)
    plate = plates.display(held.vehicle.plate)
    title = texts("violations-of-car", plate=plate, state=texts.plain(f"violation-state-{state.value}"))
    lines = [title, *(f"{at}. {line(texts, each)}" for at, each in enumerate(page.items, start=page.start))]
    if not found:
        lines.append(texts("violations-none"))
    numbers = [SHOW.on(str(at), each.id) for at, each in enumerate(page.items, start=page.start)]
    rows = [*grid(numbers, width=5)]
    rows += pages.turning(
        page, lambda label, to: CAR_PAGE.on_pair(label, held.vehicle.id, f"{_letter(state)}{to}"), texts
    )
    if found and state is ViolationState.UNHANDLED:
        rows.append((HANDLE.on(texts.plain("violations-handle"), held.vehicle.id),))
    others = [
        car_button(held, texts.plain(f"violations-to-{each.value}", count=counts.get(each, 0)), each)
        for each in STATES.values()
        if each is not state
    ]
    return Card(pages.below("\n".join(lines), page, texts), (*rows, tuple(others), (go("violations", texts),)))


def one(
    session: Session,
    texts: Texts,
    held: HeldVehicle,
    violation: Violation,
    reasons: list[Refusal],
    *,
    more: tuple[CardButton, ...] = (),
) -> Card:
    """One record with its evidence, the reasons against handling it, and what can be done.

    more: buttons of other domains.
    """
    lines = [texts("violation", **facts(texts, violation), plate=plates.display(held.vehicle.plate))]
    choices: list[CardButton | LinkButton] = []
    if violation.state is ViolationState.UNHANDLED and not reasons:
        choices.append(HANDLE_ONE.on(texts.plain("violation-handle"), violation.id))
    if violation.state is ViolationState.UNHANDLED and reasons:
        lines.append(texts("violation-obstacles"))
        lines += [f"• {texts(reason.key, **reason.values)}" for reason in reasons]
    back = car_button(held, texts.plain("flow-back"), _listed(violation.state))
    evidence = violation.photo_id is not None and files.read(session, violation.photo_id) is not None
    lines.append(texts("violation-evidence" if evidence else "violation-no-evidence"))
    attachments = (Attachment(violation.photo_id),) if evidence and violation.photo_id else ()
    return Card("\n".join(lines), column(*choices, *more, back), attachments)


def facts(texts: Texts, violation: Violation) -> dict[str, object]:
    """Return the values for texts about a record."""
    return {
        "number": violation.number,
        "at": violation.occurred_at,
        "place": violation.place,
        "code": violation.act_code,
        "act": violation.act,
        "provision": violation.provision,
        "basis": violation.basis,
        "fine": fine(texts, violation.fine),
        "points": violation.points,
        "state": texts.plain(f"violation-state-{violation.state.value}"),
    }


def line(texts: Texts, violation: Violation) -> str:
    """Return a record in one line."""
    about = facts(texts, violation)
    return texts("violation-line", **{name: about[name] for name in ("at", "place", "act", "fine", "points")})


def fine(texts: Texts, amount: int) -> str:
    """Return a fine (fen) in words: an amount, or a warning."""
    return texts.plain("money", yuan=money.yuan(amount)) if amount else texts.plain("warning")


def notification_settings(texts: Texts, muted: set[NotificationKind]) -> Card:
    """The kinds of notification, each switched by a tap."""
    choices = []
    for kind in NotificationKind:
        key = "news-off" if kind in muted else "news-on"
        choices.append(MUTE.on(texts.plain(key, what=texts.plain(f"news-kind-{kind.value}")), kind.value))
    return Card(texts("news-settings"), column(*choices, go("violations", texts)))


def _letter(state: ViolationState) -> str:
    return next(letter for letter, each in STATES.items() if each is state)


def _listed(state: ViolationState) -> ViolationState:
    """Return the state under which a record is listed; a cancelled one is listed in none."""
    return state if state in STATES.values() else ViolationState.UNHANDLED
