"""Matters of a member of staff, changes of what they are known by, and whether they are notified."""

from collections import Counter
from collections.abc import Callable
from uuid import UUID

from sqlmodel import Session, select

from bot.services.identity import accounts, phone_changes
from storage.database.encryption import current_keyring
from storage.engine.outbox import Delivery
from storage.filing.filings import FilingStatus
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review.reviews import Review
from storage.staff.members import StaffRole
from tests.services.builders import NOW, DataBuilder
from tests.storage.rows import put

ROLES = tuple(StaffRole)
PHONE = "+8613911112222"
NEW_PHONE, OTHER_PHONE = "+8613911113333", "+8613911114444"


def no_change(data: DataBuilder, own: Account) -> None:
    """Leave the phone number of both identities as it is, the same."""


def both_have_new_numbers(data: DataBuilder, own: Account) -> None:
    """Change the phone number of both identities, to different ones."""
    phone_changes.change(data.session, data.filer, NEW_PHONE, now=NOW)
    phone_changes.change(data.session, data.session.get_one(Person, own.person_id), OTHER_PHONE, now=NOW)


def the_other_had_the_account(data: DataBuilder, own: Account) -> None:
    """Let the member's Telegram user no longer be the other one's, and give both phone numbers of their own."""
    former = data.account(data.filer)
    former.bot_id, former.telegram_id = 2, own.telegram_id
    accounts.detach(data.session, former, now=NOW)
    people.set_phone(data.filer, NEW_PHONE)
    people.set_phone(data.session.get_one(Person, own.person_id), OTHER_PHONE)
    data.session.flush()


Change = Callable[[DataBuilder, Account], None]
CHANGES: dict[str, Change] = {
    change.__name__: change for change in (no_change, both_have_new_numbers, the_other_had_the_account)
}


def review(data: DataBuilder, status: str = "waiting", **fields: object) -> UUID:
    filing = data.filing(FilingStatus.IN_REVIEW, **fields)
    decided = None if status == "waiting" else NOW
    found: UUID = put(data.session, Review, filing_id=filing.id, round=1, status=status, decided_at=decided, due_at=NOW)
    return found


def notified(data: DataBuilder, account: Account, notification: str) -> bool:
    """Return whether this notification waits in the outbox for the account."""
    waiting = data.session.exec(select(Delivery).where(Delivery.lane == account.lane))
    keyring = current_keyring()
    return any(notification in str(keyring.decrypt_json(each.payload, f"outbox:{each.reference}")) for each in waiting)


def notices_of(session: Session, account: Account) -> Counter[str]:
    """Return how many of each notification wait in the outbox for the account."""
    keyring = current_keyring()
    waiting = session.exec(select(Delivery).where(Delivery.lane == account.lane))
    contents = [keyring.decrypt_json(each.payload, f"outbox:{each.reference}") for each in waiting]
    return Counter(each["notice"] for each in contents if "notice" in each)


def owned(data: DataBuilder) -> Vehicle:
    return data.vehicle(data.filer)
