"""My vehicles: own and filed cars, who has filed one's own, and ending a filing from both sides.

/vehicles ──► one car ──► filers ──► unbind ──► surely ──► ended, the other side is told
"""

from collections.abc import Iterator

from bot.cards.certificates.certificates import CERTIFICATE
from bot.cards.filing import my_vehicles as cards
from bot.cards.filing.vehicle_codes import VEHICLE_QR
from bot.cards.violations.violations import car_button as violation_button
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap
from bot.errors import NotYours
from bot.services.filing import filings, my_vehicles
from storage.filing import filings as store
from storage.violations import decisions, violations


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_command("vehicles", show_all)
    yield on_tap(cards.CAR, show_one)
    yield on_tap(cards.FILERS, show_filers)
    yield on_tap(cards.PAST, show_past)
    yield on_tap(cards.UNBIND, ask_surely)
    yield on_tap(cards.UNBIND_CONFIRMED, unbind)


def show_all(context: DeskContext) -> None:
    """Every car of this person."""
    held = my_vehicles.all_of(context.session, context.person)
    left = my_vehicles.filings_left(context.session, context.person, now=context.now)
    context.show(cards.listing(context.texts, held, places_left=left))


def show_one(context: DeskContext) -> None:
    """One car."""
    held = my_vehicles.find(context.session, context.person, context.tapped(cards.CAR))
    filers = len(store.active_of_vehicle(context.session, held.vehicle.id))
    code = VEHICLE_QR.on(context.texts.plain("vehicle-code-make"), held.vehicle.id)
    mark = CERTIFICATE.on(context.texts.plain("certificate-show"), held.vehicle.id)
    records = violation_button(held, context.texts.plain("vehicle-violations", count=_unhandled(context, held)))
    more = (records, mark, code) if held.is_own else (records, mark)
    context.show(cards.details(context.session, held, context.texts, filers=filers, more=more))


def show_filers(context: DeskContext) -> None:
    """Who has filed one's own car."""
    held = _own(context, my_vehicles.find(context.session, context.person, context.tapped(cards.FILERS)))
    active = store.active_of_vehicle(context.session, held.vehicle.id)
    context.show(cards.filers(context.session, held.vehicle, active, context.texts))


def show_past(context: DeskContext) -> None:
    """The filings of one's own car that are over."""
    held = _own(context, my_vehicles.find(context.session, context.person, context.tapped(cards.PAST)))
    ended = store.ended_of_vehicle(context.session, held.vehicle.id)
    context.show(cards.past(context.session, held.vehicle, ended, context.texts))


def ask_surely(context: DeskContext) -> None:
    """Ask once more before a filing ends."""
    filing = my_vehicles.find_active(context.session, context.tapped(cards.UNBIND), by=context.person)
    by_filer = filing.filer_id == context.person.id
    unpaid = decisions.unpaid_on(context.session, filing.filer_id, filing.vehicle_id) if by_filer else 0
    context.show(cards.confirm_unbind(context.session, filing, context.texts, by_filer=by_filer, unpaid=unpaid))


def unbind(context: DeskContext) -> None:
    """End the filing."""
    filing = my_vehicles.find_active(context.session, context.tapped(cards.UNBIND_CONFIRMED), by=context.person)
    filings.unbind(context.session, filing, by=context.person, now=context.now)
    context.show(cards.unbound(context.session, filing, context.texts))


def _unhandled(context: DeskContext, held: my_vehicles.HeldVehicle) -> int:
    return violations.unhandled(context.session, held.vehicle.id)


def _own(context: DeskContext, held: my_vehicles.HeldVehicle) -> my_vehicles.HeldVehicle:
    if not held.is_own:
        raise NotYours
    return held
