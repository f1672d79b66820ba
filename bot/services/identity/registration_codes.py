"""Codes of the registration: whoever registers with another phone number than the one on record proves who they are.

Where nobody is on record, or without a phone number, a code that is sent nowhere stands in for it: it is counted,
limited and compared like the others, so that no answer tells who is on record.
"""

from datetime import datetime

from sqlmodel import Session

from bot.services.identity import accounts, limits, sms_codes
from bot.services.identity.code_caps import CodeDailyLimitReached, CodeTooSoon
from bot.services.identity.wrong_codes import CodesLocked
from bot.services.values import names
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose
from storage.register.people import Person


def ensure(session: Session, *, name: str, id_number: str, by: Account, now: datetime) -> None:
    """Send a code to the phone number on record, unless one is usable or a limit forbids it."""
    if not is_usable(session, name=name, id_number=id_number, by=by, now=now):
        try:
            send(session, name=name, id_number=id_number, by=by, now=now)
        except (CodeTooSoon, CodeDailyLimitReached, CodesLocked):
            return  # The registration goes on without a code; who asks for another one is told why there is none.


def send(session: Session, *, name: str, id_number: str, by: Account, now: datetime) -> None:
    """Send a code to the phone number on record; nobody is told whether it arrived, as that tells that there is one.

    Raises CodeTooSoon, CodeDailyLimitReached or CodesLocked.
    """
    holder = accounts.find_holder(session, name=name, id_number=id_number)
    sms_codes.send(
        session,
        CodePurpose.REGISTRATION,
        by.id,
        phone=_target(holder, name=name, id_number=id_number),
        key="sms-code-registration",
        is_delivered=_has_phone(holder),
        by=by.id,
        keys=limits.keys_of_user(session, by),
        now=now,
    )


def is_usable(session: Session, *, name: str, id_number: str, by: Account, now: datetime) -> bool:
    """Whether a code for this identity can still be verified."""
    phone = _target(accounts.find_holder(session, name=name, id_number=id_number), name=name, id_number=id_number)
    return sms_codes.is_usable(session, CodePurpose.REGISTRATION, by.id, phone=phone, now=now)


def verify(session: Session, digits: str, *, name: str, id_number: str, by: Account, now: datetime) -> str:
    """Verify the digits sent to the phone number on record, and return that number.

    Raises like `sms_codes.verify`, and then PersonAlreadyRegistered.
    """
    holder = accounts.find_holder(session, name=name, id_number=id_number)
    phone, keys = _target(holder, name=name, id_number=id_number), limits.keys_of_user(session, by)
    sms_codes.verify(session, CodePurpose.REGISTRATION, by.id, digits, by=by.id, phone=phone, keys=keys, now=now)
    if not _has_phone(holder):
        raise sms_codes.CodeExpired  # The digits of a code that nobody has received were guessed.
    accounts.require_free(session, holder)
    return phone


def _target(holder: Person | None, *, name: str, id_number: str) -> str:
    """Return the phone number on record, or what stands in for it."""
    if holder is not None and holder.phone:
        phone: str = holder.phone
        return phone
    return f"nobody {id_number} {names.letters(name)}"


def _has_phone(holder: Person | None) -> bool:
    return holder is not None and holder.phone != ""
