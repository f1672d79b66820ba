"""Cards of /identity for reviewers: the queue of identity cases, one case, its photos, the decision."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.card import Attachment, Button, Card, Row, Whose, column, grid
from bot.cards.identity import documents
from bot.cards.navigation import go, sentence
from bot.cards.notification import Reader, notification_about
from bot.cards.review import identity_case_facts as case_facts
from bot.cards.review.identity_cases import BEGIN
from bot.cards.review.machine_advice import document_lines as read_lines
from bot.cards.staff.shared_numbers import lines as shared_number_lines, own_lines
from bot.services.identity.levels import level_of
from bot.services.identity.shared_numbers import SharedMatter
from bot.services.review import identity_holders, identity_queue
from bot.services.review.identity_queue import IdentityHolding, QueuedIdentityCase
from bot.services.staff import permissions
from bot.services.values import masking
from bot.texts import Texts
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review.identity_cases import IdentityCase, IdentityCaseKind
from storage.staff.members import StaffRole

TAKE = Button("id-take", UUID, whose=Whose.STAFF)
RELEASE = Button("id-release", UUID, whose=Whose.STAFF)
APPROVE = Button("id-approve", UUID, whose=Whose.STAFF)
APPROVE_SAME = Button("id-same", UUID, whose=Whose.STAFF)
APPROVE_OTHER = Button("id-other", UUID, whose=Whose.STAFF)
REJECT = Button("id-reject", UUID, whose=Whose.STAFF)

photos_failed = sentence("identity-photos-failed", "identity")


def queue(texts: Texts, cases: Sequence[QueuedIdentityCase], *, total: int) -> Card:
    """The undecided cases, the earliest due first, with a button for each that this reviewer may take or has taken."""
    last = column(BEGIN.on(texts.plain("identity-begin-own"), ""), go("menu", texts))
    if not total:
        return Card(texts("identity-queue-empty"), last)
    lines = [texts("identity-queue", count=total), *(_line(texts, each) for each in cases)]
    may = (IdentityHolding.FREE, IdentityHolding.YOURS)
    buttons = [
        TAKE.on(texts.plain("identity-queue-button", number=each.case.reference), each.case.id)
        for each in cases
        if each.holding in may
    ]
    return Card("\n".join(lines), (*grid(buttons, 3), *last))


def case(
    session: Session,
    texts: Texts,
    case: IdentityCase,
    *,
    holding: IdentityHolding,
    until: Any = None,
    shared: Sequence[SharedMatter] = (),
    own: Sequence[SharedMatter] = (),
) -> Card:
    """What the reviewer needs to decide. until: when the time to object is over, None if the case does not wait.

    shared: what is held against others who have declared the ID number; who approves says whether it counts. own: what
    is held against whom the account that asks belongs or belonged to, which stays with them.
    """
    person = session.get(Person, case.person_id) if case.person_id else None
    account = session.get_one(Account, case.account_id)
    lines = [
        texts("identity-case", **_about(texts, case)),
        _applicant(session, texts, case),
        texts("identity-case-account", since=account.created_at, **_bound(texts, person)),
    ]
    lines += case_facts.record_lines(session, texts, case)
    lines += case_facts.phone_lines(session, texts, case)
    lines += own_lines(texts, own)
    lines += shared_number_lines(texts, shared)
    if case.is_open and case.outdated:
        lines.append(texts("refused-identity-outdated", number=case.reference))
    if case.is_open:
        lines += case_facts.stake_lines(session, texts, case)
    if case.is_open and identity_holders.ends_service(session, case):
        lines.append(texts("identity-case-staff"))
    if until is not None:
        lines.append(texts("identity-case-waits", until=until))
    if case.disputed_at is not None:
        lines.append(texts("identity-case-disputed", at=case.disputed_at))
    if case.is_open and case.takes_two:
        is_first = identity_queue.is_first_approval(session, case)
        lines.append(texts("identity-case-needs-two" if is_first else "identity-case-needs-one"))
    if not case.is_open:
        lines.append(texts(f"identity-case-{case.status.value}"))
    elif holding is not IdentityHolding.YOURS:
        lines.append(texts(f"identity-case-is-{holding.value}"))
    return Card("\n".join(lines), _actions(texts, case, holding, waits=until is not None, shares=bool(shared)))


def photo(texts: Texts, case: IdentityCase, what: str, file_id: UUID) -> Card:
    """One photo, watermarked."""
    text = texts("identity-photo", what=texts.plain(f"identity-photo-{what}"), number=case.reference)
    return Card(text, attachments=(Attachment(file_id),))


def facts(session: Session, texts: Texts, case: IdentityCase, *, read: Mapping[str, str]) -> Card:
    """Name and ID number in full, to be compared with the photos, and what a machine has read of the document."""
    return Card("\n".join([identity_in_full(session, texts, case), *read_lines(read, texts)]))


def identity_in_full(session: Session, texts: Texts, case: IdentityCase) -> str:
    """Return name and ID number of the case in full."""
    name, number = identity_queue.identity_of(session, case)
    return texts("identity-facts", number=case.reference, name=name, id=documents.named(number, texts))


def photos_coming(texts: Texts, case: IdentityCase) -> Card:
    """The case is leased to the reviewer; the photos are being prepared."""
    return Card(texts("identity-taken", number=case.reference, until=case.lease_until))


def ask_reason(texts: Texts, case: IdentityCase, *, approves: bool) -> Card:
    """Ask for the reason of the decision."""
    return Card(texts("identity-ask-approve" if approves else "identity-ask-reject", number=case.reference))


def decided(texts: Texts, case: IdentityCase) -> Card:
    """The case is decided, or approved by the first of two."""
    return Card(texts(f"identity-now-{case.status.value}", number=case.reference), ((go("identity", texts),),))


def released(texts: Texts, case: IdentityCase) -> Card:
    """The case is back in the queue."""
    return Card(texts("identity-released", number=case.reference), ((go("identity", texts),),))


@notification_about("identity.opened", IdentityCase)
def tell_reviewers(session: Session, case: IdentityCase, reader: Reader) -> Card | None:
    """To reviewers: a case has been opened."""
    if not case.is_open:
        return None
    texts, number = reader.texts, case.reference
    key = _news_key(case)
    text = texts(key, number=number, kind=staff_kind_name(texts, case.kind), due=case.due_at)
    take = TAKE.on(texts.plain("identity-queue-button", number=number), case.id)
    return Card(text, ((take, go("identity", texts)),))


def _news_key(case: IdentityCase) -> str:
    """Return what is new about a case: it is new, confirmed, approved by one, or disputed."""
    if case.disputed_at is not None:
        return "identity-new-disputed"
    if case.first_reviewer is not None:
        return "identity-new-second"
    return "identity-new-confirmed" if case.confirmed_at is not None else "identity-new"


@notification_about("identity.overdue", IdentityCase)
def overdue(session: Session, case: IdentityCase, reader: Reader) -> Card | None:
    """To reviewers and admins: a case is overdue."""
    if not case.is_open:
        return None
    texts, number = reader.texts, case.reference
    text = texts("identity-overdue", number=number, kind=staff_kind_name(texts, case.kind), due=case.due_at)
    account = accounts.of_person(session, reader.person_id) if reader.person_id is not None else None
    if account is None or not permissions.has_role(session, account, StaffRole.REVIEWER):
        return Card(text, ((go("menu", texts),),))
    take = TAKE.on(texts.plain("identity-queue-button", number=number), case.id)
    return Card(text, ((take, go("identity", texts)),))


def staff_kind_name(texts: Texts, kind: IdentityCaseKind) -> str:
    """Return what a case is about in the words of staff; people read the same in the first person."""
    return texts.plain(f"identity-staff-{kind.value.replace('_', '-')}")


def _line(texts: Texts, each: QueuedIdentityCase) -> str:
    labels = {"queue-overdue": each.overdue, "identity-queue-disputed": each.case.disputed_at is not None}
    shown = " ".join(texts.plain(key) for key, applies in labels.items() if applies)
    is_second = each.holding is IdentityHolding.SECOND
    whose = texts.plain("identity-queue-second" if is_second else f"queue-{each.holding.value}")
    return texts("identity-queue-line", labels=shown, whose=whose, **_about(texts, each.case))


def _about(texts: Texts, case: IdentityCase) -> dict[str, Any]:
    """Return what a case is about, since when it waits, and by when it is to be decided."""
    number, kind = case.reference, staff_kind_name(texts, case.kind)
    return {"number": number, "kind": kind, "since": case.opened_at, "due": case.due_at}


def _applicant(session: Session, texts: Texts, case: IdentityCase) -> str:
    name, number = identity_queue.identity_of(session, case)
    line = texts("identity-case-applicant", name=masking.name(name), id=masking.id_number(number))
    return line + texts("identity-case-new-phone", phone=masking.phone(case.phone)) if case.phone else line


def _bound(texts: Texts, person: Person | None) -> dict[str, str]:
    if person is None:
        return {"who": texts.plain("identity-case-guest")}
    level = texts.plain(f"level-{level_of(person).value}")
    about = {"name": masking.name(person.name), "id": masking.id_number(person.id_number), "level": level}
    return {"who": texts.plain("identity-case-bound", **about)}


def _actions(
    texts: Texts, case: IdentityCase, holding: IdentityHolding, *, waits: bool, shares: bool
) -> tuple[Row, ...]:
    back = go("identity", texts)
    if not case.is_open or holding not in (IdentityHolding.FREE, IdentityHolding.YOURS):
        return ((back,),)
    if holding is IdentityHolding.FREE:
        return ((TAKE.on(texts.plain("identity-take"), case.id),), (back,))
    reject = REJECT.on(texts.plain("identity-reject"), case.id)
    approve = [APPROVE.on(texts.plain("identity-approve"), case.id)]
    if shares:
        approve = [APPROVE_SAME.on(texts.plain("shared-number-same"), case.id)]
        approve.append(APPROVE_OTHER.on(texts.plain("shared-number-other"), case.id))
    decide = ((reject,),) if waits else (*column(*approve), (reject,)) if shares else ((*approve, reject),)
    return (*decide, (RELEASE.on(texts.plain("identity-release"), case.id), back))
