"""Identity cases (身份核实): a person asks staff to verify them, or to move them to another account or number.

open_case ──► staff decide (identity_decisions), after the time to object (identity_holders)
         ├──► the phone on record confirms it by a code (identity_confirmations)
         ├──► who holds the identity says that it is not them who asks (identity_objections)
         └──► withdraw by the applicant

The desk never says whether an ID number is on record or has an account: a case is opened with any number.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import Refusal, StaleButton
from bot.services.identity import ages, consents, limits, shared_numbers
from bot.services.identity.limits import Limit
from bot.services.review import identity_digests, identity_holders, identity_numbers, identity_stakes
from bot.services.review.photos import CheckedPhoto, InvalidPicture, PhotoHashes, PhotoReused, is_known
from bot.services.review.submission import PhotosMissing
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import work_news
from bot.services.values import working_days
from storage import audit, database, files
from storage.database import NamedLock, counters
from storage.identity.accounts import Account
from storage.identity.consents import ConsentText
from storage.register import people
from storage.register.people import Person
from storage.review import identity_case_deletion, identity_cases, photos
from storage.review.identity_cases import IdentityCase, IdentityCaseKind

WORK = "identity"  # A kind of work.
DAY, MONTH = timedelta(days=1), timedelta(days=30)


class IdentityCaseOpen(Refusal, key="refused-identity-open", offers=("identity",)):
    """The account has an undecided case. Value: number."""


class TooManyIdentityCases(Refusal, key="refused-identity-too-many", offers=("menu",)):
    """The account has opened as many cases as allowed. Values: most; days, in how many; until, when it may again."""


class IdentityCaseClosed(Refusal, key="refused-identity-closed", offers=("identity",)):
    """The case is decided, stopped or withdrawn. Value: number."""


@dataclass(frozen=True, slots=True)
class IdentityRequest:
    """What the applicant asks for. name, id_number, phone (E.164): empty if the kind needs none.

    document_hashes, selfie_hashes: what each photo is recognised by (`photo_hashes`).
    """

    kind: IdentityCaseKind
    document: UUID
    selfie: UUID
    name: str = ""
    id_number: str = ""
    phone: str = ""
    document_hashes: PhotoHashes = PhotoHashes()
    selfie_hashes: PhotoHashes = PhotoHashes()


def kinds_for(session: Session, account: Account, *, now: datetime) -> tuple[IdentityCaseKind, ...]:
    """Return the kinds of case that this account may open; VERIFY also if staff shall answer about a shared number."""
    moving = (IdentityCaseKind.NEW_NUMBER, IdentityCaseKind.WRONG_PERSON)
    if account.person_id is None:
        return (IdentityCaseKind.LOST_ACCOUNT, *moving)
    person = session.get_one(Person, account.person_id)
    is_done = person.verified_at is not None and not shared_numbers.is_unanswered(session, person, now=now)
    return moving if is_done or account.locked_at is not None else (IdentityCaseKind.VERIFY, *moving)


def needs_identity(kind: IdentityCaseKind, account: Account) -> bool:
    """Return whether the applicant has to type name and ID number: nobody is bound to the account, or somebody else."""
    return account.person_id is None or kind is IdentityCaseKind.WRONG_PERSON


def needs_phone(kind: IdentityCaseKind) -> bool:
    """Return whether the applicant has to share their contact."""
    return kind is not IdentityCaseKind.VERIFY


def require_possible(session: Session, account: Account, *, now: datetime) -> None:
    """Check that who uses this account has not opened as many cases as allowed. Raises TooManyIdentityCases."""
    keys = limits.proven_keys_of_user(session, account)
    most = rules.number(session, RuleName.IDENTITY_CASES_A_MONTH, at=now)
    until = limits.reached_until(session, Limit.IDENTITY_CASE, keys, most=most, now=now)
    if until is not None:
        raise TooManyIdentityCases(most=most, days=MONTH.days, until=local_time.at(until))


def check_photo(session: Session, result: CheckedPhoto | None) -> CheckedPhoto:
    """Return the photo that a task has checked and stored. Raises InvalidPicture or PhotoReused."""
    if result is None or result.file is None:
        raise InvalidPicture(result.problem if result is not None and result.problem else "failed")
    if is_known(session, photo_hashes(result)):
        files.delete_file(session, result.file)
        raise PhotoReused
    return result


def photo_hashes(photo: CheckedPhoto) -> PhotoHashes:
    """Return the hashes by which a photo is recognised."""
    return PhotoHashes(photos.photo_hash("bytes", photo.sha256), photo.perceptual_hash)


def open_case(session: Session, account: Account, request: IdentityRequest, *, now: datetime) -> IdentityCase:
    """Open a case: who holds the identity is told first, in the chat and by SMS, then the reviewers.

    Raises StaleButton for a kind that is not the account's, IdentityCaseOpen, and what the checks below raise.
    """
    if request.kind not in kinds_for(session, account, now=now):
        raise StaleButton
    keys = limits.proven_keys_of_user(session, account)
    limits.lock(session, keys)
    require_possible(session, account, now=now)
    if needs_identity(request.kind, account):
        ages.require_registration_age(session, request.id_number, now=now)
    identity_numbers.require_new(session, account, request.kind, request.phone)
    _require_new_photos(session, request)
    case = _new_case(session, account, request, now=now)
    holder = case.holder_id
    if holder is not None and identity_digests.may_tell(session, holder, lane=account.lane, now=now):
        case.told_at = now
    if not database.try_add(session, case):  # The account has an undecided case.
        existing = identity_cases.open_of_account(session, account.id)
        raise IdentityCaseOpen(number=(existing or case).reference)
    _keep_photos(session, case, now=now)
    audit.record(session, audit.Action.IDENTITY_OPENED, by=account.id, on=case.id, at=now, kind=case.kind.value)
    limits.record(session, Limit.IDENTITY_CASE, keys, until=local_time.date_of(now + MONTH) - DAY, now=now)
    if account.person_id is not None:
        consents.agree(session, session.get_one(Person, account.person_id), ConsentText.ID_PHOTOS, now=now)
    else:
        consents.record_of_guest(session, account, ConsentText.ID_PHOTOS, about=case.id, now=now)
    identity_holders.tell(session, case, by=account, now=now)
    tell_reviewers(session, case, now=now)
    return case


def tell_reviewers(session: Session, case: IdentityCase, *, now: datetime) -> None:
    """Tell the reviewers who may decide a case that it waits, or that what they know of it has changed."""
    work_news.arrive(session, WORK, case.id, now=now)


def delete_old(session: Session, now: datetime) -> None:
    """Delete the cases closed longer ago than their photos are kept, the rule `photo_days`."""
    days = rules.number(session, RuleName.PHOTO_DAYS, at=now)
    identity_case_deletion.delete_closed(session, before=now - timedelta(days=days))


def _new_case(session: Session, account: Account, request: IdentityRequest, *, now: datetime) -> IdentityCase:
    case = IdentityCase(
        number=counters.next_number(session, "identity_case"),
        kind=request.kind,
        account_id=account.id,
        person_id=account.person_id,
        document_id=request.document,
        selfie_id=request.selfie,
        opened_at=now,
        due_at=now,
    )
    case.document_hash, case.document_perceptual_hash = request.document_hashes
    case.selfie_hash, case.selfie_perceptual_hash = request.selfie_hashes
    if needs_identity(request.kind, account):
        _set_identity(case, request.name, request.id_number)
    elif request.kind is IdentityCaseKind.VERIFY:
        _name_other_holder(session, case)
    case.phone = request.phone if needs_phone(request.kind) else ""
    case.holder_id = identity_holders.holder_of(session, account, case)
    case.needs_two = case.moves or case.holder_id is not None or _may_absorb_business(session, case)
    # The applicant reads when it is due: that tells of the kind, and of nobody who may hold the number.
    waits = identity_holders.waits_until(session, case, now=now) if case.moves else None
    days = rules.number(session, RuleName.REVIEW_WORKING_DAYS, at=now)
    case.due_at = working_days.due_after(waits or now, days).at
    return case


def _may_absorb_business(session: Session, case: IdentityCase) -> bool:
    """Return whether an approval may give the applicant what two decide about, of who declares the same number."""
    person = session.get(Person, case.person_id) if case.person_id is not None else None
    number = case.id_number or (person.id_number if person is not None else "")
    return identity_stakes.any_of_declarers(session, number, but=case.person_id)


def _require_new_photos(session: Session, request: IdentityRequest) -> None:
    """Check that no case has these photos; two cases with the same ones wait for each other. Raises PhotoReused."""
    shown = sorted(each for each in (request.document_hashes, request.selfie_hashes) if each.content)
    for content, perceptual in shown:
        database.lock_name(session, NamedLock.IDENTITY_PHOTO, content)
        if identity_cases.uses_photo(session, content_hash=content, perceptual_hash=perceptual):
            raise PhotoReused


def _name_other_holder(session: Session, case: IdentityCase) -> None:
    """Let the case decide between this person and another holder of their ID number, if it can."""
    person = session.get_one(Person, case.person_id)
    if identity_holders.replaceable_holder(session, person) is not None:
        _set_identity(case, person.name, person.id_number)


def _set_identity(case: IdentityCase, name: str, id_number: str) -> None:
    case.name, case.id_number, case.number_index = name, id_number, people.id_number_index(id_number)


def _keep_photos(session: Session, case: IdentityCase, *, now: datetime) -> None:
    """Keep both photos until the case is deleted. Raises PhotosMissing."""
    if any(files.read(session, one) is None for one in case.photo_ids.values()):
        raise PhotosMissing
    days = rules.number(session, RuleName.PHOTO_DAYS, at=now)
    for photo in case.photo_ids.values():
        files.set_delete_at(session, photo, now + timedelta(days=days))
