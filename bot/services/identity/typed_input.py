"""What a person types about himself: checked as typed, refused with the precise reason."""

from datetime import date

from bot.errors import Refusal
from bot.services.values import id_numbers, names
from bot.services.values.id_numbers import IdProblem, PhoneProblem
from bot.services.values.names import NameProblem


class BadName(Refusal):
    """Not a name; the problem says what is wrong."""

    key = "name-problem"

    def __init__(self, problem: NameProblem) -> None:
        super().__init__(problem.reason.value, character=problem.character, most=names.LONGEST)


class BadIdNumber(Refusal):
    """Not an ID number (GB 11643); the problem says what is wrong, and where."""

    key = "id-problem"

    def __init__(self, problem: IdProblem, *, length: int) -> None:
        super().__init__(problem.reason.value, character=problem.character, position=problem.position, length=length)


class BadPhone(Refusal):
    """Not a phone number that text messages reach."""

    key = "phone-problem"

    def __init__(self, problem: PhoneProblem) -> None:
        super().__init__(problem.value)


class TypedPhone(Refusal):
    """A phone number was typed: anybody can type anybody's, so only one's own shared contact counts."""

    key = "refused-typed-phone"


class NotYourContact(Refusal):
    """The contact of somebody else, or one that is nobody's in Telegram."""

    key = "refused-not-your-contact"


def name(words: str) -> str:
    """Return the name as it is stored. Raises BadName."""
    problem = names.check(words)
    if problem is not None:
        raise BadName(problem)
    return names.clean(words)


def id_number(words: str, *, today: date) -> str:
    """Return the normalised ID number. Raises BadIdNumber."""
    problem = id_numbers.check_id(words, today=today)
    number = id_numbers.normalise_id(words)
    if problem is not None:
        raise BadIdNumber(problem, length=len(number))
    return number


def own_phone(number: str, *, of: int | None, sender: int) -> str:
    """Return the phone number (E.164) of a shared contact, if it is the sender's own.

    of: the Telegram user the contact belongs to, as Telegram says it. Raises NotYourContact or BadPhone.
    """
    if of != sender:
        raise NotYourContact
    problem = id_numbers.check_phone(number, international=True)
    phone = id_numbers.normalise_phone(number, international=True)
    if problem is not None or phone is None:
        raise BadPhone(problem or PhoneProblem.UNKNOWN)
    return phone
