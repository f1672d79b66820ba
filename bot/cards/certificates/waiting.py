"""What waits for a person with certificates, as buttons of their menu: own vehicles whose inspection expires soon."""

from collections.abc import Iterable

from sqlmodel import Session

from bot import local_time
from bot.card import CardButton
from bot.cards.certificates.certificates import CERTIFICATE
from bot.cards.menu import MenuReader, Waiting
from bot.services.certificates import eligibility
from bot.services.filing import my_vehicles
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import plates
from storage.register.vehicles import VehicleState

MAX_VEHICLES = 2


def _buttons(session: Session, reader: MenuReader) -> Iterable[CardButton]:
    """Yield the button of each vehicle that is due within the earliest reminder, the first to expire first."""
    earliest = max(rules.days(session, RuleName.CERTIFICATE_REMINDER_DAYS, at=reader.now), default=0)
    today, due = local_time.date_of(reader.now), list[tuple[int, CardButton]]()
    for held in my_vehicles.all_of(session, reader.person, now=reader.now):
        month = eligibility.valid_until(session, held.vehicle) if held.is_own else None
        if month is None or held.vehicle.state is not VehicleState.NORMAL:
            continue
        days = (month.last_day() - today).days
        key, plate = "menu-inspection-over" if days < 0 else "menu-inspection-due", plates.display(held.vehicle.plate)
        if days <= earliest:
            due.append((days, CERTIFICATE.on(reader.texts.plain(key, plate=plate, days=days), held.vehicle.id)))
    due.sort(key=lambda each: each[0])
    yield from (button for _, button in due[:MAX_VEHICLES])


WAITING = Waiting(30, _buttons)
