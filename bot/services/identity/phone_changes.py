"""A phone number that the register changes: codes go to the new one, and its person learns of that at the old one.

Until the person shows that the number is theirs, by a code or their own contact, it may be a mistake in the register:
nothing is kept of it, so that a correction leaves nothing behind for whoever really has the number.

Telegram lets one user have a number: once somebody shares it as their own contact, nobody else has it any more.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.identity import limits, same_person
from storage import audit, database
from storage.database import NamedLock
from storage.engine import outbox
from storage.filing import approvals
from storage.identity import accounts, former_keys, sms_codes
from storage.register import people
from storage.register.people import Person
from storage.review import identity_case_status, identity_cases
from storage.staff import verification_withdrawals
from storage.staff.verification_withdrawals import WithdrawalSubject


def change(session: Session, person: Person, phone: str, *, now: datetime) -> None:
    """Change the phone number of a person (E.164, or empty), and record that.

    Who has an account is told in the chat, and by SMS to the old number. Others have never heard of the desk.
    """
    old, lane, account = person.phone, person.phone_index, accounts.of_person(session, person.id)
    if account is not None:
        limits.keep(session, account, now=now)
    was_theirs = same_person.had_any(session, person, [f"phone:{people.phone_index(phone)}"]) if phone else False
    others = [each for each in people.by_phone(session, phone, limit=2) if _has_shown(session, each)] if phone else []
    replace(session, person, phone, now=now)
    person.phone_unconfirmed = bool(phone) and (not was_theirs or bool(others))
    audit.record(session, audit.Action.PHONE_CHANGED, by=None, on=person.id, at=now)
    if account is None:
        return
    outbox.notify(session, person.id, "identity.phone-changed", person.id, at=now, sms=False)
    if old:
        outbox.put_sms(session, old, "sms-phone-changed", at=now, lane=lane, language=account.language)


def replace(session: Session, person: Person, phone: str, *, now: datetime) -> None:
    """Set the phone number (E.164, or empty) that is shown to be a person's.

    The number before is kept as a former key, unless the person has never shown that it was theirs. Codes sent to it
    are void for good, also if it becomes theirs again. Two admins may have found that the new number is not the
    person's: that ends, and the register may set it again.
    """
    former = person.phone_index if phone != person.phone and person.phone else ""
    if former and not person.phone_unconfirmed:
        same_person.keep_keys(session, person, [f"phone:{former}"], now=now)
    people.set_phone(person, phone)
    person.phone_unconfirmed = False
    for denied in _denied(person, phone) if phone else []:
        former_keys.forget(session, person.id, former_keys.key_hash(denied))
    if former:
        verification_withdrawals.withdraw_about(session, person.id, WithdrawalSubject.PHONE, at=now)
    if former:
        identity_case_status.unconfirm(session, person.id)
        _end_codes(session, person, former, now=now)


def prefer(session: Session, person: Person, phone: str, *, now: datetime) -> None:
    """Set the phone number (E.164) that a person has shown instead of the one on record, as `replace` does.

    A file of the register that repeats the former number does not set it again.
    """
    former = person.phone
    replace(session, person, phone, now=now)
    if phone and phone != former:
        deny(session, person, former, now=now)


def lock_claim(session: Session, phone: str) -> None:
    """Let everybody who is about to show that this phone number (E.164) is theirs wait for each other.

    Two people on different rows would else not see each other, and both have the number. Lock rows afterwards.
    """
    if phone:
        database.lock_name(session, NamedLock.PHONE_CLAIM, people.phone_index(phone))


def lock_former_holders(session: Session, person: Person, phone: str) -> list[Person]:
    """Lock and return who else has a phone number (E.164) that is about to be shown to be this person's.

    The caller has locked its claim. That is who has an account and has shown it to be theirs, under another ID number.
    """
    index = people.phone_index(phone) if phone else ""
    found = [each.id for each in people.with_phone_index(session, index) if _has_shown(session, each)] if index else []
    locked = [session.get_one(Person, each) for each in sorted(found) if database.lock_row(session, Person, each)]
    return [each for each in locked if each.phone_index == index and each.id_number != person.id_number]


def end_claims(session: Session, former: Iterable[Person], *, now: datetime) -> None:
    """End the claim of people to a phone number that somebody else has shown to be theirs now.

    It stays a former key of theirs: what they did counts for who has the number, as for every number that is given out
    again, until the quarantine is over or staff answer that they are two people. They are told, and codes sent to the
    number are void.
    """
    for person in former:
        account = accounts.of_person(session, person.id)
        if account is not None:
            limits.keep(session, account, now=now)
        taken = person.phone
        replace(session, person, "", now=now)
        deny(session, person, taken, now=now)
        database.add(session, person)
        audit.record(session, audit.Action.PHONE_CHANGED, by=None, on=person.id, at=now)
        outbox.notify(session, person.id, "identity.phone-taken", person.id, at=now, sms=False)


def deny(session: Session, person: Person, phone: str, *, now: datetime) -> None:
    """Keep that this number (E.164) is not the person's any more, so that a file of the register does not set it again.

    Files repeat what they said before: another number in them counts, and so does a proof that it is theirs after all.
    """
    if phone:
        same_person.keep_keys(session, person, _denied(person, phone)[:1], now=now)


def release(session: Session, person: Person, *, by: UUID, now: datetime) -> None:
    """End the claim of a person to a phone number that is somebody else's: a mistake, or a number given out again.

    Nothing is kept of it as theirs, what is recorded for the number ends, and the register does not set it again. Both
    sides are told: the person in the chat, and the number by SMS. The caller has locked the person.
    """
    old, index = person.phone, person.phone_index
    limits.forget_phone(session, person)
    deny(session, person, old, now=now)
    person.phone_unconfirmed = True
    replace(session, person, "", now=now)
    database.add(session, person)
    audit.record(session, audit.Action.PHONE_RELEASED, by=by, on=person.id, at=now)
    if accounts.of_person(session, person.id) is not None:
        outbox.notify(session, person.id, "identity.phone-changed", person.id, at=now, sms=False)
    outbox.put_sms(session, old, "sms-phone-released", at=now, lane=index)


def is_denied(session: Session, person: Person, phone: str) -> bool:
    """Return whether this number (E.164) is not the person's, as the desk knows; a later proof ends that.

    Two admins have found it, reviewers have approved another number, the person has registered with another one, or
    somebody else has shown that it is theirs.
    """
    return bool(phone) and same_person.had_any(session, person, _denied(person, phone))


def _has_shown(session: Session, person: Person) -> bool:
    """Return whether somebody with an account has shown that their phone number is theirs."""
    return not person.phone_unconfirmed and accounts.of_person(session, person.id) is not None


def _denied(person: Person, phone: str) -> list[str]:
    """Return the key of a number that is not the person's, and the key that former versions have kept.

    The person's id is in it: two people who have nothing to do with a number have no key in common by that.
    """
    index = people.phone_index(phone)
    return [f"denied-phone:{person.id.hex}:{index}", f"denied-phone:{index}"]


def _end_codes(session: Session, person: Person, former: str, *, now: datetime) -> None:
    """End the codes that were sent to this person at a former number: others may have the same number."""
    account = accounts.of_person(session, person.id)
    filings = [each.filing_id for each in approvals.pending_of(session, person.id)]
    cases = [each.id for each in identity_cases.open_about(session, [person.id])]
    own = account.id if account is not None else None
    about = [*filings, *cases, *([own] if own is not None else [])]
    sms_codes.end_sent_to(session, former, about=about, asked_by=own, at=now)


def confirm(session: Session, person: Person) -> None:
    """Record that the person has shown that their phone number is theirs, by a code or their own contact."""
    if person.phone_unconfirmed:
        person.phone_unconfirmed = False
        database.add(session, person)
