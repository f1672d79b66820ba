"""Uploading the two photos for a manual review: the last step of the check, where a face check does not settle it.

PHOTO_CONSENT ─ tap Agree ─► PHOTOS      a photo ─► PHOTO_CONSENT: agree first
PHOTOS ─ a photo, or both as an album ─► checked by a task ─► the other, or the overview ─ tap Send ─► in review
   └─ tap Replace, Swap ─► PHOTOS
a photo outside a step that takes one, after a return ─► PHOTOS
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import Card
from bot.cards.filing import withdrawal as withdrawal_cards
from bot.cards.filing.filings import in_step
from bot.cards.navigation import above
from bot.cards.review import face_checks as cards
from bot.context import DeskContext
from bot.engine.listeners import (
    AGAIN,
    END,
    NOT_HANDLED,
    Ask,
    FlowSignal,
    FlowStep,
    Handler,
    NextStep,
    on_picture,
    on_result,
    on_tap,
)
from bot.services.identity import consents
from bot.services.review import case_decisions, face_checks, photo_consent, photos as service, submission
from bot.services.review.photos import CheckedPhoto, SentPhoto
from bot.stored_json import Draft
from bot.tasks import photos as photo_tasks, reviews as review_tasks
from handlers import waiting_messages
from handlers.filing.owner_code import own_application
from storage import files
from storage.engine import chat_messages
from storage.filing.filings import Filing
from storage.identity.consents import ConsentText
from storage.review import photos as store
from storage.review.photos import Photo, PhotoSlot, PhotoState


class Step(FlowStep):
    """What the flow waits for."""

    PHOTO_CONSENT = "photo_consent"
    PHOTOS = "photos"


class CheckDraft(Draft):
    """The application that is checked, and the photo that the next one replaces.

    heading: what led to the photos, above their question until the first is sent.
    """

    filing: UUID
    heading: str = ""
    replacing: PhotoSlot | None = None


def handlers() -> Iterator[Handler]:
    """Return what this module listens to outside its flow."""
    yield on_result(photo_tasks.check_photo, take_result_elsewhere)
    yield on_result(photo_tasks.draw_guide, show_guide)


def steps() -> dict[FlowStep, Ask]:
    """Return the steps that this module adds to the flow `check`."""
    listening = (
        on_picture(take_photo),
        on_result(photo_tasks.check_photo, take_result),
        on_result(photo_tasks.draw_guide, show_guide_first),
        on_tap(cards.REPLACE, replace),
        on_tap(cards.SWAP, swap),
        on_tap(cards.SEND, send),
    )
    return {
        Step.PHOTO_CONSENT: Ask(
            ask_consent, on_tap(cards.AGREE_PHOTOS, agree), on_picture(ask_first), is_consent=True, on_leave=leave
        ),
        Step.PHOTOS: Ask(ask_photos, *listening, bars_back=True, asks_yes=True, on_leave=leave),
    }


def begin(context: DeskContext) -> Step:
    """Ask for the consent to photos of ID documents first. With it, show the drawn example, or have it drawn."""
    if not consents.has_agreed(context.session, context.person, ConsentText.ID_PHOTOS):
        return Step.PHOTO_CONSENT
    _keep_heading(context)
    drawn = files.by_fingerprint(context.session, service.GUIDE)
    if drawn:
        context.say(cards.guide(context.texts, drawn[0].id))
    else:
        context.order_task(photo_tasks.draw_guide)
    return Step.PHOTOS


def _keep_heading(context: DeskContext) -> None:
    """Keep what stands above the question: it is asked again below the example, once that is drawn."""
    draft = context.load_draft(CheckDraft)
    draft.heading, context.heading = context.heading, ""
    context.store_draft(draft)


def ask_consent(context: DeskContext) -> Card:
    """Ask for consent to photos of ID documents."""
    card = cards.photo_consent(context.texts, photo_consent.in_force(context.session, now=context.now))
    return in_step(card, context.texts, filing_of(context))


def ask_first(context: DeskContext) -> FlowSignal:
    """Leave a photo that comes before the consent where it is, and say that the consent comes first."""
    context.heading = context.texts("photo-consent-first")
    return AGAIN


def agree(context: DeskContext) -> Step:
    """Store the consent, then ask for the photos."""
    consents.agree(context.session, context.person, ConsentText.ID_PHOTOS, now=context.now)
    return begin(context)


def ask_photos(context: DeskContext) -> Card:
    """Ask for the photo that is missing, or show the overview."""
    filing = filing_of(context)
    current = store.current(context.session, filing.id)
    draft = context.load_draft(CheckDraft)
    card = cards.photos(context.texts, current, draft.replacing)
    return in_step(above(draft.heading, card) if draft.heading else card, context.texts, filing)


def leave(context: DeskContext) -> Card:
    """Say that the application goes on, and how to come back."""
    filing = own_application(context, context.load_draft(CheckDraft).filing)
    return withdrawal_cards.left(context.session, filing, context.texts)


def take_photo(context: DeskContext) -> Step | None:
    """Take a photo, alone or of an album; a task downloads and checks it. Without consent, ask for that first."""
    if not consents.has_agreed(context.session, context.person, ConsentText.ID_PHOTOS):
        return Step.PHOTO_CONSENT
    filing, file, draft = filing_of(context), context.file, context.load_draft(CheckDraft)
    service.check_new(context.session, file.unique_id, file.size)
    slot = service.slot_for(context.session, filing, replacing=draft.replacing)
    reference = context.order_task(photo_tasks.check_photo, file_id=file.file_id, owner=context.person.id)
    service.record_sent(context.session, filing, slot, sent(context, reference), now=context.now)
    context.store_draft(CheckDraft(filing=draft.filing))
    waiting_messages.say(context, cards.received(context.texts), reference)
    return None


def take_retake(context: DeskContext) -> NextStep:
    """Take a photo for the only returned application, wherever its filer is; of several ask for which one."""
    found = face_checks.returned_to(context.session, context.account.person_id)
    if not found:
        return NOT_HANDLED
    consents.require(context.session, context.person)
    if len(found) > 1:
        context.say(cards.which(context.session, found, context.texts))
        return None
    context.store_draft(CheckDraft(filing=found[0].id))
    return take_photo(context) or Step.PHOTOS


def take_result(context: DeskContext) -> FlowSignal | None:
    """Store the result for a photo, and ask again once both photos of an album are checked."""
    photo = photo_of(context)
    if photo is None or not service.record_result(context.session, photo, _result(context)):
        return None
    is_busy = _is_busy(context, photo.filing_id)
    return None if is_busy or photo.filing_id != context.load_draft(CheckDraft).filing else AGAIN


def take_result_elsewhere(context: DeskContext) -> None:
    """Store the result for a photo of a person who has left the flow; it is there when they return."""
    photo = photo_of(context)
    if photo is not None:
        service.record_result(context.session, photo, _result(context))


def replace(context: DeskContext) -> Step:
    """Ask for another photo in place of this one."""
    draft = context.load_draft(CheckDraft)
    draft.replacing = PhotoSlot(context.tapped(cards.REPLACE))
    context.store_draft(draft)
    return Step.PHOTOS


def swap(context: DeskContext) -> Step:
    """Exchange the two photos."""
    service.swap(context.session, filing_of(context))
    return Step.PHOTOS


def send(context: DeskContext) -> FlowSignal:
    """Submit both photos to the reviewers."""
    filing = filing_of(context)
    review = submission.submit(context.session, filing, now=context.now)
    case_decisions.announce(context.session, review, now=context.now)
    context.order_task(review_tasks.prepare_advice, review=review.id)
    context.conversation.forget_parked("filing", filing.id.hex)
    context.show(cards.submitted(context.texts, filing, review))
    return END


def show_guide_first(context: DeskContext) -> FlowSignal | None:
    """Show the example that was just drawn, then move the question below it, unless a photo is being checked."""
    show_guide(context)
    card, is_drawn = context.conversation.card, context.result_of(photo_tasks.draw_guide) is not None
    if not is_drawn or _is_busy(context, filing_of(context).id):
        return None
    context.awaiting = chat_messages.message_by_reference(context.session, card) if card else None
    return AGAIN


def show_guide(context: DeskContext) -> None:
    """Show the example that was just drawn. It is stored, so that this happens once."""
    drawn = context.result_of(photo_tasks.draw_guide)
    if drawn is not None:
        context.say(cards.guide(context.texts, drawn.file))


def _is_busy(context: DeskContext, filing_id: UUID) -> bool:
    """Return whether a photo of this application is being checked: its result asks again."""
    return any(each.state is PhotoState.EXAMINING for each in store.current(context.session, filing_id).values())


def filing_of(context: DeskContext) -> Filing:
    """Return the application this flow is about. Raises ApplicationDecided if it no longer waits for a check."""
    return face_checks.find(context.session, context.load_draft(CheckDraft).filing, by=context.person)


def photo_of(context: DeskContext) -> Photo | None:
    """Return the photo that this result is about."""
    return store.by_reference(context.session, UUID(hex=context.incoming.reference))


def sent(context: DeskContext, reference: UUID) -> SentPhoto:
    """Return the photo as received, with the reference of the task that checks it."""
    file = context.file
    return SentPhoto(file.unique_id, file.message_id, file.album, reference)


def _result(context: DeskContext) -> CheckedPhoto | None:
    return context.result_of(photo_tasks.check_photo)
