"""/block and /blacklist: a reviewer or an admin proposes an entry of the blacklist, a second person decides.

tap False material, /block N ─► tap a reason ─► proposed      /block N 1 ─► proposed
/blacklist ─► an entry, its photos ─► Confirm, Reject      Lift, Uphold: appeals
"""

from collections.abc import Iterator
from uuid import UUID

from bot.cards.review import blacklist as cards, queue as review_cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap
from bot.errors import InvalidCallbackData
from bot.services.review import blacklist as service
from bot.services.staff import permissions
from handlers.review.photo_access import order_photos, remove_photos
from handlers.review.queue import numbered
from storage.review.blacklist import BlacklistEntry, BlacklistStatus, FalseMaterial
from storage.staff.members import StaffRole


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("blacklist", show_all)
    yield on_command("block", propose_by_number)
    yield on_tap(review_cards.FALSE, ask_reason)
    yield on_tap(cards.FALSE_WHY, propose)
    yield on_tap(cards.PAGE, show_page)
    yield on_tap(cards.LISTING, show_one)
    yield on_tap(cards.CONFIRM_LISTING, confirm)
    yield on_tap(cards.REJECT_LISTING, reject)


def show_all(context: DeskContext) -> None:
    """Show the entries that wait for a second person, and the appeals that wait for a third."""
    _show_list(context, 1)


def show_page(context: DeskContext) -> None:
    """Show another page of them."""
    _show_list(context, context.tapped(cards.PAGE))


def _show_list(context: DeskContext, number: int) -> None:
    found, appealed = service.waiting(context.session, by=context.account)
    context.show(cards.listing(context.session, found, appealed, context.texts, number=number))


def ask_reason(context: DeskContext) -> None:
    """Ask what is false in this case."""
    permissions.require(context.session, context.account, StaffRole.REVIEWER)
    _ask_reason(context, context.tapped(review_cards.FALSE), after="queue")


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
        raise service.InvalidFalseReason
    if said:
        _propose(context, review.id, cards.REASONS[said[0]])
    else:
        _ask_reason(context, review.id, after="blacklist")


def _ask_reason(context: DeskContext, review_id: UUID, *, after: str) -> None:
    now = context.now
    _, _, filing = service.require_may_propose(context.session, review_id, by=context.account, now=now)
    context.show(cards.ask_reason(review_id, filing, context.texts, after=after))


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
    entry = service.confirm(context.session, entry_id, by=context.account, now=context.now)
    if entry.status is BlacklistStatus.PROPOSED:
        context.show(cards.taken_over(context.texts))
    else:
        show_decided(context, entry)


def reject(context: DeskContext) -> None:
    """Reject an entry as the second person."""
    entry_id = context.tapped(cards.REJECT_LISTING)
    show_decided(context, service.reject(context.session, entry_id, by=context.account, now=context.now))


def show_decided(context: DeskContext, entry: BlacklistEntry) -> None:
    """Show an entry after its decision, and remove its photos from the chat."""
    if entry.review_id is not None:
        remove_photos(context, entry.review_id)
    context.show(cards.decided(entry, context.texts))


def _propose(context: DeskContext, review_id: UUID, reason: FalseMaterial) -> None:
    service.propose(context.session, review_id, reason, by=context.account, now=context.now)
    remove_photos(context, review_id)
    is_reviewer = permissions.has_role(context.session, context.account, StaffRole.REVIEWER)
    context.show(cards.proposed(context.texts, after=("take", "queue") if is_reviewer else ("blacklist",)))
