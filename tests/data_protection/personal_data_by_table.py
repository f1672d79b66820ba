"""The personal data in each table, and what happens to it when the person deletes their account."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from storage.database import add
from storage.identity.accounts import Account
from storage.register import people
from tests.data_protection import personal_code_rows, personal_rows
from tests.data_protection.personal_rows import NOW, DataSubject
from tests.stories.cast import id_number


class DeletionEffect(StrEnum):
    """What happens to the data of a table when the person deletes their account."""

    DELETED = "deleted"
    HASHED = "stored as a keyed hash only"
    KEPT = "kept: it belongs to the register, the staff or the desk"
    UNLINKED = "kept as evidence, with an id that leads to no account"


@dataclass(frozen=True)
class TableCase:
    """How a row with personal data gets into a table, and what a deletion of the account does with it."""

    insert: Callable[[DataSubject], None]
    on_deletion: DeletionEffect


# Every table with encrypted columns or blind indexes, in an order in which rows can refer to earlier ones.
TABLE_CASES = {
    "people": TableCase(personal_rows.person, DeletionEffect.DELETED),
    "vehicles": TableCase(personal_rows.vehicle, DeletionEffect.KEPT),
    "organisations": TableCase(personal_rows.organisation, DeletionEffect.KEPT),
    "staff": TableCase(personal_rows.staff, DeletionEffect.KEPT),
    "staff_proposals": TableCase(personal_rows.staff_proposal, DeletionEffect.KEPT),
    "certificate_keyring": TableCase(personal_rows.keyring, DeletionEffect.KEPT),
    "filings": TableCase(personal_rows.filing, DeletionEffect.DELETED),
    "approvals": TableCase(personal_rows.approval, DeletionEffect.DELETED),
    "certificates": TableCase(personal_rows.certificate, DeletionEffect.UNLINKED),
    "paper_copies": TableCase(personal_rows.paper_copy, DeletionEffect.DELETED),
    "objections": TableCase(personal_rows.objection, DeletionEffect.UNLINKED),
    "reviews": TableCase(personal_rows.review, DeletionEffect.UNLINKED),
    "blacklist": TableCase(personal_rows.blacklist_entry, DeletionEffect.UNLINKED),
    "identity_cases": TableCase(personal_rows.identity_case, DeletionEffect.DELETED),
    "files": TableCase(personal_rows.photo, DeletionEffect.DELETED),
    "photos": TableCase(lambda user: None, DeletionEffect.HASHED),
    "conversations": TableCase(personal_rows.conversation, DeletionEffect.DELETED),
    "inbox": TableCase(personal_rows.inbox_event, DeletionEffect.DELETED),
    "outbox": TableCase(personal_rows.outbox_delivery, DeletionEffect.DELETED),
    "codes": TableCase(personal_code_rows.code, DeletionEffect.HASHED),
    "wrong_codes": TableCase(personal_code_rows.wrong_code, DeletionEffect.HASHED),
    "vehicle_codes": TableCase(personal_code_rows.vehicle_code, DeletionEffect.HASHED),
    "certificate_shares": TableCase(personal_code_rows.share_code, DeletionEffect.HASHED),
    "web_sessions": TableCase(personal_code_rows.web_session, DeletionEffect.HASHED),
    "sign_in_codes": TableCase(personal_code_rows.sign_in_code, DeletionEffect.HASHED),
    "sign_in_tries": TableCase(personal_code_rows.failed_sign_in, DeletionEffect.HASHED),
    "invitations": TableCase(personal_code_rows.invitation, DeletionEffect.HASHED),
    "former_keys": TableCase(personal_code_rows.former_key, DeletionEffect.HASHED),
    "limit_records": TableCase(personal_code_rows.limit_record, DeletionEffect.HASHED),
}


def add_data_subject(session: Session, order: int, about: str) -> DataSubject:
    """Register a person and insert a row in every table."""
    person = people.new(id_number=id_number(order), name=f"诸葛{about}", phone=f"+8613512340{order}", registered=False)
    account = Account(bot_id=1, telegram_id=order, created_at=NOW, person_id=add(session, person).id, registered_at=NOW)
    user = DataSubject(session, person, add(session, account), about)
    for case in TABLE_CASES.values():
        case.insert(user)
    session.flush()
    return user
