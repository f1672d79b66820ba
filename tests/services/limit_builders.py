"""People who are one person by ID number, phone number or Telegram user, and what may prevent their applications."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

import pytest

from bot.services.filing import eligibility, filings
from bot.services.privacy import data_requests
from storage.filing.filings import FilingWay, Relationship
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from tests.services.builders import NOW, DataBuilder
from tests.stories.cast import id_number

DAY = timedelta(days=1)
BORN = date(1980, 2, 3)  # Of nobody whom the builder adds.
_telegram_ids = count(70_001)


@dataclass
class Somebody:
    """A person with their account."""

    person: Person
    account: Account


def sign_up(
    data: DataBuilder, *, number: str = "", phone: str = "", telegram_id: int = 0, registered: bool = False
) -> Somebody:
    """Register somebody; what is not given is theirs alone."""
    telegram_id = telegram_id or next(_telegram_ids)
    number = number or id_number(telegram_id % 1_000, born=BORN)
    person = people.new(id_number=number, name="王小明", phone=phone, registered=registered)
    people.set_phone(person, phone or f"+86139000{telegram_id}")
    data.session.add(person)
    data.session.flush()
    account = Account(bot_id=1, telegram_id=telegram_id, person_id=person.id, created_at=NOW, registered_at=NOW)
    data.session.add(account)
    data.session.flush()
    return Somebody(person, account)


def second_bot(data: DataBuilder, first: Somebody) -> Somebody:
    """Register the same Telegram user with another bot of the desk."""
    account = Account(bot_id=2, telegram_id=first.account.telegram_id, created_at=NOW, registered_at=NOW)
    other = sign_up(data)
    other.account.person_id = other.account.registered_at = None
    data.session.flush()
    account.person_id = other.person.id
    data.session.add(account)
    data.session.flush()
    return Somebody(other.person, account)


# How a second account is the same person as the first.
LIVE: dict[str, Callable[[DataBuilder, Somebody], Somebody]] = {
    "ID number": lambda data, first: sign_up(data, number=first.person.id_number),
    "phone number": lambda data, first: sign_up(data, phone=first.person.phone),
    "Telegram user": second_bot,
}
# An ID number that is only declared shares no limits: anybody can type it.
SHARED = {name: again for name, again in LIVE.items() if name != "ID number"}
by_every_key = pytest.mark.parametrize("again", SHARED.values(), ids=SHARED)


def delete_and_return(data: DataBuilder, first: Somebody, key: str) -> Somebody:
    """Delete the account, and sign up with one of its keys."""
    keys = {
        "ID number": {"number": first.person.id_number},
        "phone number": {"phone": first.person.phone},
        "Telegram user": {"telegram_id": first.account.telegram_id},
    }
    data_requests.delete(data.session, first.account, first.person, now=NOW)
    return sign_up(data, **keys[key])


every_key = pytest.mark.parametrize("key", SHARED)


def apply(data: DataBuilder, person: Person, *, now: datetime = NOW) -> None:
    car = data.vehicle(data.owner)
    relation = Relationship.FRIEND
    filings.apply(data.session, person, car.id, way=FilingWay.SMS, relationship=relation, relationship_text="", now=now)


def obstacles(data: DataBuilder, person: Person, *, now: datetime = NOW) -> list[str]:
    found = eligibility.person_obstacles(data.session, person, now=now)
    return [type(each).__name__ for each in found]


def of_car(data: DataBuilder, person: Person, *, now: datetime = NOW) -> list[str]:
    found = eligibility.vehicle_obstacles(data.session, person, data.car, now=now)
    return [type(each).__name__ for each in found]
