"""/identity for reviewers: the queue of identity cases; a case is taken, and decided with a reason.

/identity ─► the queue ── tap a number, /identity N ─► taken: watermarked photos, then the case
   the case ── Approve, Reject ─► REASON ─ words ─► decided      ── Release, /identity N release ─► in the queue
   /identity N approve WORDS, /identity N reject WORDS ─► decided; if others have declared the ID number and something
   is held against them, /identity N approve same WORDS or other WORDS
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import Card
from bot.cards.review import identity_queue as cards
from bot.context import DeskContext
from bot.engine.listeners import (
    END,
    Ask,
    Flow,
    FlowSignal,
    FlowStep,
    Handler,
    on_result,
    on_tap,
    on_timer,
    on_words,
)
from bot.errors import Refusal
from bot.services.identity import shared_numbers
from bot.services.identity.shared_numbers import SharedMatter
from bot.services.review import (
    identity_decisions,
    identity_digests,
    identity_held,
    identity_holders,
    identity_queue,
)
from bot.services.review.identity_moves import IDENTITY_LEASE_TIMER
from bot.services.review.identity_queue import IdentityHolding, NoSuchIdentityCase
from bot.services.staff import permissions
from bot.services.values import application_numbers
from bot.stored_json import Draft
from bot.tasks import identity_cases as tasks, reviews as review_tasks
from storage import audit, files
from storage.engine import chat_messages, timers
from storage.identity.accounts import Account
from storage.review import identity_cases as store
from storage.review.identity_cases import IdentityCase
from storage.staff.members import StaffRole

APPROVE = ("approve", "通过")
REJECT = ("reject", "不通过")
RELEASE = ("release", "放回")
# What each button to approve answers about a shared number.
APPROVALS = {cards.APPROVE: None, cards.APPROVE_SAME: True, cards.APPROVE_OTHER: False}
FACTS = "facts"  # The message with the full name and ID number, beside the photos.


class Step(FlowStep):
    """What the flow waits for."""

    REASON = "reason"


class DecisionDraft(Draft):
    """The case that is decided, and how. counts: the answer about a shared number (`shared_numbers`)."""

    case: UUID
    approves: bool
    counts: bool | None = None


class UnknownIdentityAct(Refusal, key="refused-identity-act", offers=("identity",)):
    """The word after the number of a case is none of the acts."""


def handlers() -> Iterator[Handler]:
    """Return what this module listens to; the command is an entry point of the applicant's flow."""
    yield on_tap(cards.TAKE, take_tapped)
    yield on_tap(cards.RELEASE, release_tapped)
    yield on_result(tasks.make_copies, show_photos)
    yield on_timer(IDENTITY_LEASE_TIMER, remove_photos_after_lease)
    yield on_timer(identity_digests.DIGEST, send_digest)
    yield Flow(
        "identity-decision",
        entry_points=[on_tap(each, begin_decision) for each in (*APPROVALS, cards.REJECT)],
        steps={Step.REASON: Ask(ask_reason, on_words(take_reason))},
    )


def by_command(context: DeskContext) -> None:
    """Show the queue; with a number take the case; with an act and words release or decide it."""
    permissions.require(context.session, context.account, StaffRole.REVIEWER)
    said = context.arguments
    if not said:
        found = identity_queue.queue(context.session, by=context.account, now=context.now)
        context.show(cards.queue(context.texts, found, total=store.count_undecided(context.session)))
        return
    number = application_numbers.of_command("identity", said, unknown=NoSuchIdentityCase, prefix=store.REFERENCE_PREFIX)
    case = identity_queue.by_number(context.session, number, by=context.account)
    act, words = application_numbers.act_behind(said)
    if not act:
        _take(context, case.id)
    elif act in RELEASE:
        _release(context, case.id)
    elif act in REJECT:
        _decide(context, case.id, words, approves=False)
    elif act in APPROVE:
        answer, rest = application_numbers.act_behind(["", words])
        counts = shared_numbers.ANSWERS.get(answer) if _shared(context, case) else None
        _decide(context, case.id, words if counts is None else rest, approves=True, counts=counts)
    else:
        raise UnknownIdentityAct(number=case.reference)


def take_tapped(context: DeskContext) -> None:
    """Take the case of this button."""
    _take(context, context.tapped(cards.TAKE))


def release_tapped(context: DeskContext) -> None:
    """Put the case of this button back into the queue."""
    _release(context, context.tapped(cards.RELEASE))


def begin_decision(context: DeskContext) -> Step:
    """Begin to approve or to reject a case."""
    button = next((each for each in APPROVALS if context.is_tap_of(each)), cards.REJECT)
    case_id, approves, counts = context.tapped(button), button in APPROVALS, APPROVALS.get(button)
    case = identity_queue.require_held(context.session, case_id, by=context.account, now=context.now)
    if approves:
        shared_numbers.require_answer(_shared(context, case), counts)
    context.store_draft(DecisionDraft(case=case.id, approves=approves, counts=counts))
    return Step.REASON


