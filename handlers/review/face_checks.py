"""The check of the person: a selfie that is compared, or two photos that people look at.

tap Check ─► CONSENT ─ yes ─► FACE ─ a selfie ─► COMPARING ─► done, FACE again or PHOTOS
                └─ no, or no face check to be had ─► PHOTOS ─ two photos, or an album ─ tap Send ─► in review

A result counts wherever the person is when it comes: what it says stands in the row, not in the chat.
"""

from collections.abc import Iterator

from bot.card import Card
from bot.cards.filing import filings as filing_cards
from bot.cards.review import face_checks as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowStep, Handler, NextStep, on_picture, on_result, on_tap
from bot.services.identity import consents
from bot.services.review import face_checks
from bot.services.review import photos as photo_service
from bot.services.review.face_checks import FaceCheckDecision, FaceCheckVerdict
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.tasks import face_checks as face_check_tasks
from handlers.review import photo_upload
from storage.filing import filings as store
from storage.filing.filings import Filing
from storage.identity.consents import ConsentText
from storage.review.face_checks import FaceCheckAttemptState
from storage.review.photos import Photo


class Step(FlowStep):
    """What we are waiting for."""

    CONSENT = "consent"
    FACE = "face"
    COMPARING = "comparing"


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_result(face_check_tasks.check_face, take_verdict_elsewhere)
    yield Flow(
        "check",
        entry_points=[on_tap(filing_cards.CHECK, start)],
        states={
            Step.CONSENT: Ask(consent, on_tap(cards.AGREE, agree), on_tap(cards.BY_PHOTOS, by_photos)),
            Step.FACE: Ask(selfie, on_picture(take_selfie), on_tap(cards.BY_PHOTOS, by_photos), bars_back=True),
            Step.COMPARING: Ask(comparing, on_result(face_check_tasks.check_face, take_verdict), bars_back=True),
            **photo_upload.states(),
        },
    )


def start(context: DeskContext) -> FlowStep:
    """See which way this case can take; go on where it stands."""
    filing = face_checks.find(context.session, context.tapped(filing_cards.CHECK), by=context.person)
    context.draft["filing"] = filing.id.hex
    why = face_checks.obstacle(
        context.session, filing, by=context.person, now=context.now, can_compare=context.compares_faces
    )
    if why is not None:
        context.show(cards.obstacle(context.texts, why))
        return photo_upload.begin(context)
    if not consents.has_agreed(context.session, context.person, ConsentText.FACE):
        return Step.CONSENT
    return _to_face(context, filing)


def consent(context: DeskContext) -> Card:
    """May the face be compared?"""
    photo_upload.filing_of(context)
    return cards.consent(context.texts, days=rules.number(context.session, RuleName.PHOTO_DAYS, at=context.now))


def agree(context: DeskContext) -> FlowStep:
    """Yes: on to the selfie."""
    consents.agree(context.session, context.person, ConsentText.FACE, now=context.now)
    return _to_face(context, photo_upload.filing_of(context))


def by_photos(context: DeskContext) -> FlowStep:
    """No face check, people shall look."""
    return photo_upload.begin(context)


def selfie(context: DeskContext) -> Card:
    """A selfie with these digits."""
    filing = photo_upload.filing_of(context)
    left = face_checks.tries_left(context.session, filing, now=context.now)
    return cards.selfie(
        context.texts, digits=face_checks.ask(context.session, filing, now=context.now).digits, left=left
    )


def take_selfie(context: DeskContext) -> FlowStep:
    """The selfie: fetched and compared by a task."""
    filing, file = photo_upload.filing_of(context), context.file
    assert file is not None
    photo_service.check_new(context.session, file.unique_id, file.size)
    question = face_checks.question(context.session, filing, by=context.person, now=context.now)
    reference = context.order_task(
        face_check_tasks.check_face, file_id=file.file_id, person=context.account.telegram_id, **question
    )
    face_checks.order(context.session, filing, photo_upload.sent(context, reference), now=context.now)
    return Step.COMPARING


def comparing(context: DeskContext) -> Card:
    """It takes a moment."""
    return cards.comparing(context.texts)


def take_verdict(context: DeskContext) -> NextStep:
    """The verdict, while the person waits for it."""
    photo = photo_upload.photo_of(context)
    if photo is None or photo.filing_id.hex != context.draft["filing"]:
        take_verdict_elsewhere(context)
        return None
    decision = face_checks.decide(context.session, photo, context.result, now=context.now)
    photo_upload.forget_parked(context, photo.filing_id)
    if decision.verdict in (FaceCheckVerdict.PASSED, FaceCheckVerdict.NOT_FILED, FaceCheckVerdict.LATE):
        return END  # The news itself goes to both sides.
    context.say(cards.verdict(context.texts, decision))
    if decision.verdict in (FaceCheckVerdict.UNCLEAR, FaceCheckVerdict.REUSED, FaceCheckVerdict.BAD):
        return _to_face(context, photo_upload.filing_of(context))
    return photo_upload.begin(context)


def take_verdict_elsewhere(context: DeskContext) -> None:
    """The verdict, when the person has gone elsewhere: it counts, and he is told how to go on."""
    photo = photo_upload.photo_of(context)
    if photo is None:
        return
    decision = face_checks.decide(context.session, photo, context.result, now=context.now)
    if decision.verdict not in (FaceCheckVerdict.PASSED, FaceCheckVerdict.NOT_FILED, FaceCheckVerdict.LATE):
        _tell_elsewhere(context, photo, decision)
    photo_upload.forget_parked(context, photo.filing_id)


def _to_face(context: DeskContext, filing: Filing) -> FlowStep:
    check = face_checks.ask(context.session, filing, now=context.now)
    return Step.COMPARING if check.state is FaceCheckAttemptState.LOOKING else Step.FACE


def _tell_elsewhere(context: DeskContext, photo: Photo, decision: FaceCheckDecision) -> None:
    filing = store.get(context.session, photo.filing_id)
    assert filing is not None
    context.say(cards.go_on(context.texts, filing, cards.verdict(context.texts, decision)))
