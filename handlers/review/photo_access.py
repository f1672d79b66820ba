"""Showing the photos of a case to a reviewer, and deleting them from the chat afterwards.

order ─► a task makes watermarked copies ─► shown ─► decided, released or expired ─► deleted from store and chat
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import Card
from bot.cards.review import blacklist as blacklist_cards, queue as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_result, on_timer
from bot.services.filing import held_cases
from bot.services.review import blacklist, case_decisions, machine_advice, photo_access, queue
from bot.services.review.queue import Holding
from bot.services.staff import permissions
from bot.tasks import reviews as review_tasks
from storage.review import blacklist as store
from storage.review.photo_views import PhotoView, ViewedItem
from storage.review.reviews import Review
from storage.staff.members import StaffRole


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_result(review_tasks.make_viewing_copies, show_photos)
    yield on_result(review_tasks.prepare_advice, take_advice)
    yield on_timer(photo_access.VIEWING_TIMER, end_viewing)


def order_photos(context: DeskContext, review: Review, meanwhile: Card | None = None) -> None:
    """Order copies for this member of staff, watermarked with their name and the time.

    meanwhile: a card that the copies take the place of.
    """
    photo_access.require_access(context.session, review, by=context.account, now=context.now)
    member = permissions.require(context.session, context.account, StaffRole.REVIEWER, StaffRole.ADMIN)
    _, filing = queue.of_review(context.session, review.id)
    when = context.texts.moment(context.now)
    watermark = context.texts.plain("case-watermark", who=member.name, when=when, number=filing.number)
    reference = context.order_task(review_tasks.make_viewing_copies, review=review.id, words=watermark)
    if meanwhile is not None:
        context.await_result(meanwhile, reference)


def show_photos(context: DeskContext) -> None:
    """Show the copies, unless the reviewer has released or decided the case meanwhile."""
    made = context.result_of(review_tasks.make_viewing_copies)
    if made is None:
        context.say(cards.photos_failed(context.texts))
        return
    review, filing = queue.of_review(context.session, made.review)
    remove_photos(context, review.id)
    shown = photo_access.begin_viewings(context.session, review, made.copies, by=context.account, now=context.now)
    for viewing in shown:
        context.say(cards.shown(context.session, viewing, filing, context.texts), about=viewing.about)
    holding = queue.holding(review, by=context.account, now=context.now)
    if holding is Holding.YOURS:
        has_both = {ViewedItem.HANDHELD, ViewedItem.SCENE} <= {viewing.slot for viewing in shown}
        note = "" if has_both else "case-photos-gone"
        shared = case_decisions.shared_matters(context.session, review, now=context.now)
        card = cards.case(context.session, review, filing, context.texts, holding=holding, note=note, shared=shared)
        held_cases.replace_shown(context.session, context.account, review, now=context.now)
        context.say(card, about=held_cases.topic(review))
    elif shown:
        _show_entry(context, review)


def take_advice(context: DeskContext) -> None:
    """Store the automatic advice for whoever takes the case."""
    advice = context.result_of(review_tasks.prepare_advice)
    if advice is not None:
        machine_advice.record(context.session, advice.review, advice.told)


def end_viewing(context: DeskContext) -> None:
    """Remove a photo whose time is over."""
    viewing = photo_access.expire(context.session, context.subject, now=context.now)
    if viewing is not None:
        _delete_messages(context, [viewing])


def remove_photos(context: DeskContext, review_id: UUID) -> None:
    """Delete the copies that this person was shown of a case, and their messages in the chat."""
    shown = photo_access.end_viewings(context.session, review_id, by=context.account, now=context.now)
    if shown:
        _delete_messages(context, shown)


def _delete_messages(context: DeskContext, shown: list[PhotoView]) -> None:
    about = [viewing.about for viewing in shown]
    context.order_task(
        review_tasks.delete_messages, chat=context.account.telegram_id, lane=context.account.lane, about=about
    )


def _show_entry(context: DeskContext, review: Review) -> None:
    """Show the blacklist entry to be decided below its photos."""
    entry = store.pending_about(context.session, review.id)
    if entry is not None:
        may_decide = blacklist.may_decide(context.session, entry, by=context.account)
        context.say(blacklist_cards.one(context.session, entry, context.texts, may_decide=may_decide))