def ask_reason(context: DeskContext) -> Card:
    """Ask for the reason. Raises IdentityCaseNotHeld once the lease has expired."""
    draft = context.load_draft(DecisionDraft)
    case = identity_queue.require_held(context.session, draft.case, by=context.account, now=context.now)
    return cards.ask_reason(context.texts, case, approves=draft.approves)


def take_reason(context: DeskContext) -> FlowSignal:
    """Decide the case with these words."""
    draft = context.load_draft(DecisionDraft)
    _decide(context, draft.case, context.words, approves=draft.approves, counts=draft.counts)
    return END


def show_photos(context: DeskContext) -> None:
    """Show the copies and the case, unless the reviewer has released or decided it meanwhile."""
    made = context.result_of(tasks.make_copies)
    case = context.session.get(IdentityCase, made.case) if made is not None else None
    if made is None or case is None:
        context.say(cards.photos_failed(context.texts))
        return
    holding = identity_queue.holding(context.session, case, by=context.account, now=context.now)
    if holding is not IdentityHolding.YOURS or case.lease_until is None:
        for copy in made.copies.values():
            files.delete_file(context.session, copy)
        return
    _remove_photos(context, case.id)
    for what, copy in made.copies.items():
        files.set_delete_at(context.session, copy, case.lease_until)
        context.say(cards.photo(context.texts, case, what, copy), about=_about(case.id, what))
    for slot in (*made.copies, FACTS):
        audit.record(
            context.session, audit.Action.PHOTO_VIEWED, by=context.account.id, on=case.id, at=context.now, slot=slot
        )
    timers.start(context.session, IDENTITY_LEASE_TIMER, case.id, lane=context.account.lane, due_at=case.lease_until)
    context.say(cards.facts(context.session, context.texts, case, read=made.read), about=_about(case.id, FACTS))
    identity_held.replace_shown(context.session, context.account, case, now=context.now)
    context.say(_case(context, case, holding), about=identity_held.topic(case))


def remove_photos_after_lease(context: DeskContext) -> None:
    """Delete the photos from the chat of the reviewer whose time is over, unless they have taken the case again."""
    case = context.session.get(IdentityCase, context.subject)
    if case is not None:
        holding = identity_queue.holding(context.session, case, by=context.account, now=context.now)
        if holding is not IdentityHolding.YOURS:
            _delete_messages(context, case.id, context.account.lane)


def send_digest(context: DeskContext) -> None:
    """Tell the holder of an identity of the cases about it since the last message."""
    identity_digests.send(context.session, context.subject, lane=context.account.lane, now=context.now)


def _take(context: DeskContext, case_id: UUID) -> None:
    case = identity_queue.take(context.session, case_id, by=context.account, now=context.now)
    member = permissions.require(context.session, context.account, StaffRole.REVIEWER)
    when = context.texts.moment(context.now)
    words = context.texts.plain("case-watermark", who=member.name, when=when, number=case.reference)
    reference = context.order_task(tasks.make_copies, case=case.id, words=words)
    context.await_result(cards.photos_coming(context.texts, case), reference)


def _release(context: DeskContext, case_id: UUID) -> None:
    case = identity_queue.release(context.session, case_id, by=context.account, now=context.now)
    _remove_photos(context, case.id)
    context.show(cards.released(context.texts, case))


def _decide(context: DeskContext, case_id: UUID, words: str, *, approves: bool, counts: bool | None = None) -> None:
    session, by, now = context.session, context.account, context.now
    if approves:
        case = identity_decisions.approve(session, case_id, words, by=by, now=now, counts=counts)
    else:
        case = identity_decisions.reject(session, case_id, words, by=by, now=now)
    _remove_photos(context, case.id)
    context.show(cards.decided(context.texts, case))


def _case(context: DeskContext, case: IdentityCase, holding: IdentityHolding) -> Card:
    until = identity_holders.waits_until(context.session, case, now=context.now)
    until = until if until is not None and until > context.now else None
    shared = _shared(context, case) if case.is_open else []
    asks = context.session.get_one(Account, case.account_id)
    own = shared_numbers.held_against(context.session, asks, now=context.now) if case.is_open else []
    return cards.case(context.session, context.texts, case, holding=holding, until=until, shared=shared, own=own)


def _shared(context: DeskContext, case: IdentityCase) -> list[SharedMatter]:
    return identity_decisions.shared_matters(context.session, case, now=context.now)


def _remove_photos(context: DeskContext, case_id: UUID) -> None:
    """Delete every photo of the case from this chat, and from the chat of the reviewer whose timer is replaced."""
    lanes = {context.account.lane, timers.lane_of(context.session, IDENTITY_LEASE_TIMER, case_id)}
    timers.cancel(context.session, IDENTITY_LEASE_TIMER, case_id)
    for lane in filter(None, lanes):
        _delete_messages(context, case_id, lane)


def _delete_messages(context: DeskContext, case_id: UUID, lane: str) -> None:
    about = [_about(case_id, what) for what in ("document", "selfie", FACTS)]
    through = chat_messages.last_about(context.session, about, lane)
    if through is not None:
        chat = int(lane.partition(":")[2])
        context.order_task(review_tasks.delete_messages, chat=chat, lane=lane, about=about, through=through)


def _about(case_id: UUID, what: str) -> str:
    return f"identity:{case_id}:{what}"
