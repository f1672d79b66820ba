"""The check of an applicant's identity: a selfie that is compared, or two photos for a manual review.

tap Check ─► CONSENT ─ yes ─► FACE ─ a selfie ─► COMPARING ─► done, FACE again or PHOTOS
                └─ no, or no face check is possible ─► PHOTOS ─ two photos, or an album ─ tap Send ─► in review

A result counts even if the person has left the flow before it arrives.
"""

from collections.abc import Iterator

from bot.card import Card
from bot.cards.filing import filings as filing_cards
from bot.cards.review import face_checks as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowStep, Handler, NextStep, on_picture, on_result, on_tap
from bot.services.identity import consents
from bot.services.review import face_checks, face_verdicts, photos as photo_service
from bot.services.review.face_verdicts import FaceCheckDecision, FaceCheckVerdict
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.tasks import face_checks as face_check_tasks
from handlers.filing import draft
from handlers.review import photo_upload
from handlers.review.photo_upload import CheckDraft
from storage.filing.filings import Filing
from storage.identity.consents import ConsentText
from storage.review.face_checks import FaceCheckAttemptState
from storage.review.photos import Photo


class Step(FlowStep):
    """What the flow waits for."""

    CONSENT = "consent"
    FACE = "face"
    COMPARING = "comparing"


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_result(face_check_tasks.check_face, take_verdict_elsewhere)
    yield Flow(
        "check",
        entry_points=[on_tap(filing_cards.CHECK, start), on_picture(photo_upload.take_retake)],
        steps={
            Step.CONSENT: Ask(
                consent,
                on_tap(cards.AGREE, agree),
                on_tap(cards.BY_PHOTOS, by_photos),
                is_consent=True,
                on_leave=photo_upload.leave,
            ),
            Step.FACE: Ask(
                selfie,
                on_picture(take_selfie),
                on_tap(cards.BY_PHOTOS, by_photos),
                bars_back=True,
                on_leave=photo_upload.leave,
            ),
            Step.COMPARING: Ask(
                comparing,
                on_result(face_check_tasks.check_face, take_verdict),
                bars_back=True,
                is_progress=True,
                on_leave=photo_upload.leave,
            ),
            **photo_upload.steps(),
        },
        is_over=draft.is_over,
    )


def start(context: DeskContext) -> FlowStep:
    """Find out whether a face check is possible for this case, and continue it."""
    consents.require(context.session, context.person)
    filing = face_checks.find(context.session, context.tapped(filing_cards.CHECK), by=context.person)
    context.store_draft(CheckDraft(filing=filing.id))
    why = face_checks.obstacle(
        context.session, filing, by=context.person, now=context.now, can_compare=context.compares_faces
    )
    if why is not None:
        context.heading = "\n\n".join(filter(None, [context.heading, cards.obstacle(context.texts, why).text]))
        if context.tapped_message is not None:  # The question stands below the example.
            context.show(Card(context.heading))
            context.heading = ""
        return photo_upload.begin(context)
    if not consents.has_agreed(context.session, context.person, ConsentText.FACE):
        return Step.CONSENT
    return _to_face(context, filing)


def consent(context: DeskContext) -> Card:
    """Ask for consent to compare the face."""
    filing = photo_upload.filing_of(context)
    card = cards.consent(context.texts, days=rules.number(context.session, RuleName.PHOTO_DAYS, at=context.now))
    return filing_cards.in_step(card, context.texts, filing)


def agree(context: DeskContext) -> FlowStep:
    """Store the consent, then ask for the selfie."""
    consents.agree(context.session, context.person, ConsentText.FACE, now=context.now)
    return _to_face(context, photo_upload.filing_of(context))


def by_photos(context: DeskContext) -> FlowStep:
    """Ask for photos instead of a face check."""
    return photo_upload.begin(context)


def selfie(context: DeskContext) -> Card:
    """Ask for a selfie with these digits."""
    filing = photo_upload.filing_of(context)
    left = face_checks.tries_left(context.session, filing, now=context.now)
    digits = face_checks.ask(context.session, filing, now=context.now).digits
    card = cards.selfie(context.texts, digits=digits, left=left)
    return filing_cards.in_step(card, context.texts, filing)


def take_selfie(context: DeskContext) -> FlowStep:
    """Take the selfie; a task downloads and compares it. Once the consent is revoked, ask for that first."""
    if not consents.has_agreed(context.session, context.person, ConsentText.FACE):
        return Step.CONSENT
    filing, file = photo_upload.filing_of(context), context.file
    photo_service.check_new(context.session, file.unique_id, file.size)
    question = face_checks.comparison(context.session, filing, by=context.person, now=context.now)
    reference = context.order_task(
        face_check_tasks.check_face,
        file_id=file.file_id,
        person=context.account.telegram_id,
        owner=context.person.id,
        portrait=question.portrait,
        digits=question.digits,
        accept=question.accept,
        doubt=question.doubt,
    )
    face_checks.order(context.session, filing, photo_upload.sent(context, reference), now=context.now)
    return Step.COMPARING


def comparing(context: DeskContext) -> Card:
    """Say that the comparison takes a moment."""
    filing = photo_upload.filing_of(context)
    return filing_cards.in_step(cards.comparing(context.texts), context.texts, filing)


def take_verdict(context: DeskContext) -> NextStep:
    """Take the verdict while the person waits for it."""
    photo = photo_upload.photo_of(context)
    if photo is None or photo.filing_id != context.load_draft(CheckDraft).filing:
        take_verdict_elsewhere(context)
        return None
    decision = _decide(context, photo)
    context.conversation.forget_parked("filing", photo.filing_id.hex)
    if decision.verdict in (FaceCheckVerdict.PASSED, FaceCheckVerdict.NOT_FILED, FaceCheckVerdict.LATE):
        return END  # Both sides are notified by the service.
    context.say(cards.verdict(context.texts, decision))
    if decision.verdict in (FaceCheckVerdict.UNCLEAR, FaceCheckVerdict.BAD):
        return _to_face(context, photo_upload.filing_of(context))
    return photo_upload.begin(context)


def take_verdict_elsewhere(context: DeskContext) -> None:
    """Take the verdict after the person has left the flow: it counts, and they are told how to continue."""
    photo = photo_upload.photo_of(context)
    if photo is None:
        return
    decision = _decide(context, photo)
    if decision.verdict not in (FaceCheckVerdict.PASSED, FaceCheckVerdict.NOT_FILED, FaceCheckVerdict.LATE):
        _tell_elsewhere(context, photo, decision)
    context.conversation.forget_parked("filing", photo.filing_id.hex)


def _decide(context: DeskContext, photo: Photo) -> FaceCheckDecision:
    result = context.result_of(face_check_tasks.check_face)
    return face_verdicts.decide(context.session, photo, result, now=context.now)


def _to_face(context: DeskContext, filing: Filing) -> FlowStep:
    check = face_checks.ask(context.session, filing, now=context.now)
    return Step.COMPARING if check.state is FaceCheckAttemptState.COMPARING else Step.FACE


def _tell_elsewhere(context: DeskContext, photo: Photo, decision: FaceCheckDecision) -> None:
    filing = context.session.get_one(Filing, photo.filing_id)
    context.say(cards.go_on(context.texts, filing, cards.verdict(context.texts, decision)))
