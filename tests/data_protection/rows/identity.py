"""Rows of one person: codes, limits, former keys and sessions of the Mini App."""

from typing import Any
from uuid import uuid4

from storage.filing.filings import Filing
from storage.identity import app_sessions, former_keys, limit_records, sms_codes, wrong_codes
from storage.register import people
from tests.data_protection.personal_tables import NOW, SOON, DataSubject, DeletionEffect, personal_row
from tests.data_protection.row_states import row_states


@personal_row("codes", DeletionEffect.HASHED)
def code(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    to, subject = people.phone_index(user.person.phone), user.row(Filing).id
    purpose, digits = sms_codes.CodePurpose.OWNER_APPROVAL, user.text("codes")
    sms_codes.new(user.session, purpose, subject, to=to, digits=digits, at=NOW, expires_at=SOON)


@personal_row("wrong_codes", DeletionEffect.HASHED)
def wrong_code(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    to = people.phone_index(user.text("wrong_codes"))
    code = sms_codes.SmsCode(
        purpose=sms_codes.CodePurpose.PAYMENT, subject=uuid4(), to=to, hash="", sent_at=NOW, expires_at=SOON
    )
    wrong_codes.new(user.session, code, at=NOW)


@personal_row("limit_records", DeletionEffect.HASHED)
def limit_record(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    limit_records.add(user.session, [limit_records.key_hash("kind", user.text("limit_records"))], until=NOW.date())


@personal_row("app_sessions", DeletionEffect.HASHED)
def app_session(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    whose: dict[str, Any] = {"account_id": user.account.id, "person_id": user.person.id}
    app_sessions.new(user.session, user.text("app_sessions"), user.text("app_sessions"), at=NOW, **whose)


@personal_row("former_keys", DeletionEffect.HASHED)
def former_key(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    hashed = former_keys.key_hash(user.text("former_keys"))
    former_keys.add(user.session, user.person.id, [hashed], until=NOW.date())


row_states("accounts", ended={}, needed={"telegram_id": 1 << 62})
row_states("shared_numbers", ended={"at": NOW, "counts": True}, needed=None)
row_states("agreements", ended={"revoked_at": NOW}, needed={})
