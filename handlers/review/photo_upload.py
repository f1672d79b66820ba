"""Photos for people to look at: the last step of the check, wherever the face check does not settle it.

PHOTOS ─ a photo, or both as an album ─► looked at ─► the other, or the overview ─ tap Send ─► in review
   └─ tap Replace, Swap ─► PHOTOS
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import Card
from bot.cards.review import face_checks as cards
from bot.context import DeskContext
from bot.engine.listeners import AGAIN, END, Ask, FlowSignal, FlowStep, Handler, on_picture, on_result, on_tap
from bot.services.review import case_decisions, face_checks, submission
from bot.services.review import photos as service
from bot.services.review.photos import SentPhoto
from bot.tasks import photos as photo_tasks
from bot.tasks import reviews as review_tasks
from storage import files
from storage.filing.filings import Filing
from storage.review import photos as store
from storage.review.photos import Photo, PhotoSlot, PhotoState


class Step(FlowStep):
    """What we are waiting for."""

    PHOTOS = "photos"


def handlers() -> Iterator[Handler]:
    """Everything this file listens to beside the flow that it is the last step of."""
    yield on_result(photo_tasks.check_photo, take_look_elsewhere)
    yield on_result(photo_tasks.draw_guide, show_guide)


def states() -> dict[FlowStep, Ask]:
    """The steps it adds to the check."""
    listening = (
        on_picture(take_photo),
        on_result(photo_tasks.check_photo, take_look),
        on_result(photo_tasks.draw_guide, show_guide_first),
        on_tap(cards.REPLACE, replace),
        on_tap(cards.SWAP, swap),
        on_tap(cards.SEND, send),
    )
    return {Step.PHOTOS: Ask(ask_photos, *listening, bars_back=True)}


def begin(context: DeskContext) -> Step:
    """The drawn example comes first, then the question."""
    drawn = files.by_fingerprint(context.session, service.GUIDE)
    if drawn:
        context.say(cards.guide(context.texts, drawn[0].id))
    else:
        context.order_task(photo_tasks.draw_guide)
    return Step.PHOTOS


def ask_photos(context: DeskContext) -> Card:
    """What is missing, or the overview."""
    standing = store.current(context.session, filing_of(context).id)
    return cards.photos(context.texts, standing, _replacing(context))


def take_photo(context: DeskContext) -> None:
    """A photo, alone or of an album: fetched and looked at by a task."""
    filing, file = filing_of(context), context.file
    assert file is not None
    service.check_new(context.session, file.unique_id, file.size)
    slot = service.slot_for(context.session, filing, replacing=_replacing(context))
    reference = context.order_task(photo_tasks.check_photo, file_id=file.file_id, owner=context.person.id)
    service.record_sent(context.session, filing, slot, sent(context, reference), now=context.now)
    context.draft.pop("replacing", None)
    context.say(cards.received(context.texts))


def take_look(context: DeskContext) -> FlowSignal | None:
    """What was seen in a photo; of an album, wait for the other."""
    photo = photo_of(context)
    if photo is None or not service.record_result(context.session, photo, context.result):
        return None
    standing = store.current(context.session, photo.filing_id).values()
    is_busy = any(each.state is PhotoState.LOOKING for each in standing)
    return None if is_busy or photo.filing_id.hex != context.draft["filing"] else AGAIN


def take_look_elsewhere(context: DeskContext) -> None:
    """The same, when the person has gone elsewhere: the photo is kept for his return."""
    photo = photo_of(context)
    if photo is not None:
        service.record_result(context.session, photo, context.result)


def replace(context: DeskContext) -> Step:
    """One of the photos shall be another."""
    context.draft["replacing"] = PhotoSlot(context.tapped(cards.REPLACE)).value
    return Step.PHOTOS


def swap(context: DeskContext) -> Step:
    """The two photos change places."""
    service.swap(context.session, filing_of(context))
    return Step.PHOTOS


def send(context: DeskContext) -> FlowSignal:
    """Both photos before the reviewers."""
    filing = filing_of(context)
    review = submission.submit(context.session, filing, now=context.now)
    case_decisions.announce(context.session, review, lane=context.account.lane)
    context.order_task(review_tasks.prepare_advice, review=review.id)
    forget_parked(context, filing.id)
    context.show(cards.submitted(context.texts, filing, review))
    return END


def show_guide_first(context: DeskContext) -> FlowSignal:
    """The drawn example has just been drawn: it stands before the question."""
    show_guide(context)
    return AGAIN


def show_guide(context: DeskContext) -> None:
    """The drawn example, as soon as it is drawn; that happens once."""
    if not context.result.get("failed"):
        context.say(cards.guide(context.texts, UUID(hex=context.result["file"])))


def filing_of(context: DeskContext) -> Filing:
    """The application this flow is about. Raises Decided once it is not the person's turn any more."""
    return face_checks.find(context.session, UUID(hex=context.draft["filing"]), by=context.person)


def forget_parked(context: DeskContext, filing_id: UUID) -> None:
    """What waits in the background about this application (its code, its check) has nothing to wait for any more."""
    parked = context.conversation.parked
    for name in [name for name, kept in parked.items() if kept["draft"].get("filing") == filing_id.hex]:
        del parked[name]


def photo_of(context: DeskContext) -> Photo | None:
    """The photo that this result is about."""
    return store.by_reference(context.session, UUID(hex=context.incoming.reference))


def sent(context: DeskContext, reference: UUID) -> SentPhoto:
    """The photo as it came, with the task that looks at it."""
    file, message = context.file, context.message
    assert file is not None
    assert message is not None
    return SentPhoto(file.unique_id, message.message_id, file.album, reference)


def _replacing(context: DeskContext) -> PhotoSlot | None:
    return PhotoSlot(context.draft["replacing"]) if "replacing" in context.draft else None
