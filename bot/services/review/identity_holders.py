"""Whom an identity case concerns besides the applicant: who holds the identity, is told, and has time to object."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.services.identity import limits, sms_codes
from bot.services.identity.code_caps import CodeDailyLimitReached, CodeTooSoon
from bot.services.identity.wrong_codes import CodesLocked
from bot.services.review import identity_alerts
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import moved_members
from bot.services.values import names
from storage.engine import outbox
from storage.identity import accounts, sms_codes as code_store
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose
from storage.register import people
from storage.register.people import Person
from storage.review import identity_cases
from storage.review.identity_cases import IdentityCase, IdentityCaseKind

DAY = timedelta(days=1)


def holder_of(session: Session, account: Account, case: IdentityCase) -> UUID | None:
    """Return who holds the ID number of the case, and may therefore object."""
    holder = people.by_id_number(session, case.id_number) if case.id_number else None
    return holder.id if holder is not None and holder.id != account.person_id else None


def replaceable_holder(session: Session, person: Person) -> Person | None:
    """Return who else holds the number that this person declares, if an identity case can decide between both.

    That is not the case of another name in the register, which the desk does not change.
    """
    other = people.other_holder(session, person)
    can_decide = other is not None and (not other.registered or names.are_same(other.name, person.name))
    return other if can_decide else None


def is_displaced(found: Person, case: IdentityCase) -> bool:
    """Return whether an approval withdraws the verification of who holds the ID number, under another name."""
    return not found.registered and found.id != case.person_id and not names.are_same(found.name, case.name)


def affected(session: Session, case: IdentityCase) -> Person | None:
    """Return whose identity the case would give another account or phone number, None if nobody has it yet."""
    own = case.person_id if case.kind is IdentityCaseKind.NEW_NUMBER else None
    found = case.holder_id or own
    return session.get(Person, found) if found is not None else None


def ends_service(session: Session, case: IdentityCase) -> bool:
    """Return whether an approval ends the service of a member of staff, whose account changes hands."""
    own = session.get(Account, case.account_id) if case.person_id is not None and case.id_number else None
    old = accounts.of_person(session, case.holder_id) if case.holder_id is not None else None
    leaving = [each for each in (own, old) if each is not None]
    return any(moved_members.serving(session, each) is not None for each in leaving)


def waits_until(session: Session, case: IdentityCase, *, now: datetime) -> datetime | None:
    """Return until when the case waits for an objection: not if nobody can, or the phone on record has confirmed it.

    A case that moves an identity waits without a holder, too: nobody learns whether there is one.
    """
    if not case.needs_two or not (case.moves or case.holder_id):
        return None
    return case.opened_at + timedelta(hours=rules.number(session, RuleName.IDENTITY_WAIT_HOURS, at=now))


def tell(session: Session, case: IdentityCase, *, by: Account, now: datetime) -> None:
    """Tell the account that has the identity now, and the phone on record, which gets a code that confirms the case.

    The holder is told at most once a day, in a digest of further cases (`identity_digests`). Without a code, because as
    many as allowed were sent, the phone gets a message at most once a day.
    """
    person = affected(session, case)
    if person is None:
        return
    if person.id == case.holder_id and case.told_at is not None:
        _ask_to_object(session, case, now=now)
    if not may_send_code(case, person) or send_code(session, case, person, by=by, now=now):
        return
    earlier = [one for one in identity_cases.about_person(session, person.id) if one.id != case.id]
    if case.told_at is not None or not any(one.opened_at > now - DAY for one in earlier):
        name = "identity.holder" if person.id == case.holder_id else "identity.new-number"
        outbox.notify_by_sms(session, person.id, name, case.id, at=now)


def tell_confirmed(session: Session, case: IdentityCase, *, now: datetime) -> None:
    """Tell the holder's account at once of a case that can be approved now, if it waits for their digest.

    Only in the chat: who has the phone on record has confirmed the case.
    """
    if case.holder_id is None or case.told_at is not None:
        return
    identity_cases.set_told(session, [case], at=now)
    _ask_to_object(session, case, now=now)


def _ask_to_object(session: Session, case: IdentityCase, *, now: datetime) -> None:
    """Ask the account of the holder to object if the case is not theirs."""
    if case.holder_id is not None:
        about = identity_alerts.topic(case)
        outbox.notify(session, case.holder_id, "identity.holder", case.id, at=now, sms=False, about=about)


def may_send_code(case: IdentityCase, person: Person) -> bool:
    """Return whether the phone on record gets codes of this case: its person asks, or knows of the case already.

    Who opens one case after another has no message sent for each.
    """
    return person.phone != "" and (case.told_at is not None or is_asked_by(case, person))


def has_sent_code(session: Session, case: IdentityCase) -> bool:
    """Return whether the phone on record was sent a code of this case."""
    since = case.opened_at - timedelta(seconds=1)
    return bool(code_store.made_since(session, CodePurpose.IDENTITY_CASE, case.id, since))


def is_asked_by(case: IdentityCase, person: Person) -> bool:
    """Return whether the applicant has the phone on record, or the account: then the codes are for themselves."""
    return case.phone == person.phone or case.person_id == person.id


def send_code(session: Session, case: IdentityCase, person: Person, *, by: Account, now: datetime) -> bool:
    """Send the phone on record a code for the case. Returns False if a limit of codes forbids it.

    Codes that strangers request for the same phone number do not count for who has it. Nobody is told whether it
    arrived: that would say that a phone is on record.
    """
    purpose, number = CodePurpose.IDENTITY_CASE, case.reference
    code = {"phone": person.phone, "key": "sms-code-identity-case", "number": number}
    keys, own = limits.keys_of_user(session, by), is_asked_by(case, person)
    try:
        sms_codes.send(session, purpose, case.id, by=by.id, keys=keys, is_own=own, now=now, **code)
    except (CodeTooSoon, CodeDailyLimitReached, CodesLocked):
        return False
    return True
