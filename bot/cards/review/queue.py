"""Cards of /take, /case, /pass, /return and /release: a case with its advice, decisions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.card import Attachment, Button, Card, CardButton, PairButton, Row, Whose, column
from bot.cards.filing.filing_words import why
from bot.cards.filing.filings import facts
from bot.cards.identity import documents
from bot.cards.menu import Command
from bot.cards.navigation import go, sentence, tick
from bot.cards.review.machine_advice import lines as advice_lines
from bot.cards.staff.shared_numbers import lines as shared_number_lines
from bot.services.identity.shared_numbers import SharedMatter
from bot.services.organisations import authority
from bot.services.review.queue import Holding
from bot.services.review.return_reasons import REASONS_BY_NUMBER, ReturnReason
from bot.services.values import identity_documents, masking
from bot.texts import Texts
from storage.filing.filings import Filing, FilingStatus
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review import blacklist, reviews
from storage.review.photo_views import PhotoView, ViewedItem
from storage.review.reviews import Review, ReviewStatus
from storage.staff.members import StaffRole

TAKE = Button("take", UUID, whose=Whose.STAFF)
CASE = Button("case", UUID, whose=Whose.STAFF)
PASS = Button("pass", UUID, whose=Whose.STAFF)
PASS_SAME = Button("pass-same", UUID, whose=Whose.STAFF)
PASS_OTHER = Button("pass-other", UUID, whose=Whose.STAFF)
RETURN = PairButton("return", first_type=UUID, second_type=str, example="1", whose=Whose.STAFF)
RETURN_WORDS = Button("return-words", UUID, whose=Whose.STAFF)
RETURN_WHY = Button("return-why", str, in_step=True)
RETURN_NOW = Button("return-now", str, in_step=True)
RELEASE = Button("release", UUID, whose=Whose.STAFF)
FALSE = Button("false", UUID, whose=Whose.STAFF)
ENROL = Button("enrol", UUID, whose=Whose.CASE)
COMMANDS = (
    Command("take", 11, StaffRole.REVIEWER, has_button=False),
    Command("case", 12, StaffRole.REVIEWER, has_button=False),
    Command("pass", 13, StaffRole.REVIEWER, has_button=False),
    Command("return", 14, StaffRole.REVIEWER, has_button=False),
    Command("release", 15, StaffRole.REVIEWER, has_button=False),
)

photos_coming = sentence("case-photos-coming")
photos_failed = sentence("case-photos-failed", "queue")


def taken(review: Review, filing: Filing, texts: Texts) -> Card:
    """The case is leased to the reviewer; the photos are being prepared."""
    return Card(texts("case-taken", number=filing.number, until=review.lease_until))


def shown(session: Session, viewing: PhotoView, filing: Filing, texts: Texts) -> Card:
    """One photo, watermarked; or the name and the numbers of the applicant in full, to be compared with the photos."""
    if viewing.slot is ViewedItem.FACTS:
        filer = session.get_one(Person, filing.filer_id)
        lines = [texts("case-facts", number=filing.number, name=filer.name, id=documents.named(filer.id_number, texts))]
        if filer.licence_number and filer.licence_number != identity_documents.bare(filer.id_number):
            lines.append(texts("case-facts-licence", licence=filer.licence_number))
        if filer.portrait_id is None:
            lines.append(texts("case-facts-no-portrait"))
        return Card("\n".join(lines))
    text = texts("case-photo", what=texts.plain(f"photo-{viewing.slot.value}"), number=filing.number)
    return Card(text, attachments=(Attachment(viewing.file_id),) if viewing.file_id else ())


def case(
    session: Session,
    review: Review,
    filing: Filing,
    texts: Texts,
    *,
    holding: Holding,
    note: str = "",
    shared: Sequence[SharedMatter] = (),
) -> Card:
    """What the reviewer needs to decide. note: the key of a text above it.

    shared: what is held against others who have declared the ID number; who passes the case says whether it counts.
    """
    lines = [texts(note)] if note else []
    lines += [texts("case", round=review.round, **_times(review), **_about(session, filing, texts))]
    if people.other_holder(session, session.get_one(Person, filing.filer_id)) is not None:
        lines.append(texts("number-of-another"))
    lines += shared_number_lines(texts, shared)
    lines += _earlier(session, review, texts)
    if review.status in reviews.DECIDED or review.status is ReviewStatus.WITHDRAWN:
        lines.append(texts(f"case-{review.status.value}"))
    elif holding is Holding.YOURS:
        lines += [texts("case-yours", until=review.lease_until), *advice_lines(review.advice, texts)]
    else:
        lines.append(texts(f"case-holding-{holding.value}"))
    if review.status is ReviewStatus.RETURNED:
        return Card("\n".join(lines), (*_false(session, review.id, filing, texts), _next(texts)))
    return Card("\n".join(lines), _can_do(review, texts, holding, shares=bool(shared)))


def ask_reasons(filing: Filing, texts: Texts, *, chosen: Collection[ReturnReason], words: str) -> Card:
    """Asks for the reasons of the return, each with a box, and for own words; the applicant will read all of them."""
    lines = [texts("case-ask-reasons", number=filing.number)]
    if words:
        lines.append(texts("review-words", words=words))
    boxes = [
        RETURN_WHY.on(tick(texts.plain(f"case-why-{typed}"), texts, chosen=why in chosen), typed)
        for typed, why in REASONS_BY_NUMBER.items()
    ]
    last = (RETURN_NOW.on(texts.plain("case-return-now"), ""),) if chosen or words else ()
    return Card("\n".join(lines), column(*boxes, *last))


def passed(filing: Filing, texts: Texts) -> Card:
    """The case is passed, and whether the filing became active, a limit was reached, or the applicant is listed."""
    key = "case-passed-active" if filing.status is FilingStatus.ACTIVE else "case-passed-refused"
    if filing.return_reason == "used-by-others":
        key = "case-passed-listed"
    return Card(texts(key, number=filing.number), (_next(texts),))


def returned(session: Session, review_id: UUID, filing: Filing, texts: Texts) -> Card:
    """The case is returned; with a button to propose the applicant for the blacklist, unless they are named already."""
    text = texts("case-returned-now", number=filing.number, why=why(texts, filing.return_reason))
    return Card(text, (*_false(session, review_id, filing, texts), _next(texts)))


def released(filing: Filing, texts: Texts) -> Card:
    """The case is back in the queue."""
    return Card(texts("case-released", number=filing.number), (_next(texts),))


def expired(filing: Filing, texts: Texts) -> Card:
    """The lease has expired."""
    return Card(texts("case-expired", number=filing.number), (_next(texts),))


def enrolled(texts: Texts, *, kept: bool) -> Card:
    """The reviewed photo is kept for future face checks, or was deleted already."""
    return Card(texts("enrol-done" if kept else "enrol-late"), ((go("privacy", texts), go("menu", texts)),))


def _false(session: Session, review_id: UUID, filing: Filing, texts: Texts) -> tuple[Row, ...]:
    """Return the row that proposes the applicant for the blacklist; none if they are proposed or listed for it."""
    if blacklist.naming(session, filing.filer_id, review_id) is not None:
        return ()
    return ((FALSE.on(texts.plain("case-false"), review_id),),)


def _can_do(review: Review, texts: Texts, holding: Holding, *, shares: bool) -> tuple[Row, ...]:
    if review.status not in reviews.OPEN_STATUSES or holding in (Holding.OTHER, Holding.SECOND, Holding.NO_DUTY):
        return (_next(texts),)
    if holding is Holding.FREE:
        return ((TAKE.on(texts.plain("case-take"), review.id),), (go("queue", texts),))
    returns: list[CardButton] = [
        RETURN.on_pair(texts.plain(f"case-return-{typed}"), review.id, typed) for typed in REASONS_BY_NUMBER
    ]
    returns.append(RETURN_WORDS.on(texts.plain("case-return-words"), review.id))
    false, release = FALSE.on(texts.plain("case-false"), review.id), RELEASE.on(texts.plain("case-release"), review.id)
    passes = column(PASS.on(texts.plain("case-pass"), review.id))
    if shares:
        same = PASS_SAME.on(texts.plain("shared-number-same"), review.id)
        passes = column(same, PASS_OTHER.on(texts.plain("shared-number-other"), review.id))
    return (*passes, *column(*returns), (false,), (release,))


def _about(session: Session, filing: Filing, texts: Texts) -> dict[str, Any]:
    """Return what the case is about. Names and numbers are masked, enough to compare with the document."""
    filer, vehicle = session.get(Person, filing.filer_id), session.get(Vehicle, filing.vehicle_id)
    owner = authority.acting_owner(session, vehicle.id) if vehicle else None
    organisation = authority.owning_organisation(session, vehicle) if vehicle else None
    return {
        **facts(session, filing, texts),
        "id": masking.id_number(filer.id_number) if filer else "",
        "owner": organisation.name if organisation else masking.name(owner.name) if owner else "",
        "way": texts.plain(f"filing-way-{filing.way.value}"),
        "licence": masking.id_number(filer.licence_number) if filer and filer.licence_number else "—",
    }


def _earlier(session: Session, review: Review, texts: Texts) -> list[str]:
    """Return why the case was returned in earlier rounds."""
    before = [one for one in reviews.of_filing(session, review.filing_id) if one.round < review.round]
    return [
        texts("case-earlier", round=one.round, why=why(texts, one.reason), words=one.text or "—")
        for one in before
        if one.status is ReviewStatus.RETURNED
    ]


def _times(review: Review) -> dict[str, datetime]:
    """Return since when a case waits, and by when it is to be decided."""
    return {"since": review.submitted_at, "due": review.due_at}


def _next(texts: Texts) -> Row:
    return (go("take", texts), go("queue", texts))
