"""Cards of My vehicles: the list, one vehicle, its filers, ending a filing."""

from uuid import UUID

from sqlmodel import Session

from bot.card import Button, ButtonStyle, Card, CardButton, LinkButton, PairButton, Row, Whose, column
from bot.cards import pages
from bot.cards.filing.approval_withdrawal import BLOCK_FILER, UNBIND
from bot.cards.filing.filings import facts
from bot.cards.menu import Command
from bot.cards.months import month
from bot.cards.navigation import go
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.values import plates, vehicle_colours
from bot.texts import Texts
from storage.filing.filings import EndReason, Filing
from storage.register.vehicles import Vehicle

CAR = Button("car", UUID, whose=Whose.VEHICLE)
FILERS = Button("filers", UUID, whose=Whose.VEHICLE)
PAST = Button("past", UUID, whose=Whose.VEHICLE)
PAST_PAGE = PairButton("past-page", first_type=UUID, second_type=int, example=2, whose=Whose.VEHICLE)
PAGE = Button("cars-page", int, whose=Whose.NO_ROW)
UNBIND_CONFIRMED = Button("unbind-yes", UUID, whose=Whose.VEHICLE, style=ButtonStyle.DANGER)
COMMANDS = (Command("vehicles", 120, registered=True),)

# In a larger fleet the list shows the organisation only: a message holds at most a hundred buttons.
MAX_FLEET_BUTTONS = 8


def listing(texts: Texts, held: list[HeldVehicle], *, places_left: int | None, number: int = 1) -> Card:
    """Show a page of the own and filed vehicles, and how many more may be filed.

    places_left: None if others count, of whom nothing is told.
    """
    kind = "" if places_left is not None else "-shared"
    if not held:
        return Card(texts(f"vehicles-none{kind}", left=places_left), ((go("file", texts),), (go("menu", texts),)))
    of_fleet = sum(bool(item.organisation) for item in held)
    page = pages.page_of([each for each in held if not each.organisation or of_fleet <= MAX_FLEET_BUTTONS], number)
    rows = [*(_row(item, texts) for item in page.items), *pages.turning(page, PAGE.on, texts)]
    if of_fleet > MAX_FLEET_BUTTONS:
        rows.append((go("organisation", texts),))
    own = sum(item.is_own for item in held)
    text = texts(f"vehicles-list{kind}", own=own, filed=len(held) - own, left=places_left)
    return Card(pages.below(text, page, texts), (*rows, *column(go("file", texts), go("menu", texts))))


def _row(held: HeldVehicle, texts: Texts) -> Row:
    """Return the button of a vehicle; of a filed one, beside it, the button that ends the filing."""
    label = texts.plain(f"vehicles-button-{_kind(held)}", plate=plates.display(held.vehicle.plate))
    car = CAR.on(label, held.vehicle.id)
    if held.is_own or held.filing is None:
        return (car,)
    return (car, UNBIND.on(texts.plain("vehicle-unbind"), held.filing.id))


def details(
    session: Session,
    held: HeldVehicle,
    texts: Texts,
    *,
    filers: int,
    renewal: list[str],
    more: tuple[CardButton, ...] = (),
) -> Card:
    """Show one vehicle and what can be done. renewal: how its next certificate is obtained; more: other buttons."""
    vehicle = held.vehicle
    lines = [texts(f"vehicle-title-{_kind(held)}", plate=plates.display(vehicle.plate), organisation=held.organisation)]
    lines.append(
        texts("vehicle-facts", kind=texts.plain(f"plate-type-{vehicle.plate_type}"), **_described(vehicle, texts))
    )
    lines += [_validity(vehicle, texts), *renewal]
    lines.append(texts("vehicle-state", state=texts.plain(f"vehicle-state-{vehicle.state.value.replace('_', '-')}")))
    if held.filing is not None:
        lines.append(texts("vehicle-filed", **facts(session, held.filing, texts), since=held.filing.active_from))
    buttons: list[CardButton | LinkButton] = [*more]
    if held.is_own:
        buttons.append(FILERS.on(texts.plain("vehicle-filers", count=filers), vehicle.id))
    elif held.filing is not None:
        buttons.append(UNBIND.on(texts.plain("vehicle-unbind"), held.filing.id))
    return Card("\n".join(lines), column(*buttons, go("vehicles", texts)))


def filers(session: Session, vehicle: Vehicle, active: list[Filing], texts: Texts) -> Card:
    """Show who has filed this vehicle: name, since when, in which way; each filing can be ended."""
    plate = plates.display(vehicle.plate)
    back = CAR.on(texts.plain("flow-back"), vehicle.id)
    if not active:
        return Card(texts("filers-none", plate=plate), ((PAST.on(texts.plain("filers-past"), vehicle.id),), (back,)))
    lines, buttons = [texts("filers-list", plate=plate)], []
    for filing in active:
        about = facts(session, filing, texts)
        way = texts.plain(f"filing-way-{filing.way.value}")
        lines.append(texts("filers-line", **about, since=filing.active_from, way=way))
        buttons.append(UNBIND.on(texts.plain("filers-unbind", **about), filing.id))
    return Card("\n".join(lines), column(*buttons, PAST.on(texts.plain("filers-past"), vehicle.id), back))


def past(session: Session, vehicle: Vehicle, ended: list[Filing], texts: Texts, *, number: int = 1) -> Card:
    """Show a page of the ended filings of this vehicle, the newest first."""
    page = pages.page_of(ended, number)
    lines = [texts("past-list" if ended else "past-none", plate=plates.display(vehicle.plate))]
    lines += [
        texts("past-line", **facts(session, filing, texts), since=filing.active_from, until=filing.ended_at)
        for filing in page.items
    ]
    turning = pages.turning(page, lambda label, to: PAST_PAGE.on_pair(label, vehicle.id, to), texts)
    text = pages.below("\n".join(lines), page, texts)
    return Card(text, (*turning, (CAR.on(texts.plain("flow-back"), vehicle.id),)))


def confirm_unbind(session: Session, filing: Filing, texts: Texts, *, by_filer: bool, unpaid: int) -> Card:
    """Ask for confirmation before a filing ends."""
    key = "unbind-surely" if by_filer else "unbind-surely-owner"
    text = texts(key, **facts(session, filing, texts))
    if unpaid:
        text = f"{text}\n{texts('unbind-unpaid', count=unpaid)}"
    yes = UNBIND_CONFIRMED.on(texts.plain("unbind-yes"), filing.id)
    return Card(text, ((yes,), (CAR.on(texts.plain("unbind-no"), filing.vehicle_id),)))


def unbound(session: Session, filing: Filing, texts: Texts) -> Card:
    """Confirm that the filing has ended; an owner may block the filer, who could apply again."""
    block = BLOCK_FILER.on(texts.plain("approval-block"), filing.id)
    rows = column(block, go("approvals", texts)) if filing.end_reason is EndReason.BY_OWNER else ()
    return Card(texts("unbound", **facts(session, filing, texts)), (*rows, (go("vehicles", texts), go("menu", texts))))


def _kind(held: HeldVehicle) -> str:
    if held.filing is not None:
        return "filed"
    return "organisation" if held.organisation else "own"


def _described(vehicle: Vehicle, texts: Texts) -> dict[str, str]:
    return {"model": vehicle.model or "—", "colour": vehicle_colours.display(vehicle.colour, texts.language)}


def _validity(vehicle: Vehicle, texts: Texts) -> str:
    if not vehicle.inspection_valid_until:
        return texts("vehicle-no-inspection")
    return texts("vehicle-inspection", until=month(vehicle.inspection_valid_until, texts))
