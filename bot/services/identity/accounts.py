"""Accounts: registration of a Telegram user as one real person, and sign-out.

The register cannot be probed: every look-up counts as an attempt, attempts are limited per day, and a name that does
not belong to an ID number gets the same answer whatever is wrong. Audit entries name the account or the person, never
both, so that deleting an account separates the two.
"""

from datetime import datetime

from sqlmodel import Session

from bot import local_time
from bot.errors import AccountEnded, AccountLocked, NotRegistered, Refusal
from bot.services.identity import (
    absorptions,
    ages,
    consents,
    left_people,
    limits,
    phone_changes,
    revocation,
    same_person,
    shared_numbers,
)
from bot.services.identity.limits import Limit
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import names
from storage import audit, database
from storage.engine import conversations
from storage.identity import accounts, sms_codes as code_store
from storage.identity.accounts import Account
from storage.identity.consents import ConsentText
from storage.register import people
from storage.register.people import Person
from storage.review import identity_case_status, identity_cases
from storage.review.identity_cases import IdentityCaseStatus


class IdentityMismatch(Refusal, key="refused-no-match", offers=("start", "identity")):
    """The person was removed from the register meanwhile."""


class TooManyPersonLookups(Refusal, key="refused-too-many-lookups", offers=("identity", "menu")):
    """This account has made too many look-ups in the register today. until: when it may make the next."""


class PersonAlreadyRegistered(Refusal, key="refused-person-taken", keeps=True, offers=("identity",)):
    """The person has an account: one person, one account."""


class PhoneNotVerified(Refusal, key="refused-phone-unproven"):
    """The register holds another phone number now; a code has to be sent there."""


class AlreadyRegistered(Refusal, key="refused-already-registered", offers=("menu",)):
    """The account is registered."""


def look_up(session: Session, *, name: str, id_number: str, by: Account, now: datetime) -> Person | None:
    """Look a person up for registration. Returns None if nobody of this name holds the ID number.

    A number that is not in the register and a number of somebody else are one answer, and every look-up counts.
    Whether the person has an account is told only to who has their phone (`require_free`).
    Raises TooYoungToRegister before it, or TooManyPersonLookups.
    """
    ages.require_registration_age(session, id_number, now=now)
    most, keys = rules.number(session, RuleName.PROBES_PER_USER_A_DAY, at=now), limits.keys_of_user(session, by)
    limits.lock(session, keys)
    until = limits.reached_until(session, Limit.PERSON_LOOKUP, keys, most=most, now=now)
    if until is not None:
        raise TooManyPersonLookups(until=local_time.at(until))
    audit.record(session, audit.Action.REGISTER_PROBED, by=by.id, on=None, at=now)
    limits.record_today(session, Limit.PERSON_LOOKUP, keys, now=now)
    return find_holder(session, name=name, id_number=id_number)


def find_holder(session: Session, *, name: str, id_number: str) -> Person | None:
    """Return who holds this ID number, if this is their name."""
    holder = people.by_id_number(session, id_number)
    return holder if holder is not None and names.are_same(holder.name, name) else None


def is_proven(holder: Person | None, *, phone: str, verified_phone: str) -> bool:
    """Return whether the phone number on record is the one shared, or one whose code was verified."""
    return holder is not None and holder.phone != "" and holder.phone in (phone, verified_phone)


