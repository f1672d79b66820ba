"""Whether two people or accounts are the same person: by person, ID number, Telegram user or phone number."""

from dataclasses import dataclass

from sqlmodel import Session

from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register.people import Person


@dataclass(frozen=True)
class _Keys:
    person: Person | None
    telegram_id: int | None


def are_same(session: Session, one: Person | Account, other: Person | Account) -> bool:
    """Return True if any key of both is equal: the row, the ID number, the Telegram user or the phone number.

    An account without a person is known by its Telegram user alone. Telegram users are the same with each of the
    desk's bots.
    """
    first, second = _keys(session, one), _keys(session, other)
    if first.telegram_id is not None and first.telegram_id == second.telegram_id:
        return True
    return first.person is not None and second.person is not None and _are_same_people(first.person, second.person)


def _keys(session: Session, one: Person | Account) -> _Keys:
    if isinstance(one, Account):
        return _Keys(session.get(Person, one.person_id) if one.person_id else None, one.telegram_id)
    account = accounts.of_person(session, one.id)
    return _Keys(one, account.telegram_id if account else None)


def _are_same_people(one: Person, other: Person) -> bool:
    same_phone = one.phone_index != "" and one.phone_index == other.phone_index
    return one.id == other.id or one.id_number_index == other.id_number_index or same_phone
