"""The check before personal data is exported or an account deleted: an SMS code to the person's own phone number.

Who holds the unlocked phone for a moment can read the chat, but not carry everything off or delete it in silence:
the text message names what is about to happen, and its code is good for nothing else.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.identity import phone_changes, sms_codes
from storage.identity import sms_codes as code_store
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose
from storage.register.people import Person


class NoPhoneToConfirm(Refusal, key="refused-no-phone-to-confirm", offers=("identity", "menu")):
    """The desk holds no phone number of the person to which a code could go."""


class PrivacyAct(StrEnum):
    """What a code confirms; the text message says it."""

    EXPORT = "export"
    DELETION = "deletion"


def send_code(session: Session, account: Account, person: Person, act: PrivacyAct, *, now: datetime) -> None:
    """Send a code for this act to the person's phone number, unless one is usable. Raises like `resend_code`."""
    phone, subject = _phone_of(person), _subject(account, act)
    if not sms_codes.is_usable(session, CodePurpose.PRIVACY, subject, phone=phone, now=now):
        resend_code(session, account, person, act, now=now)


def resend_code(session: Session, account: Account, person: Person, act: PrivacyAct, *, now: datetime) -> None:
    """Send another code. Raises NoPhoneToConfirm, CodeTooSoon, CodeDailyLimitReached or CodesLocked."""
    phone, key, subject = _phone_of(person), f"sms-code-{act}", _subject(account, act)
    purpose, by = CodePurpose.PRIVACY, account.id
    sms_codes.send(session, purpose, subject, phone=phone, key=key, by=by, report_to=account, now=now)


def confirm(session: Session, account: Account, person: Person, act: PrivacyAct, digits: str, *, now: datetime) -> None:
    """Use the code that was sent for this act. Raises NoPhoneToConfirm, or like `sms_codes.verify`."""
    phone, subject = _phone_of(person), _subject(account, act)
    sms_codes.verify(session, CodePurpose.PRIVACY, subject, digits, by=account.id, phone=phone, now=now)
    phone_changes.confirm(session, person)


def forget_codes(session: Session, account: Account) -> None:
    """Delete the codes of an account that is deleted."""
    for act in PrivacyAct:
        code_store.delete_about(session, _subject(account, act))


def _subject(account: Account, act: PrivacyAct) -> UUID:
    """Return what codes of an act are about: the account itself of a deletion, as codes of earlier versions."""
    return account.id if act is PrivacyAct.DELETION else uuid5(account.id, act)


def _phone_of(person: Person) -> str:
    phone: str = person.phone
    if not phone:
        raise NoPhoneToConfirm
    return phone
