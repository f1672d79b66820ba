"""Identity cases for service tests, without a chat: a person with an account, and a guest who asks for it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from bot.services.review import identity_cases, identity_decisions, identity_queue
from bot.services.review.identity_cases import IdentityRequest
from storage import files
from storage.database import Database, add
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.review.identity_cases import IdentityCase, IdentityCaseKind
from tests.services.builders import staff_account
from tests.services.concurrency import NOW

ID_NUMBER, NAME, OLD_PHONE, NEW_PHONE = "450903199005170013", "李建国", "+8613800000001", "+8613812345678"
AFTER_WAIT = NOW + timedelta(hours=72)


@dataclass(frozen=True)
class LostAccount:
    """A case in which a guest asks for the account of its holder."""

    case_id: UUID
    holder_id: UUID
    old_id: UUID
    guest_id: UUID


def picture(session: Session) -> UUID:
    """Store a photo."""
    return files.store(session, b"x", kind="identity", name="photo.jpg", media_type="image/jpeg", at=NOW)


def account(session: Session, telegram_id: int, person: Person | None = None) -> Account:
    """Add an account, bound to a person if there is one."""
    row = Account(bot_id=1, telegram_id=telegram_id, created_at=NOW)
    if person is not None:
        row.person_id, row.registered_at = person.id, NOW
    return add(session, row)


def open_case(session: Session, by: Account, kind: IdentityCaseKind = IdentityCaseKind.LOST_ACCOUNT) -> IdentityCase:
    """Open a case with the facts of the person of these tests."""
    request = IdentityRequest(kind, picture(session), picture(session), NAME, ID_NUMBER, NEW_PHONE)
    return identity_cases.open_case(session, by, request, now=NOW)


def approve(session: Session, case: IdentityCase, by: Account) -> IdentityCase:
    """Have this reviewer take and approve a case."""
    identity_queue.take(session, case.id, by=by, now=AFTER_WAIT)
    return identity_decisions.approve(session, case.id, "一致", by=by, now=AFTER_WAIT)


def approve_by_two(session: Session, case: IdentityCase) -> IdentityCase:
    """Have two reviewers approve a case, one after the other."""
    for telegram_id in (900, 901):
        approve(session, case, staff_account(session, telegram_id, "reviewer"))
    return case


def lost_account(database: Database) -> LostAccount:
    """Return the case of a guest for the account of a person on record."""
    with database.transaction() as session:
        holder = add(session, people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE))
        old, guest = account(session, 101, holder), account(session, 102)
        case = open_case(session, guest)
        return LostAccount(case.id, holder.id, old.id, guest.id)
