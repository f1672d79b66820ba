"""Groups of buttons by whose rows they are about, which decides how the desk refuses them to others.

Each button of `bot.cards` declares it (`whose=`), so that a new one is tried without a line here.
"""

from typing import Any
from uuid import UUID

import bot.cards
from bot import discovery
from bot.card import Button, PairButton, Whose

Buttons = tuple[Button[Any], ...]
# A button whose subject is a row and a parameter, and what is sent for the parameter.
Parameters = tuple[tuple[PairButton[Any, Any], str], ...]

WITHOUT_ROW = (Whose.NO_ROW, Whose.STAFF_LIST)
INVALID = ("x", "?", "", "-1", "0", "999999")  # For some buttons one of these is valid.


def discovered() -> dict[str, Button[Any]]:
    """Return every button that a module of `bot.cards` defines, by module and name."""
    return {
        f"{module.__name__}.{name}": value
        for module in discovery.modules(bot.cards)
        for name, value in vars(module).items()
        if isinstance(value, Button)
    }


def has_parameter(button: Button[Any]) -> bool:
    """Return whether the button carries a row and a parameter."""
    return isinstance(button, PairButton) and UUID in (button.first_type, button.second_type)


def of(*whose: Whose) -> Buttons:
    """Return the buttons about rows of these people, without those that carry a parameter too."""
    return tuple(each for each in ALL if each.whose in whose and not has_parameter(each))


def with_parameters(*, of_staff: bool) -> Parameters:
    """Return the buttons that carry a row and a parameter, each as often with its example as with invalid values."""
    return tuple(
        (each, value)
        for each in ALL
        if isinstance(each, PairButton) and has_parameter(each) and (each.whose is Whose.STAFF) == of_staff
        for value in (*[str(each.example)] * len(INVALID), *INVALID)
    )


ALL: Buttons = tuple(dict.fromkeys(discovered().values()))

OWNER_BUTTONS = of(Whose.OWNER)
FILER_BUTTONS = of(Whose.FILER)
VEHICLE_BUTTONS = of(Whose.VEHICLE)
CERTIFICATE_BUTTONS = of(Whose.CERTIFICATE)
PAYMENT_BUTTONS = of(Whose.PAYMENT)
ORGANISATION_BUTTONS = of(Whose.ORGANISATION)
CASE_BUTTONS = of(Whose.CASE)
STAFF_BUTTONS = of(Whose.STAFF)
STAFF_LIST_BUTTONS = of(Whose.STAFF_LIST)
PARAMETERS = with_parameters(of_staff=False)
STAFF_PARAMETERS = with_parameters(of_staff=True)
# Buttons of one step of a flow: stale everywhere else.
STEP_BUTTONS: Buttons = tuple(button for button in ALL if button.in_step)
