"""Finds a person for officers and admins, by ID number, phone or application number. Every search is recorded."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot.errors import OwnMatter, Refusal
from bot.services.identity import left_people
from bot.services.identity.same_person import may_be_same
from bot.services.organisations import vehicles_of_staff
from bot.services.staff import permissions
from bot.services.values import id_numbers, identity_documents, text_cleaning
from storage import audit
from storage.filing import filings
from storage.filing.filings import Filing
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.staff.members import StaffRole

SEARCHERS = (StaffRole.OFFICER, StaffRole.ADMIN)
MAX_RESULTS = 5


class UnreadableSearch(Refusal, key="refused-find-what"):
    """An ID number, a phone number or an application number is needed."""


class NobodyFound(Refusal, key="refused-nobody-found", keeps=True):
    """Nobody in the register has this number. Kept: the search is recorded all the same."""


@dataclass(frozen=True)
class FoundPerson:
    """A person found, their account if they have one, and their newest applications.

    listed_before: until when they are on the blacklist under an account that is deleted; barred_by_others: whether
    somebody is who had their phone number or ID number.
    """

    person: Person
    account: Account | None
    filings: list[Filing]
    listed_before: datetime | None = None
    barred_by_others: bool = False


def find(session: Session, typed: str, *, by: Account, now: datetime) -> list[FoundPerson]:
    """Return the people with this number; several may share a phone, or declare one ID number.

    The reader themselves is left out. Raises NotStaff, UnreadableSearch, NobodyFound, or OwnMatter if nobody else is
    found, or the application is about the reader's own vehicle.
    """
    permissions.require(session, by, *SEARCHERS)
    how, everybody = _search(session, typed, by=by)
    found = [person for person in everybody if not may_be_same(session, by, person)]
    if everybody and not found:
        raise OwnMatter
    for person in found:
        audit.record(session, audit.Action.PERSON_FOUND, by=by.id, on=person.id, at=now, how=how)
    if not found:
        audit.record(session, audit.Action.PERSON_FOUND, by=by.id, on=None, at=now, how=how)
        raise NobodyFound
    return [_found(session, person, now=now) for person in found]


def _search(session: Session, typed: str, *, by: Account) -> tuple[str, list[Person]]:
    compact = text_cleaning.compact(typed) if len(typed) <= 40 else ""
    number = identity_documents.parse(typed, today=date.max) if compact else ""
    if isinstance(number, str) and not re.fullmatch(r"#?\d{0,10}", compact, re.ASCII):
        holder, declared = people.by_id_number(session, number), people.declared(session, number, limit=MAX_RESULTS)
        return "id_number", ([holder] if holder else []) + declared
    if re.fullmatch(r"#?\d{1,10}", compact, re.ASCII):  # More digits are a phone number.
        filing = filings.by_number(session, int(compact.lstrip("#")))
        if filing is not None and vehicles_of_staff.is_own_filing(session, filing, by=by):
            raise OwnMatter
        person = session.get(Person, filing.filer_id) if filing else None
        return "application", [person] if person else []
    is_abroad = compact.startswith("+")
    phone = id_numbers.normalise_phone(typed, international=is_abroad) if compact else None
    if phone is None:
        raise UnreadableSearch
    return "phone", people.by_phone(session, phone, limit=MAX_RESULTS)


def _found(session: Session, person: Person, *, now: datetime) -> FoundPerson:
    account, made = accounts.of_person(session, person.id), filings.all_of_filer(session, person.id, limit=MAX_RESULTS)
    before = max(left_people.own_listed(session, person, now=now).values(), default=None)
    others = bool(left_people.all_of(session, person, people.listed(session, at=now)))
    return FoundPerson(person, account, made, before, others and before is None)
