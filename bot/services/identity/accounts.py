"""Accounts: binding a Telegram user to one real person, and letting go again.

Nobody can probe the register: every look-up is a try, tries are limited a day, and a
name that does not belong to an ID number gets one answer, whatever is wrong with it.
Entries of the audit name the account or the person, never both: deleting an account
cuts the one from the other.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.errors import NotRegistered, Refusal
from bot.services.identity import consents, sms_codes
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import names
from storage import audit, database
from storage.identity import accounts
from storage.identity import sms_codes as code_store
from storage.identity.accounts import Account
from storage.identity.consents import ConsentText
from storage.identity.sms_codes import CodePurpose, SmsCode
from storage.register import people
from storage.register.people import Person

DAY = timedelta(days=1)


class IdentityMismatch(Refusal, key="refused-no-match", keeps=True):
    """Name and ID number do not belong together."""


class TooManyPersonLookups(Refusal, key="refused-too-many-looks", offers=("menu",)):
    """This account has looked too often into the register today."""


class PersonAlreadyRegistered(Refusal, key="refused-person-taken", keeps=True, offers=("menu",)):
    """The person has an account: one person, one account."""


class NoPhoneOnRecord(Refusal, key="refused-no-phone-on-record"):
    """The register holds no phone number by which the person could be told from another."""


class PhoneNotVerified(Refusal, key="refused-phone-unproven"):
    """The register holds another phone number now; a code must go there."""


class AlreadyRegistered(Refusal, key="refused-already-registered", offers=("menu",)):
    """The account is registered."""


def look_up(session: Session, *, name: str, id_number: str, by: Account, now: datetime) -> Person | None:
    """Look a person up for registration. None where the register does not know the ID number.

    The look counts, found or not. Raises TooManyPersonLookups, IdentityMismatch or PersonAlreadyRegistered.
    """
    most = rules.number(session, RuleName.PROBES_PER_USER_A_DAY, at=now)
    if audit.count(session, audit.Action.REGISTER_PROBED, since=now - DAY, by=by.id) >= most:
        raise TooManyPersonLookups
    audit.record(session, audit.Action.REGISTER_PROBED, by=by.id, on=None, at=now)
    person = people.by_id_number(session, id_number)
    _check_free(session, person, name)
    return person


def phone_to_verify(person: Person | None, phone: str) -> str | None:
    """Return the phone of the register to which a code must go, None if it is the one given.

    Raises NoPhoneOnRecord.
    """
    if person is None or not person.name:
        return None
    if not person.phone and person.registered:
        raise NoPhoneOnRecord
    return person.phone if person.phone not in ("", phone) else None


def send_code(session: Session, person: Person, *, by: Account, now: datetime) -> SmsCode:
    """Text a code to the person's phone in the register. Raises CodeTooSoon or CodeDayCap."""
    return sms_codes.send(
        session,
        CodePurpose.REGISTRATION,
        by.id,
        phone=person.phone,
        key="sms-code-registration",
        by=by.id,
        waits=by,
        now=now,
    )


def ensure_code(session: Session, person: Person, *, by: Account, now: datetime) -> None:
    """Text a code, unless one that went there can still be typed. Raises CodeTooSoon or CodeDayCap."""
    if not sms_codes.is_usable(session, CodePurpose.REGISTRATION, by.id, phone=person.phone, now=now):
        send_code(session, person, by=by, now=now)


def verify_code(session: Session, person: Person, digits: str, *, by: Account, now: datetime) -> None:
    """Take the digits that went to the person's phone in the register. Raises what `codes.check` raises."""
    sms_codes.verify(session, CodePurpose.REGISTRATION, by.id, digits, by=by.id, phone=person.phone, now=now)


def register(
    session: Session, account: Account, *, name: str, id_number: str, phone: str, proven: str, now: datetime
) -> Person:
    """Bind the account to the person: the one of the register, or a self-declared one.

    proven: the phone of the register to which a code went that passed, or nothing. Everything is looked at again
    under the lock of the person. Raises AlreadyRegistered, IdentityMismatch, PersonAlreadyRegistered, NoPhoneOnRecord, PhoneNotVerified.
    """
    if account.person_id is not None:
        raise AlreadyRegistered
    person = _hold(session, name=name, id_number=id_number)
    _check_free(session, person, name)
    if phone_to_verify(person, phone) not in (None, proven):
        raise PhoneNotVerified
    if not person.name:
        person.name, person.id_number = name, id_number
    people.set_phone(person, phone)
    account.person_id, account.registered_at = person.id, now
    session.add_all([person, account])
    session.flush()
    consents.agree(session, person, ConsentText.TERMS, now=now)
    audit.record(session, audit.Action.ACCOUNT_REGISTERED, by=account.id, on=None, at=now)
    return person


def sign_out(session: Session, account: Account, *, now: datetime) -> None:
    """Let the account go of its person, who can register with another one; nothing else changes.

    Raises NotRegistered.
    """
    if account.person_id is None:
        raise NotRegistered
    detach(session, account)
    audit.record(session, audit.Action.ACCOUNT_SIGNED_OUT, by=account.id, on=None, at=now)


def reconcile_self_declared(
    session: Session, person: Person, *, id_number: str, name: str, phone: str, now: datetime
) -> None:
    """Meet a self-declared person in the official register, just before its values are taken over.

    His account stays his only if he gave the same name and phone; else anybody might have declared
    himself to be him before. Who really is he registers again, by a code to the register's phone.
    """
    account = accounts.of_person(session, person.id)
    if account is not None and not (names.are_same(person.name, name) and person.phone == phone):
        sign_out(session, account, now=now)
    person.id_number = id_number


def detach(session: Session, account: Account) -> None:
    """Cut the account from its person, and end the codes it asked for."""
    account.person_id, account.registered_at = None, None
    session.add(account)
    session.flush()
    code_store.delete_about(session, account.id)


def _check_free(session: Session, person: Person | None, name: str) -> None:
    if person is None or not person.name:
        return
    if not names.are_same(person.name, name):
        raise IdentityMismatch
    if accounts.of_person(session, person.id) is not None:
        raise PersonAlreadyRegistered


def _hold(session: Session, *, name: str, id_number: str) -> Person:
    """Return the person with this ID number, locked; a self-declared one is written if nobody has it."""
    person = people.by_id_number(session, id_number)
    if person is None:
        fresh = people.new(id_number=id_number, name=name, registered=False)
        if people.add_if_new(session, fresh):
            return fresh
        person = people.by_id_number(session, id_number)
    held = database.lock_row(session, Person, person.id) if person else None
    if held is None:
        raise IdentityMismatch
    return held
