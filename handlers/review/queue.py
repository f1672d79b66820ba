"""/take, /case, /pass, /return and /release: reviewing cases, for reviewers, by command or by button.

/queue ─► undecided cases ── tap a number, /take, /take N ─► watermarked photos, then the case     /case N ─► the case
   the case ── Pass, /pass N ─► active      ── Return 1–3, /return N 1,3 ─► back to the applicant
            ── Return, more ─► WORDS ── boxes, a message, Return ─► back   ── Release, /release N ─► back in the queue
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import Button, Card
from bot.cards.review import queue as cards
from bot.context import DeskContext
from bot.engine.listeners import (
    END,
    Ask,
    Flow,
    FlowSignal,
    FlowStep,
    Handler,
    on_command,
    on_tap,
    on_timer,
    on_words,
)
from bot.errors import InvalidCallbackData
from bot.services.identity import shared_numbers
from bot.services.review import case_decisions, enrolment, queue, return_reasons
from bot.services.review.queue import Holding
from bot.services.review.return_reasons import ReturnReason
from bot.services.staff import permissions
from bot.services.values import application_numbers
from bot.stored_json import Draft
from handlers.review.photo_access import order_photos, remove_photos
from storage.review import reviews
from storage.review.identity_cases import REFERENCE_PREFIX
from storage.review.reviews import Review
from storage.staff.members import StaffRole

# What each button to pass a case answers about a shared ID number.
PASSES = {cards.PASS: None, cards.PASS_SAME: True, cards.PASS_OTHER: False}


class Step(FlowStep):
    """What the flow waits for."""

    WORDS = "words"


class ReturnDraft(Draft):
    """The case that is returned, the reasons chosen so far, and the reviewer's own words."""

    review: UUID
    why: list[ReturnReason] = []
    words: str = ""


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("take", take)
    yield on_command("case", open_case)
    yield on_command("pass", pass_case)
    yield on_command("return", return_by_number)
    yield on_command("release", release)
    yield on_tap(cards.TAKE, take)
    yield on_tap(cards.CASE, open_case)
    yield on_tap(cards.PASS, pass_case)
    yield on_tap(cards.PASS_SAME, pass_case)
    yield on_tap(cards.PASS_OTHER, pass_case)
    yield on_tap(cards.RETURN, return_tapped)
    yield on_tap(cards.RELEASE, release)
    yield on_tap(cards.ENROL, enrol)
    yield on_timer(case_decisions.LEASE_TIMER, expire)
    yield Flow(
        "return",
        entry_points=[on_tap(cards.RETURN_WORDS, ask_reasons)],
        steps={
            Step.WORDS: Ask(
                reasons,
                on_words(take_words),
                on_tap(cards.RETURN_WHY, toggle_reason),
                on_tap(cards.RETURN_NOW, return_chosen),
            )
        },
    )


def take(context: DeskContext) -> None:
    """Take the case with this number or of this button, or the next one that this reviewer may take."""
    if context.arguments or context.is_tap_of(cards.TAKE):
        review_id = _chosen(context, "take", cards.TAKE)
        review = case_decisions.take(context.session, review_id, by=context.account, now=context.now)
    else:
        review = case_decisions.take_next(context.session, by=context.account, now=context.now)
    _, filing = queue.of_review(context.session, review.id)
    order_photos(context, review, cards.taken(review, filing, context.texts))


def open_case(context: DeskContext) -> None:
    """Show a case, with its photos if this reviewer has taken it: `/case 1024`, or a button."""
    review, _ = queue.of_review(context.session, _chosen(context, "case", cards.CASE))
    filing, holding = queue.open_case(context.session, review, by=context.account, now=context.now)
    if holding is Holding.YOURS and review.status in reviews.OPEN_STATUSES:
        order_photos(context, review, cards.photos_coming(context.texts))
        return
    shared = case_decisions.shared_matters(context.session, review, now=context.now)
    context.show(cards.case(context.session, review, filing, context.texts, holding=holding, shared=shared))


def pass_case(context: DeskContext) -> None:
    """Pass a case: `/pass 1024`, or a button; with the answer about a shared ID number `/pass 1024 same` or `other`."""
    button = next((each for each in PASSES if context.is_tap_of(each)), cards.PASS)
    review_id = _chosen(context, "pass", button)
    said, _ = application_numbers.act_behind(context.arguments)
    counts = PASSES[button] if context.is_tap_of(button) else shared_numbers.ANSWERS.get(said)
    filing = case_decisions.pass_case(context.session, review_id, by=context.account, now=context.now, counts=counts)
    remove_photos(context, review_id)
    context.show(cards.passed(filing, context.texts))


