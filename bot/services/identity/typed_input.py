"""What a person types about himself: checked as typed, refused with the precise reason."""

from datetime import date

from bot.errors import Refusal
from bot.services.values import id_numbers, names
from bot.services.values.id_numbers import IdProblem, PhoneProblem
from bot.services.values.names import NameProblem


class InvalidName(Refusal, key="name-problem"):
    """Not a name; the problem says what is wrong."""

    def __init__(self, problem: NameProblem) -> None:
        super().__init__(problem.reason.value, character=problem.character, most=names.LONGEST)


class InvalidIdNumber(Refusal, key="id-problem"):
    """Not an ID number (GB 11643); the problem says what is wrong, and where."""

    def __init__(self, problem: IdProblem, *, length: int) -> None:
        super().__init__(problem.reason.value, character=problem.character, position=problem.position, length=length)


class InvalidPhone(Refusal, key="phone-problem"):
    """Not a phone number that text messages reach."""

    def __init__(self, problem: PhoneProblem) -> None:
        super().__init__(problem.value)


class PhoneTyped(Refusal, key="refused-typed-phone"):
    """A phone number was typed: anybody can type anybody's, so only one's own shared contact counts."""


class NotYourContact(Refusal, key="refused-not-your-contact"):
    """The contact of somebody else, or one that is nobody's in Telegram."""


def parse_name(words: str) -> str:
    """Return the name as it is stored. Raises InvalidName."""
    problem = names.check(words)
    if problem is not None:
        raise InvalidName(problem)
    return names.clean(words)


def parse_id_number(words: str, *, today: date) -> str:
    """Return the normalised ID number. Raises InvalidIdNumber."""
    problem = id_numbers.check_id(words, today=today)
    number = id_numbers.normalise_id(words)
    if problem is not None:
        raise InvalidIdNumber(problem, length=len(number))
    return number


def parse_own_contact(number: str, *, of: int | None, sender: int) -> str:
    """Return the phone number (E.164) of a shared contact, if it is the sender's own.

    of: the Telegram user the contact belongs to, as Telegram says it. Raises NotYourContact or InvalidPhone.
    """
    if of != sender:
        raise NotYourContact
    problem = id_numbers.check_phone(number, international=True)
    phone = id_numbers.normalise_phone(number, international=True)
    if problem is not None or phone is None:
        raise InvalidPhone(problem or PhoneProblem.UNKNOWN)
    return phone
