"""Validation of what people type about themselves; refused with the precise reason."""

from datetime import date
from typing import NoReturn

from bot.errors import Refusal
from bot.services.values import id_numbers, identity_documents, names
from bot.services.values.id_numbers import IdProblem, PhoneProblem
from bot.services.values.names import NameProblem

MIN_DIGITS = 5  # Of a text that may be a phone number.


class InvalidName(Refusal, key="name-problem"):
    """Not a valid name."""

    def __init__(self, problem: NameProblem) -> None:
        super().__init__(problem.reason.value, character=problem.character, most=names.MAX_LENGTH)


class InvalidIdNumber(Refusal, key="id-problem"):
    """Not a valid number of an identity document. character, position: where it is wrong."""

    def __init__(self, problem: IdProblem, *, length: int) -> None:
        super().__init__(problem.reason.value, character=problem.character, position=problem.position, length=length)


class InvalidPhone(Refusal, key="phone-problem"):
    """Not a phone number that can receive text messages."""

    def __init__(self, problem: PhoneProblem) -> None:
        super().__init__(problem.value)


class PhoneTyped(Refusal, key="refused-typed-phone"):
    """A phone number was typed: only a shared contact proves that the number is the sender's."""


class ContactAwaited(Refusal, key="refused-contact-awaited"):
    """Words were typed where only the sender's own contact is taken."""


class NotYourContact(Refusal, key="refused-not-your-contact"):
    """The contact belongs to somebody else, or to no Telegram user."""


def parse_name(words: str) -> str:
    """Return the name as it is stored, of “my name is Anna Bell” the name alone. Raises InvalidName."""
    name = names.said(words)
    problem = names.check(name)
    if problem is not None:
        raise InvalidName(problem)
    return names.clean(name)


def parse_id_number(words: str, *, today: date) -> str:
    """Return the number of an identity document as it is stored. Raises InvalidIdNumber."""
    found = identity_documents.parse(words, today=today)
    if not isinstance(found, str):
        raise InvalidIdNumber(found, length=len(id_numbers.normalise_id(words)))
    return found


def parse_own_contact(number: str, *, of: int | None, sender: int) -> str:
    """Return the phone number (E.164) of a shared contact, if it is the sender's own.

    of: the Telegram user to whom the contact belongs, according to Telegram. Raises NotYourContact or InvalidPhone.
    """
    if of != sender:
        raise NotYourContact
    problem = id_numbers.check_phone(number, international=True)
    phone = id_numbers.normalise_phone(number, international=True)
    if problem is not None or phone is None:
        raise InvalidPhone(problem or PhoneProblem.UNKNOWN)
    return phone


def refuse_instead_of_contact(words: str) -> NoReturn:
    """Refuse what was typed in place of a shared contact. Raises PhoneTyped for a number, else ContactAwaited."""
    raise PhoneTyped if sum(each.isdigit() for each in words) >= MIN_DIGITS else ContactAwaited
