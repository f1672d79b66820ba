"""Notifications of changes in the register: a vehicle was sold, or its state has changed."""

from sqlmodel import Session

from bot.card import Card, CardButton
from bot.cards.filing.my_vehicles import CAR
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.services.organisations import authority
from bot.services.values import plates
from bot.texts import Texts
from storage.filing import filings
from storage.register.vehicles import Vehicle, VehicleState


@notification_about("vehicle.left", Vehicle)
def left(session: Session, vehicle: Vehicle, reader: Reader) -> Card | None:
    """To the former owner: the vehicle is not theirs any more, and what has ended with it."""
    if _is_owner(session, vehicle, reader):
        return None
    texts = reader.texts
    return Card(texts("vehicle-left", plate=plates.display(vehicle.plate)), ((go("violations", texts),),))


@notification_about("vehicle.came", Vehicle)
def came(session: Session, vehicle: Vehicle, reader: Reader) -> Card | None:
    """To the new owner: the vehicle is theirs; filings, terms, blocks and codes of the former owner have ended."""
    if not _is_owner(session, vehicle, reader):
        return None
    text = reader.texts("vehicle-came", plate=plates.display(vehicle.plate))
    return Card(text, ((_open(vehicle, reader.texts),),))


@notification_about("vehicle.back", Vehicle)
def back(session: Session, vehicle: Vehicle, reader: Reader) -> Card | None:
    """To the owner whose vehicle a correction has given back: their blocks go on, filings do not."""
    if not _is_owner(session, vehicle, reader):
        return None
    texts = reader.texts
    text = texts("vehicle-back", plate=plates.display(vehicle.plate))
    return Card(text, ((_open(vehicle, texts),), (go("approvals", texts),)))


@notification_about("vehicle.state", Vehicle)
def state(session: Session, vehicle: Vehicle, reader: Reader) -> Card | None:
    """To the owner and the filers: the state that the register shows now, and what follows from it."""
    whose = "own" if _is_owner(session, vehicle, reader) else "filed" if _has_filed(session, vehicle, reader) else ""
    if not whose:
        return None
    texts = reader.texts
    words = texts.plain(f"vehicle-state-{vehicle.state.value.replace('_', '-')}")
    text = texts("vehicle-state-changed", plate=plates.display(vehicle.plate), state=words)
    what = "normal" if vehicle.state is VehicleState.NORMAL else f"abnormal-{whose}"
    return Card(f"{text}\n{texts(f'vehicle-state-is-{what}')}", ((_open(vehicle, texts),),))


def _is_owner(session: Session, vehicle: Vehicle, reader: Reader) -> bool:
    owner = authority.acting_owner(session, vehicle.id)
    return owner is not None and owner.id == reader.person_id


def _has_filed(session: Session, vehicle: Vehicle, reader: Reader) -> bool:
    return reader.person_id is not None and filings.active_pair(session, vehicle.id, reader.person_id) is not None


def _open(vehicle: Vehicle, texts: Texts) -> CardButton:
    return CAR.on(texts.plain("vehicle-open", plate=plates.display(vehicle.plate)), vehicle.id)
