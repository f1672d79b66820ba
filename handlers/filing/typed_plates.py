"""The page of a vehicle, opened by its plate beside the word for the page: 桂A12345, 查违章 桂A12345."""

from bot.card import CardButton
from bot.cards import own_words as cards
from bot.cards.certificates import certificates as certificate_cards
from bot.cards.filing import my_vehicles as vehicle_cards
from bot.cards.violations import violations as violation_cards
from bot.context import DeskContext
from bot.engine.listeners import Instead, NextStep
from bot.services.filing import my_vehicles
from bot.services.filing.my_vehicles import HeldVehicle

COMMANDS = frozenset({"vehicles", "violations", "certificate"})  # They open a page of one vehicle.


def open_vehicle(context: DeskContext, command: str, plate: str) -> NextStep:
    """Open the page of the person's vehicle with this plate; of several the list. Of any other nothing is said."""
    held = [
        each
        for each in my_vehicles.all_of(context.session, context.person, now=context.now)
        if each.vehicle.plate == plate
    ]
    if not held:
        context.show(cards.not_in_list(plate, context.texts))
        return None
    return Instead(button=_button(command, held[0])) if len(held) == 1 else Instead(command)


def is_held(context: DeskContext, plate: str) -> bool:
    """Whether the person has the vehicle with this plate, or has filed it: there is nothing to file."""
    if not context.account.is_signed_in:
        return False
    held = my_vehicles.all_of(context.session, context.person, now=context.now)
    return any(each.vehicle.plate == plate for each in held)


def _button(command: str, held: HeldVehicle) -> CardButton:
    """Return the button that opens this page of a vehicle."""
    if command == "violations":
        return violation_cards.car_button(held, "")
    button = certificate_cards.CERTIFICATE if command == "certificate" else vehicle_cards.CAR
    return button.on("", held.vehicle.id)
