"""My vehicles: own and filed vehicles, the filers of an own vehicle, and ending a filing from either side.

/vehicles ──► one vehicle ──► filers ──► unbind ──► ended, the other side is notified
                                          └── a filer who owes a fine for the vehicle ──► confirm ──► ended
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import CardButton
from bot.cards.certificates import calendar_files
from bot.cards.certificates.certificates import APPLY, CERTIFICATE
from bot.cards.certificates.renewal import renewal_line
from bot.cards.filing import my_vehicles as cards
from bot.cards.filing.approval_withdrawal import UNBIND
from bot.cards.filing.vehicle_codes import VEHICLE_QR
from bot.cards.violations.violations import car_button as violation_button
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap
from bot.errors import NotYours
from bot.services.certificates import eligibility as certificate_eligibility
from bot.services.certificates.eligibility import NextCertificate
from bot.services.filing import endings, in_force, my_vehicles, told_limits
from bot.services.filing.my_vehicles import HeldVehicle
from bot.texts import Texts
from handlers.filing.approval_withdrawal import end_cards
from storage.register.vehicles import Vehicle, VehicleState
from storage.violations import decisions, violations


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("vehicles", show_all)
    yield on_tap(cards.PAGE, show_page)
    yield on_tap(cards.CAR, show_one)
    yield on_tap(cards.FILERS, show_filers)
    yield on_tap(cards.PAST, show_past)
    yield on_tap(cards.PAST_PAGE, show_page_of_past)
    yield on_tap(UNBIND, unbind)
    yield on_tap(cards.UNBIND_CONFIRMED, unbind_confirmed)


def show_all(context: DeskContext) -> None:
    """Show the person's vehicles."""
    _show_list(context, 1)


def show_page(context: DeskContext) -> None:
    """Show another page of the vehicles."""
    _show_list(context, context.tapped(cards.PAGE))


def show_one(context: DeskContext) -> None:
    """Show one vehicle."""
    held = my_vehicles.find(context.session, context.person, context.tapped(cards.CAR), now=context.now)
    filers = len(in_force.of_vehicle(context.session, held.vehicle.id, now=context.now))
    certificate = CERTIFICATE.on(context.texts.plain("certificate-show"), held.vehicle.id)
    unhandled = violations.unhandled(context.session, held.vehicle.id)
    records = violation_button(held, context.texts.plain("vehicle-violations", count=unhandled))
    more: tuple[CardButton, ...] = (records, certificate)
    following = _following(context, held.vehicle)
    if held.is_own and following is not None and following.can_apply:
        more += (APPLY.on(context.texts.plain("certificate-apply"), held.vehicle.id),)
    more += calendar_files.buttons(held.vehicle.id, following, context.texts)
    renewal = _renewal(following, held, context.texts)
    if held.is_own and held.vehicle.state is VehicleState.NORMAL:
        more += (VEHICLE_QR.on(context.texts.plain("vehicle-code-make"), held.vehicle.id),)
    context.show(cards.details(context.session, held, context.texts, filers=filers, renewal=renewal, more=more))


def _following(context: DeskContext, vehicle: Vehicle) -> NextCertificate | None:
    """Return the next certificate of a vehicle; None if its state in the register excludes one, or lacks its dates."""
    if vehicle.state is not VehicleState.NORMAL:
        return None
    return certificate_eligibility.next_certificate(context.session, vehicle, now=context.now)


def _renewal(following: NextCertificate | None, held: HeldVehicle, texts: Texts) -> list[str]:
    """Return the line about the next certificate; none of a vehicle whose state in the register excludes one."""
    if held.vehicle.state is not VehicleState.NORMAL:
        return []
    return [renewal_line(following, texts, by_owner=held.is_own)]


def show_filers(context: DeskContext) -> None:
    """Show who has filed an own vehicle."""
    vehicle = _find_own(context, context.tapped(cards.FILERS))
    active = in_force.of_vehicle(context.session, vehicle.id, now=context.now)
    context.show(cards.filers(context.session, vehicle, active, context.texts))


def show_past(context: DeskContext) -> None:
    """Show the ended filings of an own vehicle."""
    _show_past(context, context.tapped(cards.PAST), 1)


def show_page_of_past(context: DeskContext) -> None:
    """Show another page of the ended filings of an own vehicle."""
    _show_past(context, *context.tapped_pair(cards.PAST_PAGE))


def unbind(context: DeskContext) -> None:
    """End the filing at once; a filer is asked first if decisions on the vehicle are unpaid, which stay theirs."""
    filing = my_vehicles.find_active(context.session, context.tapped(UNBIND), by=context.person, now=context.now)
    endings.require_active(filing, by=context.person, now=context.now)
    by_filer = filing.filer_id == context.person.id
    unpaid = decisions.unpaid_on(context.session, filing.filer_id, filing.vehicle_id) if by_filer else 0
    if unpaid:
        context.show(cards.confirm_unbind(context.session, filing, context.texts, by_filer=True, unpaid=unpaid))
    else:
        unbind_one(context, filing.id)


def unbind_confirmed(context: DeskContext) -> None:
    """End the filing after the question."""
    unbind_one(context, context.tapped(cards.UNBIND_CONFIRMED))


def unbind_one(context: DeskContext, filing_id: UUID) -> None:
    """End the filing for this person."""
    filing = my_vehicles.find_active(context.session, filing_id, by=context.person, now=context.now)
    endings.unbind(context.session, filing, by=context.person, now=context.now)
    if filing.filer_id != context.person.id:
        end_cards(context, filing)
    context.show(cards.unbound(context.session, filing, context.texts))


def _show_list(context: DeskContext, number: int) -> None:
    held = my_vehicles.all_of(context.session, context.person, now=context.now)
    left = told_limits.vehicles_left(context.session, context.person, now=context.now)
    context.show(cards.listing(context.texts, held, places_left=left, number=number))


def _show_past(context: DeskContext, vehicle_id: UUID, number: int) -> None:
    vehicle = _find_own(context, vehicle_id)
    ended = my_vehicles.ended_filings(context.session, vehicle)
    context.show(cards.past(context.session, vehicle, ended, context.texts, number=number))


def _find_own(context: DeskContext, vehicle_id: UUID) -> Vehicle:
    held = my_vehicles.find(context.session, context.person, vehicle_id, now=context.now)
    if not held.is_own:
        raise NotYours
    return held.vehicle
