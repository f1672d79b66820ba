"""Vehicle codes of an owner: a QR code for one vehicle, shown face to face, with which somebody can file it.

tap My codes ─► which vehicle ─► tap one ─► the picture, and a countdown below ─ tap Refresh ─► another code
                                                                               └─ tap Cancel, or time ─► ended
"""

from collections.abc import Iterator
from uuid import UUID

from bot.cards.filing import vehicle_codes as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_result, on_tap, on_timer
from bot.services.filing import my_vehicles, vehicle_codes
from bot.tasks import vehicle_codes as vehicle_code_tasks
from handlers.filing.file_vehicle import Step
from storage import files
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.register.vehicles import Vehicle


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.MY_CODES, choose)
    yield on_tap(cards.VEHICLE_QR, make)
    yield on_tap(cards.CANCEL_QR, cancel)
    yield on_result(vehicle_code_tasks.draw_code, show)
    yield on_timer(vehicle_codes.TICK, tick)


def choose(context: DeskContext) -> None:
    """Ask for the vehicle; with only one, create its code at once. An owner leaves the application they began."""
    if context.conversation.step == Step.HINTS:
        context.leave("filing")
    own = [held.vehicle for held in my_vehicles.all_of(context.session, context.person, now=context.now) if held.is_own]
    if len(own) == 1:
        _make(context, own[0].id)
    else:
        context.show(cards.choose(context.texts, own))


def make(context: DeskContext) -> None:
    """Create a code for this vehicle, in place of an older one."""
    _make(context, context.tapped(cards.VEHICLE_QR))


def cancel(context: DeskContext) -> None:
    """Cancel the code."""
    code_id, tapped = context.tapped(cards.CANCEL_QR), context.tapped_message
    code = vehicle_codes.cancel(context.session, code_id, by=context.person, now=context.now, tapped=tapped)
    context.show(cards.countdown(context.session, code, context.texts, now=context.now), about=code.topic)


def show(context: DeskContext) -> None:
    """Show the picture that the task has drawn, and the countdown below."""
    drawn = context.result_of(vehicle_code_tasks.draw_code)
    if drawn is None:
        _say_not_drawn(context)
        return
    code = context.session.get(VehicleCode, drawn.code)
    if code is None or code.status is not VehicleCodeStatus.OPEN:
        files.delete_file(context.session, drawn.file)
        return
    code.file_id, vehicle = drawn.file, _vehicle(context, code)
    context.say(cards.picture(context.texts, vehicle, file_id=drawn.file, link=drawn.link, short=drawn.short))
    context.say(cards.countdown(context.session, code, context.texts, now=context.now), about=code.topic)


def tick(context: DeskContext) -> None:
    """Update the countdown after a minute."""
    code = vehicle_codes.tick(context.session, context.subject, lane=context.account.lane, now=context.now)
    if code is not None and code.status is not VehicleCodeStatus.CANCELLED:
        card = cards.countdown(context.session, code, context.texts, now=context.now)
        context.amend(card, about=code.topic)


def _make(context: DeskContext, vehicle_id: UUID) -> None:
    person, lane, tapped = context.person, context.account.lane, context.tapped_message
    made = vehicle_codes.create(context.session, vehicle_id, by=person, lane=lane, now=context.now, tapped=tapped)
    vehicle = _vehicle(context, made.code)
    caption = cards.caption(context.texts, vehicle, made.code)
    reference = context.order_task(
        vehicle_code_tasks.draw_code,
        code=made.code.id,
        token=made.token,
        short=made.short,
        owner=person.id,
        caption=caption,
        large=context.texts.large,
    )
    context.await_result(cards.drawing(context.texts, vehicle), reference)


def _say_not_drawn(context: DeskContext) -> None:
    code_id = context.ordered("code")
    code = context.session.get(VehicleCode, code_id) if code_id is not None else None
    if code is not None and code.status in (VehicleCodeStatus.OPEN, VehicleCodeStatus.EXPIRED):
        context.say(cards.not_drawn(context.texts, _vehicle(context, code)))


def _vehicle(context: DeskContext, code: VehicleCode) -> Vehicle:
    return context.session.get_one(Vehicle, code.vehicle_id)
