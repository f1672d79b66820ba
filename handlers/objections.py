"""/objections: objections against violations, made in a person's own words with photos, and answered by staff.

tap Object ─► WORDS ─► PHOTOS ─ photos, or none ─ tap Send ─► made, with a number ── tap Withdraw ──► withdrawn
/objections ──► open ones ──► one of them ─ tap Uphold, Reject ─► ANSWER ─ words ─► answered, the person notified
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from bot.card import Card
from bot.cards import objections as cards
from bot.context import DeskContext
from bot.engine.listeners import (
    AGAIN,
    END,
    Ask,
    Flow,
    FlowSignal,
    FlowStep,
    Handler,
    on_command,
    on_picture,
    on_result,
    on_tap,
    on_words,
)
from bot.errors import NotYours
from bot.services import objection_answers, objections
from bot.services.review.photos import InvalidPicture
from bot.stored_json import Draft
from bot.tasks import photos as photo_tasks
from storage import audit, objections as store
from storage.objections import Objection


class Step(FlowStep):
    """What the flow waits for."""

    WORDS = "words"
    PHOTOS = "photos"
    ANSWER = "answer"


class ObjectionDraft(Draft):
    """An objection that is being made. photos: stored files."""

    violation: UUID
    said: str = ""
    photos: list[UUID] = []


class AnswerDraft(Draft):
    """The objection that is being answered, and how. shown: who had upheld it first when the answer was begun."""

    objection: UUID
    uphold: bool
    shown: str | None = None


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("objections", show_queue)
    yield on_tap(cards.OBJECTION, show_one)
    yield on_tap(cards.WITHDRAW, withdraw)
    yield on_tap(cards.PAGE, show_page)
    yield on_tap(cards.OPEN, show_case)
    yield Flow(
        "objection",
        entry_points=[on_tap(cards.OBJECT, start)],
        steps={
            Step.WORDS: Ask(ask_words, on_words(take_words)),
            Step.PHOTOS: Ask(
                ask_photos,
                on_picture(take_photo),
                on_result(photo_tasks.store_objection_photo, take_result),
                on_tap(cards.SEND, send),
                asks_yes=True,
            ),
        },
    )
    yield Flow(
        "answering",
        entry_points=[on_tap(cards.UPHOLD, begin_answer), on_tap(cards.REJECT, begin_answer)],
        steps={Step.ANSWER: Ask(ask_answer, on_words(take_answer))},
        is_over=_is_over,
    )


def start(context: DeskContext) -> Step:
    """Begin an objection, if this person may make one."""
    violation = objections.require_contestable(
        context.session, context.tapped(cards.OBJECT), by=context.person, now=context.now
    )
    context.store_draft(ObjectionDraft(violation=violation.id))
    return Step.WORDS


def ask_words(context: DeskContext) -> Card:
    """Ask what is wrong, while the record is one that this person may contest."""
    violation = objections.require_contestable(
        context.session, context.load_draft(ObjectionDraft).violation, by=context.person, now=context.now
    )
    return cards.ask_words(context.session, context.texts, violation)


def take_words(context: DeskContext) -> Step:
    """Take the person's words."""
    draft = context.load_draft(ObjectionDraft)
    draft.said = objections.parse_words(context.words)
    context.store_draft(draft)
    return Step.PHOTOS


def ask_photos(context: DeskContext) -> Card:
    """Ask for photos as evidence."""
    return cards.ask_photos(context.texts, len(context.load_draft(ObjectionDraft).photos))


def take_photo(context: DeskContext) -> None:
    """Take a photo; a task downloads it."""
    if len(context.load_draft(ObjectionDraft).photos) >= objections.MAX_PHOTOS:
        raise objections.ObjectionPhotos(most=objections.MAX_PHOTOS)
    file = context.file
    reference = context.order_task(photo_tasks.store_objection_photo, file_id=file.file_id, owner=context.person.id)
    context.await_result(cards.downloading(context.texts), reference)


