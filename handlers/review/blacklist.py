"""/block, /blacklist and /appeal: an entry is proposed, confirmed by a second person, an appeal decided by a third.

tap False material, /block N ─► tap a reason ─► proposed      /block N 1 ─► proposed
/blacklist ─► an entry, its photos ─► Confirm, Reject, Lift, Uphold
/appeal ─► WORDS ── a message ─► appealed      /appeal WORDS ─► appealed
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import Card
from bot.cards.review import blacklist as cards, queue as review_cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_command, on_tap, on_words
from bot.errors import InvalidCallbackData
from bot.services.review import appeals, blacklist as service, queue
from bot.services.staff import permissions
from handlers.review.photo_access import order_photos, remove_photos
from handlers.review.queue import numbered
from storage.review.blacklist import BlacklistEntry, FalseMaterial
from storage.staff.members import StaffRole


class Step(FlowStep):
    """What we are waiting for."""

    WORDS = "words"


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("blacklist", show_all)
    yield on_command("block", propose_by_number)
    yield on_tap(review_cards.FALSE, ask_reason)
    yield on_tap(cards.FALSE_WHY, propose)
    yield on_tap(cards.LISTING, show_one)
    yield on_tap(cards.CONFIRM_LISTING, confirm)
    yield on_tap(cards.REJECT_LISTING, reject)
    yield on_tap(cards.LIFT, decide_appeal)
    yield on_tap(cards.UPHOLD, decide_appeal)
    yield Flow(
        "appeal",
        entry_points=[on_command("appeal", appeal)],
        steps={Step.WORDS: Ask(words, on_words(take_words))},
    )


def show_all(context: DeskContext) -> None:
    """Show the entries that wait for a second person, and the appeals that wait for a third."""
    found, appealed = service.waiting(context.session, by=context.account)
    context.show(cards.listing(found, appealed, context.texts))


def ask_reason(context: DeskContext) -> None:
    """Ask what is false in this case."""
    permissions.require(context.session, context.account, StaffRole.REVIEWER)
    review_id = context.tapped(review_cards.FALSE)
    _, filing = queue.of_review(context.session, review_id)
    context.show(cards.ask_reason(review_id, filing, context.texts, after="queue"))


def propose(context: DeskContext) -> None:
    """Propose an entry for this reason."""
    review_id, typed = context.tapped_pair(cards.FALSE_WHY)
    if typed not in cards.REASONS:
        raise InvalidCallbackData
    _propose(context, review_id, cards.REASONS[typed])


def propose_by_number(context: DeskContext) -> None:
    """Propose an entry by `/block 1024 1`, or ask for the reason after `/block 1024`; for admins too."""
    review, said = numbered(context, "block", StaffRole.ADMIN), context.arguments[1:]
    if said and said[0] not in cards.REASONS:
        raise service.BadFalseReason
    if said:
        _propose(context, review.id, cards.REASONS[said[0]])
    else:
        _, filing = queue.of_review(context.session, review.id)
        context.show(cards.ask_reason(review.id, filing, context.texts, after="blacklist"))


def show_one(context: DeskContext) -> None:
    """Show an entry, with its photos for a person who may decide it."""
    entry = service.find(context.session, context.tapped(cards.LISTING), by=context.account)
    may_decide = service.may_decide(context.session, entry, by=context.account)
    context.show(cards.one(context.session, entry, context.texts, may_decide=may_decide))
    review = service.evidence_of(context.session, entry)
    if review is not None and may_decide:
        order_photos(context, review)


def confirm(context: DeskContext) -> None:
    """Confirm an entry as the second person."""
    entry_id = context.tapped(cards.CONFIRM_LISTING)
    _show_decided(context, service.confirm(context.session, entry_id, by=context.account, now=context.now))


def reject(context: DeskContext) -> None:
    """Reject an entry as the second person."""
    entry_id = context.tapped(cards.REJECT_LISTING)
    _show_decided(context, service.reject(context.session, entry_id, by=context.account, now=context.now))


def decide_appeal(context: DeskContext) -> None:
    """Lift or uphold an entry on appeal, as the third person."""
    lift = context.is_tap_of(cards.LIFT)
    entry_id = context.tapped(cards.LIFT if lift else cards.UPHOLD)
    _show_decided(context, appeals.decide(context.session, entry_id, lift=lift, by=context.account, now=context.now))


def appeal(context: DeskContext) -> Step | None:
    """Begin an appeal; `/appeal WORDS` makes it at once."""
    if context.words:
        _appeal(context)
        return None
    appeals.appealable(context.session, context.person, now=context.now)
    return Step.WORDS


def words(context: DeskContext) -> Card:
    """Ask why the entry is wrong."""
    return cards.ask_appeal(appeals.appealable(context.session, context.person, now=context.now), context.texts)


def take_words(context: DeskContext) -> FlowSignal:
    """Make the appeal with these words."""
    _appeal(context)
    return END


def _propose(context: DeskContext, review_id: UUID, reason: FalseMaterial) -> None:
    service.propose(context.session, review_id, reason, by=context.account, now=context.now)
    remove_photos(context, review_id)
    is_reviewer = permissions.has_role(context.session, context.account, StaffRole.REVIEWER)
    context.show(cards.proposed(context.texts, after=("take", "queue") if is_reviewer else ("blacklist",)))


def _appeal(context: DeskContext) -> None:
    appeals.appeal(context.session, context.person, context.words, now=context.now)
    context.show(cards.appealed(context.texts))


def _show_decided(context: DeskContext, entry: BlacklistEntry) -> None:
    if entry.review_id is not None:
        remove_photos(context, entry.review_id)
    context.show(cards.decided(entry, context.texts))