def register(
    session: Session, account: Account, *, name: str, id_number: str, phone: str, verified_phone: str, now: datetime
) -> Person:
    """Register the account as this person: one of the register, or a self-declared one.

    verified_phone: the number in the register with which the person has proven who they are, or empty for who goes
    on without: they only declare the identity, whether it is on record or not. Everything is checked again with
    person and account locked. Raises AlreadyRegistered, AccountEnded, TooYoungToRegister, IdentityMismatch,
    PersonAlreadyRegistered, PhoneNotVerified.
    """
    require_unused(account)
    ages.require_registration_age(session, id_number, now=now)
    phone_changes.lock_claim(session, phone)
    holder = find_holder(session, name=name, id_number=id_number)
    if is_proven(holder, phone=phone, verified_phone=verified_phone):
        person = _lock_proven(session, holder, phone=phone, verified_phone=verified_phone)
        ages.require_registration_age_of(session, person, now=now)
        shared_numbers.carry_over(session, person, now=now)
    elif holder is not None and verified_phone:
        raise PhoneNotVerified
    else:
        person = _declare(session, name=name, id_number=id_number, phone=phone)
    former = phone_changes.lock_former_holders(session, person, phone)
    database.lock_row(session, Account, account.id)  # An identity case may have bound it meanwhile.
    require_unused(account)
    phone_changes.end_claims(session, former, now=now)
    phone_changes.prefer(session, person, phone, now=now)
    identity_case_status.outdate(session, person.id)
    account.person_id, account.registered_at, person.left_at = person.id, now, None
    session.add_all([person, account])
    session.flush()
    for kind in consents.REQUIRED:
        consents.agree(session, person, kind, now=now)
    for case in identity_cases.of_account(session, account.id):
        if case.person_id is None and case.status is not IdentityCaseStatus.WITHDRAWN:  # Withdrawn with the consent.
            consents.take_over(session, person, ConsentText.ID_PHOTOS, about=case.id, at=case.opened_at)
    audit.record(session, audit.Action.ACCOUNT_REGISTERED, by=account.id, on=None, at=now)
    left_people.follow_appeals(session, person)
    absorptions.order(session, person, now=now)
    return person


def require_unused(account: Account) -> None:
    """Check that nobody has this account. Raises AlreadyRegistered, or AccountEnded if its person has another one."""
    if account.person_id is not None:
        raise AlreadyRegistered
    if account.ended_at is not None:
        raise AccountEnded


def sign_out(session: Session, account: Account, *, now: datetime) -> None:
    """Lock the account: it stays the person's, but does nothing for them until they unlock it. Ends no business.

    Codes and invitations that nobody has used end: whoever holds the device may have them on the screen.
    Raises NotRegistered, or AccountLocked if it is locked already.
    """
    if account.person_id is None:
        raise NotRegistered
    if account.locked_at is not None:
        raise AccountLocked
    account.locked_at = now
    database.add(session, account)
    revocation.revoke_unused(session, account.person_id, now=now)
    audit.record(session, audit.Action.ACCOUNT_SIGNED_OUT, by=account.id, on=None, at=now)


def end(session: Session, account: Account, *, now: datetime) -> None:
    """Sign an account out for good: its person has another one. What was begun in its chat is deleted.

    The day is recorded, not the moment, which would lead to the rows of the person's other account.
    """
    lane = account.lane
    limits.keep(session, account, now=now)
    detach(session, account, now=now)
    account.ended_at = local_time.at(local_time.date_of(now))
    database.add(session, account)
    conversations.delete_conversation(session, lane)


def detach(session: Session, account: Account, *, now: datetime) -> None:
    """Separate the account from its person, whose former key it is; the codes it requested or handed out end."""
    if account.person_id is not None:
        person = session.get_one(Person, account.person_id)
        same_person.keep_keys(session, person, same_person.keys_of(None, account.telegram_id), now=now)
        revocation.revoke_all(session, person.id, now=now)
    account.person_id, account.registered_at, account.locked_at = None, None, None
    session.add(account)
    session.flush()
    code_store.delete_about(session, account.id)


def require_free(session: Session, holder: Person | None) -> None:
    """Check that the person has no account, for who has their phone number. Raises PersonAlreadyRegistered."""
    if holder is not None and accounts.of_person(session, holder.id) is not None:
        raise PersonAlreadyRegistered


def _lock_proven(session: Session, holder: Person | None, *, phone: str, verified_phone: str) -> Person:
    """Return who is on record, locked. Raises IdentityMismatch, PhoneNotVerified or PersonAlreadyRegistered."""
    locked = database.lock_row(session, Person, holder.id) if holder is not None else None
    if locked is None:
        raise IdentityMismatch
    if not is_proven(locked, phone=phone, verified_phone=verified_phone):
        raise PhoneNotVerified
    require_free(session, locked)
    phone_changes.confirm(session, locked)
    return locked


def _declare(session: Session, *, name: str, id_number: str, phone: str) -> Person:
    """Return a new person who only declares this identity.

    A declaration reserves no number, and tells nothing of who holds it: a held one has a keyed hash of its own.
    """
    is_held = people.by_id_number(session, id_number) is not None
    declared = people.new(id_number=id_number, name=name, phone=phone, registered=False, is_held=is_held)
    return database.add(session, declared)
