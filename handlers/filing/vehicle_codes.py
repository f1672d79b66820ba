"""An owner's code for one of his cars: shown face to face, so that somebody can file it.

tap My codes ─► which car ─► tap the car ─► the picture, and a countdown below ─ tap Refresh ─► another
                                                                              └─ tap Cancel, or time ─► over
"""

from collections.abc import Iterator
from uuid import UUID

from bot.cards.filing import vehicle_codes as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_result, on_tap, on_timer
from bot.services.filing import my_vehicles, vehicle_codes
from bot.tasks import vehicle_codes as vehicle_code_tasks
from storage import files
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.register.vehicles import Vehicle


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_tap(cards.MY_CODES, choose)
    yield on_tap(cards.VEHICLE_QR, make)
    yield on_tap(cards.CANCEL_QR, cancel)
    yield on_result(vehicle_code_tasks.draw_code, show)
    yield on_timer(vehicle_codes.TICK, tick)


def choose(context: DeskContext) -> None:
    """Which car; of only one there is nothing to choose."""
    own = [held.vehicle for held in my_vehicles.all_of(context.session, context.person) if held.is_own]
    if len(own) == 1:
        _make(context, own[0].id)
    else:
        context.show(cards.choose(context.texts, own))


def make(context: DeskContext) -> None:
    """A code for this car, or another in its place."""
    _make(context, context.tapped(cards.VEHICLE_QR))


def cancel(context: DeskContext) -> None:
    """The code shall not hold any more."""
    code = vehicle_codes.cancel(context.session, context.tapped(cards.CANCEL_QR), by=context.person, now=context.now)
    context.show(cards.countdown(context.session, code, context.texts, now=context.now), about=_about(code))


def show(context: DeskContext) -> None:
    """The picture is drawn: show it, and the countdown below."""
    if context.result.get("failed"):
        return
    code = context.session.get(VehicleCode, UUID(hex=context.result["code"]))
    file_id = UUID(hex=context.result["file"])
    if code is None or code.status is not VehicleCodeStatus.OPEN:
        files.delete_file(context.session, file_id)
        return
    code.file_id = file_id
    link, short = context.result["link"], context.result["short"]
    context.say(cards.picture(context.texts, _vehicle(context, code), file_id=file_id, link=link, short=short))
    context.say(cards.countdown(context.session, code, context.texts, now=context.now), about=_about(code))


def tick(context: DeskContext) -> None:
    """A minute has passed: say what is left, or that it is over."""
    code = vehicle_codes.tick(context.session, context.subject, lane=context.account.lane, now=context.now)
    if code is not None and code.status is not VehicleCodeStatus.CANCELLED:
        card = cards.countdown(context.session, code, context.texts, now=context.now)
        context.amend(card, about=_about(code))


def _make(context: DeskContext, vehicle_id: UUID) -> None:
    person, lane = context.person, context.account.lane
    made = vehicle_codes.create(context.session, vehicle_id, by=person, lane=lane, now=context.now)
    vehicle = _vehicle(context, made.code)
    caption = cards.caption(context.texts, vehicle, made.code)
    context.order_task(
        vehicle_code_tasks.draw_code,
        code=made.code.id,
        token=made.token,
        short=made.short,
        owner=person.id,
        caption=caption,
    )
    context.show(cards.drawing(context.texts, vehicle))


def _vehicle(context: DeskContext, code: VehicleCode) -> Vehicle:
    return context.session.get_one(Vehicle, code.vehicle_id)


def _about(code: VehicleCode) -> str:
    return f"vehicle-code:{code.id}"
