"""Addresses of paper copies: what is typed for one, and the one that a person wants to be remembered."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.values import id_numbers
from storage.certificates import delivery_addresses
from storage.register.people import Person

MAX_LENGTHS = {"recipient": 40, "address": 160}
MIN_ADDRESS_LENGTH = 6


class InvalidRecipient(Refusal, key="refused-bad-recipient"):
    """No name, or one too long for an envelope."""


class InvalidAddress(Refusal, key="refused-bad-address"):
    """Too short or too long for an address."""


class InvalidPaperPhone(Refusal, key="refused-bad-paper-phone"):
    """Not a phone number that the post could call."""


@dataclass(frozen=True, slots=True)
class DeliveryAddress:
    """Where a copy is posted to; empty for one that is collected."""

    recipient: str = ""
    phone: str = ""
    address: str = ""


def parse_recipient(words: str) -> str:
    """Return a typed recipient's name, on one line. Raises InvalidRecipient."""
    line = " ".join(words.split())
    if not 1 <= len(line) <= MAX_LENGTHS["recipient"]:
        raise InvalidRecipient(most=MAX_LENGTHS["recipient"])
    return line


def parse_phone(words: str) -> str:
    """Return a typed phone number in E.164. Raises InvalidPaperPhone."""
    if id_numbers.check_phone(words) is not None:
        raise InvalidPaperPhone
    return id_numbers.normalise_phone(words) or ""


def parse_address(words: str) -> str:
    """Return a typed address, on one line. Raises InvalidAddress."""
    line = " ".join(words.split())
    if not MIN_ADDRESS_LENGTH <= len(line) <= MAX_LENGTHS["address"]:
        raise InvalidAddress(least=MIN_ADDRESS_LENGTH, most=MAX_LENGTHS["address"])
    return line


def remembered(session: Session, person: Person) -> DeliveryAddress | None:
    """Return the address that this person wanted to be remembered, None without one."""
    row = delivery_addresses.of_person(session, person.id)
    return DeliveryAddress(row.recipient, row.phone, row.address) if row is not None else None


def remember(session: Session, person: Person, to: DeliveryAddress | None, *, now: datetime) -> None:
    """Remember an address of this person in place of another one; None: forget it."""
    if to is None:
        delivery_addresses.forget(session, person.id)
        return
    values = {"recipient": to.recipient, "phone": to.phone, "address": to.address}
    delivery_addresses.remember(session, person.id, **values, at=now)