def return_by_number(context: DeskContext) -> None:
    """Return a case: `/return 1024 1`, `/return 1024 1,3 WORDS`, or `/return 1024 other WORDS`."""
    review, said = numbered(context, "return"), context.arguments[1:]
    why = return_reasons.parse_reasons(said[0] if said else "")
    _return(context, review.id, *why, words=" ".join(said[1:]))


def return_tapped(context: DeskContext) -> None:
    """Return the case of this button for one of the three reasons."""
    review_id, typed = context.tapped_pair(cards.RETURN)
    if typed not in return_reasons.REASONS_BY_NUMBER:
        raise InvalidCallbackData
    _return(context, review_id, return_reasons.REASONS_BY_NUMBER[typed])


def ask_reasons(context: DeskContext) -> Step:
    """Begin to return a case for several reasons, or with words."""
    review_id = context.tapped(cards.RETURN_WORDS)
    queue.require_held(context.session, review_id, by=context.account, now=context.now)
    context.store_draft(ReturnDraft(review=review_id))
    return Step.WORDS


def reasons(context: DeskContext) -> Card:
    """Ask for the reasons. Raises NotHeld once the lease has expired."""
    draft = context.load_draft(ReturnDraft)
    _, filing = queue.require_held(context.session, draft.review, by=context.account, now=context.now)
    return cards.ask_reasons(filing, context.texts, chosen=draft.why, words=draft.words)


def toggle_reason(context: DeskContext) -> Step:
    """Choose a reason, or choose it no longer."""
    draft, typed = context.load_draft(ReturnDraft), context.tapped(cards.RETURN_WHY)
    if typed not in return_reasons.REASONS_BY_NUMBER:
        raise InvalidCallbackData
    why = return_reasons.REASONS_BY_NUMBER[typed]
    draft.why = [each for each in draft.why if each is not why] if why in draft.why else [*draft.why, why]
    context.store_draft(draft)
    return Step.WORDS


def take_words(context: DeskContext) -> Step:
    """Take the reviewer's own words; later ones replace them."""
    draft = context.load_draft(ReturnDraft)
    draft.words = return_reasons.parse_words(context.words)
    context.store_draft(draft)
    return Step.WORDS


def return_chosen(context: DeskContext) -> FlowSignal:
    """Return the case for the chosen reasons, with the words."""
    draft = context.load_draft(ReturnDraft)
    _return(context, draft.review, *draft.why, words=draft.words)
    return END


def release(context: DeskContext) -> None:
    """Put a case back into the queue: `/release 1024`, a button, or `/release` for the only one taken."""
    if context.arguments or context.is_tap_of(cards.RELEASE):
        review_id = _chosen(context, "release", cards.RELEASE)
    else:
        review_id = case_decisions.only_held(context.session, "release", by=context.account, now=context.now).id
    filing = case_decisions.release(context.session, review_id, by=context.account, now=context.now)
    remove_photos(context, review_id)
    context.show(cards.released(filing, context.texts))


def enrol(context: DeskContext) -> None:
    """Keep the reviewed photo for future face checks, with the applicant's consent."""
    kept = enrolment.enrol(context.session, context.tapped(cards.ENROL), by=context.person, now=context.now)
    context.show(cards.enrolled(context.texts, kept=kept))


def expire(context: DeskContext) -> None:
    """Tell the reviewer that their lease of a case has expired."""
    filing = case_decisions.expire(context.session, context.subject, now=context.now)
    if filing is not None:
        context.say(cards.expired(filing, context.texts))


def numbered(context: DeskContext, command: str, *others: StaffRole) -> Review:
    """Return the case whose number follows a command that reviewers and these other roles may use.

    Raises NotStaff before it reveals anything, CaseNumberMissing, NoSuchCase or IdentityCaseNumber.
    """
    permissions.require(context.session, context.account, StaffRole.REVIEWER, *others)
    said = context.arguments
    if not said or not said[0].lstrip("#"):
        raise queue.CaseNumberMissing(command=command)
    if said[0].lstrip("#").upper().startswith(REFERENCE_PREFIX):
        raise queue.IdentityCaseNumber(command=command)
    number = application_numbers.of_command(command, said, unknown=queue.NoSuchCase)
    return queue.by_number(context.session, number)


def _chosen(context: DeskContext, command: str, button: Button[UUID]) -> UUID:
    """Return the case of the tapped button, or the one whose number follows the command."""
    return context.tapped(button) if context.is_tap_of(button) else numbered(context, command).id


def _return(context: DeskContext, review_id: UUID, *why: ReturnReason, words: str = "") -> None:
    filing = case_decisions.return_case(
        context.session, review_id, *why, by=context.account, now=context.now, words=words
    )
    remove_photos(context, review_id)
    context.show(cards.returned(context.session, review_id, filing, context.texts))
