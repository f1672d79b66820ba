"""Objections: in one's own words, with photos; and how staff answer them.

tap Object ─► WORDS ─► PHOTOS ─ photos, or none ─ tap Send ─► in, under a number ── tap Withdraw ──► taken back
/objections ──► what waits ──► one case ─ tap Uphold, Reject ─► ANSWER ─ words ─► answered, the person is told
"""

from collections.abc import Iterator
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
from bot.services import objections
from bot.services.review.photos import BadPicture
from bot.services.staff import permissions
from bot.tasks import photos as photo_tasks
from storage import audit
from storage import objections as store
from storage.objections import Objection
from storage.violations.violations import Violation


class Step(FlowStep):
    """What we are waiting for."""

    WORDS = "words"
    PHOTOS = "photos"
    ANSWER = "answer"


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_command("objections", show_queue)
    yield on_tap(cards.OBJECTION, show_one)
    yield on_tap(cards.WITHDRAW, withdraw)
    yield on_tap(cards.OPEN, show_case)
    yield Flow(
        "objection",
        entry_points=[on_tap(cards.OBJECT, start)],
        states={
            Step.WORDS: Ask(ask_words, on_words(take_words)),
            Step.PHOTOS: Ask(
                ask_photos,
                on_picture(take_photo),
                on_result(photo_tasks.store_objection_photo, take_look),
                on_tap(cards.SEND, send),
            ),
        },
    )
    yield Flow(
        "answering",
        entry_points=[on_tap(cards.UPHOLD, uphold), on_tap(cards.REJECT, reject)],
        states={Step.ANSWER: Ask(ask_answer, on_words(take_answer))},
    )


def start(context: DeskContext) -> Step:
    """See that this person may object."""
    violation = objections.require_contestable(
        context.session, context.tapped(cards.OBJECT), by=context.person, now=context.now
    )
    context.draft.update(violation=violation.id.hex, photos=[])
    return Step.WORDS


def ask_words(context: DeskContext) -> Card:
    """What is wrong?"""
    violation = context.session.get(Violation, UUID(hex=context.draft["violation"]))
    if violation is None:
        raise NotYours
    return cards.ask_words(context.session, context.texts, violation)


def take_words(context: DeskContext) -> Step:
    """What is wrong, in his own words."""
    context.draft["said"] = objections.parse_words(context.words)
    return Step.PHOTOS


def ask_photos(context: DeskContext) -> Card:
    """Evidence, if there is any."""
    return cards.ask_photos(context.texts, len(context.draft["photos"]))


def take_photo(context: DeskContext) -> None:
    """A photo: fetched and cleaned by a task."""
    if len(context.draft["photos"]) >= objections.MAX_PHOTOS:
        raise objections.ObjectionPhotos(most=objections.MAX_PHOTOS)
    file = context.file
    assert file is not None
    context.order_task(photo_tasks.store_objection_photo, file_id=file.file_id, owner=context.person.id)
    context.say(cards.looking(context.texts))


def take_look(context: DeskContext) -> FlowSignal:
    """The photo is there, or it is none."""
    problem = "failed" if context.result.get("failed") else context.result.get("problem")
    if problem:
        raise BadPicture(problem)
    photos = context.draft["photos"]
    if len(photos) < objections.MAX_PHOTOS:
        context.draft["photos"] = [*photos, context.result["file"]]
    return AGAIN


def send(context: DeskContext) -> FlowSignal:
    """That is all: write it down."""
    draft = context.draft
    photos = [UUID(hex=photo) for photo in draft["photos"]]
    objection = objections.make(
        context.session, UUID(hex=draft["violation"]), draft["said"], photos, by=context.person, now=context.now
    )
    context.show(cards.made(context.texts, objection))
    return END


def show_one(context: DeskContext) -> None:
    """One's own objection."""
    objection = context.session.get(Objection, context.tapped(cards.OBJECTION))
    if objection is None or objection.person_id != context.person.id:
        raise NotYours
    context.show(cards.one(context.session, context.texts, objection))


def withdraw(context: DeskContext) -> None:
    """Take it back."""
    objection_id = context.tapped(cards.WITHDRAW)
    objection = objections.withdraw(context.session, objection_id, by=context.person, now=context.now)
    context.show(cards.withdrawn(context.texts, objection))


def show_queue(context: DeskContext) -> None:
    """For staff: what waits for an answer."""
    permissions.require(context.session, context.account, *objections.ANSWERERS)
    context.show(cards.queue(context.session, context.texts, store.waiting(context.session)))


def show_case(context: DeskContext) -> None:
    """For staff: one objection with its evidence; the look is written down."""
    objection = objections.find(context.session, context.tapped(cards.OPEN), by=context.account)
    audit.record(context.session, audit.Action.OBJECTION_SHOWN, by=context.account.id, on=objection.id, at=context.now)
    context.show(cards.case(context.session, context.texts, objection))


def uphold(context: DeskContext) -> Step:
    """The person is right."""
    return _begin_answer(context, context.tapped(cards.UPHOLD), uphold=True)


def reject(context: DeskContext) -> Step:
    """The record stands."""
    return _begin_answer(context, context.tapped(cards.REJECT), uphold=False)


def ask_answer(context: DeskContext) -> Card:
    """The answer in words, which the person will read."""
    objection = objections.find(context.session, UUID(hex=context.draft["objection"]), by=context.account)
    return cards.ask_answer(context.texts, objection, uphold=context.draft["uphold"])


def take_answer(context: DeskContext) -> FlowSignal:
    """Answered."""
    objection = objections.answer(
        context.session,
        UUID(hex=context.draft["objection"]),
        uphold=context.draft["uphold"],
        said=context.words,
        by=context.account,
        now=context.now,
    )
    context.show(cards.answer_given(context.texts, objection))
    return END


def _begin_answer(context: DeskContext, objection_id: UUID, *, uphold: bool) -> Step:
    objection = objections.find(context.session, objection_id, by=context.account)
    if objection.state is not store.ObjectionState.OPEN:
        raise objections.ObjectionAnswered
    context.draft.update(objection=objection.id.hex, uphold=uphold)
    return Step.ANSWER
