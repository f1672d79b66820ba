"""Inserts rows of codes, sessions and limits of one person, like `personal_rows`: keyed hashes of their data."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from storage.certificates import share_codes
from storage.database import add
from storage.filing import vehicle_codes
from storage.filing.filings import Filing
from storage.identity import former_keys, limit_records, sms_codes, wrong_codes
from storage.organisations import invitations, sign_in_codes, web_sessions
from storage.organisations.organisations import Organisation
from storage.register import people
from storage.register.vehicles import Vehicle
from tests.data_protection.personal_tables import NOW, SOON, DataSubject, DeletionEffect, personal_row


@personal_row("codes", DeletionEffect.HASHED)
def code(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    to, subject = people.phone_index(user.person.phone), user.rows[Filing].id
    purpose, digits = sms_codes.CodePurpose.OWNER_CONSENT, user.text("codes")
    sms_codes.new(user.session, purpose, subject, to=to, digits=digits, at=NOW, expires_at=SOON)


@personal_row("wrong_codes", DeletionEffect.HASHED)
def wrong_code(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    to = people.phone_index(user.text("wrong_codes"))
    code = sms_codes.SmsCode(
        purpose=sms_codes.CodePurpose.PAYMENT, subject=uuid4(), to=to, hash="", sent_at=NOW, expires_at=SOON
    )
    wrong_codes.new(user.session, code, at=NOW)


@personal_row("vehicle_codes", DeletionEffect.HASHED)
def vehicle_code(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    link, short = (vehicle_codes.index(kind, user.text("vehicle_codes")) for kind in ("link", "short"))
    car, maker = user.rows[Vehicle].id, user.person.id
    made = {"vehicle_id": car, "made_by": maker, "made_at": NOW, "expires_at": SOON}
    add(user.session, vehicle_codes.VehicleCode(link_index=link, short_index=short, **made))


@personal_row("certificate_shares", DeletionEffect.HASHED)
def share_code(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    about = {"vehicle_id": user.rows[Vehicle].id, "made_by": user.person.id, "made_at": NOW, "expires_at": SOON}
    share_codes.new(user.session, f"{user.text('certificate_shares')}AB", **about)


@personal_row("web_sessions", DeletionEffect.HASHED)
def web_session(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    whose: dict[str, Any] = {"account_id": user.account.id, "person_id": user.person.id, "organisation_id": None}
    web_sessions.new(user.session, user.text("web_sessions"), device="Firefox", at=NOW, **whose)


@personal_row("sign_in_codes", DeletionEffect.HASHED)
def sign_in_code(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    sign_in_codes.new(user.session, user.account.id, user.text("sign_in_codes"), at=NOW, until=SOON)


@personal_row("sign_in_tries", DeletionEffect.HASHED)
def failed_sign_in(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    sign_in_codes.record_failure(
        user.session, user.text("sign_in_tries"), at=NOW, forget_before=NOW - timedelta(days=1)
    )


@personal_row("invitations", DeletionEffect.HASHED)
def invitation(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    organisation, secret = user.rows[Organisation].id, user.text("invitations")
    invitations.new(user.session, organisation, secret, by=user.person.id, at=NOW, until=SOON)


@personal_row("limit_records", DeletionEffect.HASHED)
def limit_record(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    limit_records.add(user.session, [limit_records.key_hash("kind", user.text("limit_records"))], until=NOW.date())


@personal_row("former_keys", DeletionEffect.HASHED)
def former_key(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    hashed = former_keys.key_hash(user.text("former_keys"))
    former_keys.add(user.session, user.person.id, [hashed], until=NOW.date())
