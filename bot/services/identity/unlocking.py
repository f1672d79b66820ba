"""Unlocking an account that its person has locked by signing out: a code to their phone number, nobody else's."""

from datetime import datetime

from sqlmodel import Session

from bot.errors import NotRegistered, Refusal
from bot.services.identity import phone_changes, sms_codes
from storage import audit, database
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose
from storage.register.people import Person


class NoPhoneOnRecord(Refusal, key="refused-no-phone-on-record", offers=("identity",)):
    """There is no phone number to which a code could be sent."""


def send_code(session: Session, account: Account, *, now: datetime) -> None:
    """Send a code to the person's phone number, unless one is usable.

    Raises NotRegistered, NoPhoneOnRecord, CodeTooSoon or CodeDailyLimitReached.
    """
    phone = _phone_of(session, account)
    if not sms_codes.is_usable(session, CodePurpose.UNLOCK, account.id, phone=phone, now=now):
        resend_code(session, account, now=now)


def resend_code(session: Session, account: Account, *, now: datetime) -> None:
    """Send another code to the person's phone number. Raises like `send_code`."""
    phone, key = _phone_of(session, account), "sms-code-unlock"
    purpose, by = CodePurpose.UNLOCK, account.id
    sms_codes.send(session, purpose, account.id, phone=phone, key=key, by=by, report_to=account, now=now)


def unlock(session: Session, account: Account, digits: str, *, now: datetime) -> None:
    """Unlock the account with the code sent to the person's phone number. Raises like `sms_codes.verify`."""
    phone = _phone_of(session, account)
    sms_codes.verify(session, CodePurpose.UNLOCK, account.id, digits, by=account.id, phone=phone, now=now)
    phone_changes.confirm(session, session.get_one(Person, account.person_id))
    account.locked_at = None
    database.add(session, account)
    audit.record(session, audit.Action.ACCOUNT_UNLOCKED, by=account.id, on=None, at=now)


def _phone_of(session: Session, account: Account) -> str:
    if account.person_id is None:
        raise NotRegistered
    phone: str = session.get_one(Person, account.person_id).phone
    if not phone:
        raise NoPhoneOnRecord
    return phone
