"""The check before personal data is exported or an account deleted: an SMS code to the person's own phone number.

Who holds the unlocked phone for a moment can read the chat, but not carry everything off or delete it in silence:
the text message names what is about to happen.
"""

from datetime import datetime

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.identity import phone_changes, sms_codes
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose
from storage.register.people import Person


class NoPhoneToConfirm(Refusal, key="refused-no-phone-to-confirm", offers=("identity", "menu")):
    """The desk holds no phone number of the person to which a code could go."""


def send_code(session: Session, account: Account, person: Person, *, now: datetime) -> None:
    """Send a code to the person's phone number, unless one is usable. Raises like `resend_code`."""
    phone = _phone_of(person)
    if not sms_codes.is_usable(session, CodePurpose.PRIVACY, account.id, phone=phone, now=now):
        resend_code(session, account, person, now=now)


def resend_code(session: Session, account: Account, person: Person, *, now: datetime) -> None:
    """Send another code. Raises NoPhoneToConfirm, CodeTooSoon, CodeDailyLimitReached or CodesLocked."""
    phone, key = _phone_of(person), "sms-code-privacy"
    purpose, by = CodePurpose.PRIVACY, account.id
    sms_codes.send(session, purpose, account.id, phone=phone, key=key, by=by, report_to=account, now=now)


def confirm(session: Session, account: Account, person: Person, digits: str, *, now: datetime) -> None:
    """Use the code that was sent to the person's phone number. Raises NoPhoneToConfirm, or like `sms_codes.verify`."""
    phone = _phone_of(person)
    sms_codes.verify(session, CodePurpose.PRIVACY, account.id, digits, by=account.id, phone=phone, now=now)
    phone_changes.confirm(session, person)


def _phone_of(person: Person) -> str:
    phone: str = person.phone
    if not phone:
        raise NoPhoneToConfirm
    return phone