def take_result(context: DeskContext) -> FlowSignal:
    """Add the downloaded photo, or say why it cannot be used."""
    photo = context.result_of(photo_tasks.store_objection_photo)
    if photo is None or photo.file is None:
        raise InvalidPicture(photo.problem if photo is not None else "failed")
    draft = context.load_draft(ObjectionDraft)
    if len(draft.photos) < objections.MAX_PHOTOS:
        draft.photos.append(photo.file)
        context.store_draft(draft)
    return AGAIN


def send(context: DeskContext) -> FlowSignal:
    """Make the objection."""
    draft = context.load_draft(ObjectionDraft)
    objection = objections.make(
        context.session, draft.violation, draft.said, draft.photos, by=context.person, now=context.now
    )
    context.show(cards.made(context.session, context.texts, objection))
    return END


def show_one(context: DeskContext) -> None:
    """Show one of the person's own objections."""
    objection = context.session.get(Objection, context.tapped(cards.OBJECTION))
    if objection is None or objection.person_id != context.person.id:
        raise NotYours
    context.show(cards.one(context.session, context.texts, objection))


def withdraw(context: DeskContext) -> None:
    """Withdraw an objection."""
    objection_id = context.tapped(cards.WITHDRAW)
    objection = objections.withdraw(context.session, objection_id, by=context.person, now=context.now)
    context.show(cards.withdrawn(context.texts, objection))


def show_queue(context: DeskContext) -> None:
    """Show staff the objections that wait for an answer."""
    _show_queue(context, 1)


def show_page(context: DeskContext) -> None:
    """Show staff another page of them."""
    _show_queue(context, context.tapped(cards.PAGE))


def _show_queue(context: DeskContext, number: int) -> None:
    waiting = objections.waiting(context.session, by=context.account)
    context.show(cards.queue(context.texts, waiting, number=number))


def show_case(context: DeskContext) -> None:
    """Show staff one objection with its photos; that it was opened is recorded."""
    objection = objections.find(context.session, context.tapped(cards.OPEN), by=context.account)
    audit.record(context.session, audit.Action.OBJECTION_SHOWN, by=context.account.id, on=objection.id, at=context.now)
    context.show(cards.case(context.session, context.texts, objection, by=context.account))


def begin_answer(context: DeskContext) -> Step:
    """Begin to uphold or to reject an objection."""
    uphold = context.is_tap_of(cards.UPHOLD)
    objection_id = context.tapped(cards.UPHOLD if uphold else cards.REJECT)
    objection = objections.find(context.session, objection_id, by=context.account)
    if objection.state is not store.ObjectionState.OPEN:
        raise objections.ObjectionAnswered
    objection_answers.require_other(context.session, objection, by=context.account)
    context.store_draft(AnswerDraft(objection=objection.id, uphold=uphold, shown=objections.stage_of(objection)))
    return Step.ANSWER


def _is_over(context: DeskContext, draft: dict[str, Any]) -> bool:
    """Return whether it was answered, or upheld by another since this answer was begun: it is opened anew then."""
    begun = AnswerDraft.model_validate(draft)
    objection = context.session.get(Objection, begun.objection)
    is_open = objection is not None and objection.state is store.ObjectionState.OPEN
    return objection is None or not is_open or not objection_answers.is_seen(objection, begun.shown)


def ask_answer(context: DeskContext) -> Card:
    """Ask for the answer, below that of the first of two, while it is the one that stood there when it was begun."""
    draft = context.load_draft(AnswerDraft)
    objection = objections.find(context.session, draft.objection, by=context.account)
    objection_answers.require_seen(objection, draft.shown)
    return cards.ask_answer(context.session, context.texts, objection, uphold=draft.uphold)


def take_answer(context: DeskContext) -> FlowSignal:
    """Answer the objection in these words."""
    draft = context.load_draft(AnswerDraft)
    objection = objection_answers.answer(
        context.session,
        draft.objection,
        uphold=draft.uphold,
        said=context.words,
        by=context.account,
        now=context.now,
        shown=draft.shown,
    )
    context.show(cards.answer_given(context.texts, objection))
    return END
