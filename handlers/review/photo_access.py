"""The photos of a case on a reviewer's screen: ordered, shown, and taken off again.

order ─► (watermarked copies) ─► shown ─► decided, given back, or the time is over ─► dropped, and deleted from the chat
"""

from collections.abc import Iterator
from uuid import UUID

from bot.cards.review import blacklist as blacklist_cards
from bot.cards.review import reviews as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_result, on_timer
from bot.services.review import blacklist, machine_advice, photo_access, queue
from bot.services.review.photos import FOR_REVIEW
from bot.services.review.queue import Holding
from bot.services.staff import permissions
from bot.tasks import reviews as review_tasks
from storage.review import blacklist as store
from storage.review.photo_views import PhotoView
from storage.review.photos import PhotoSlot
from storage.review.reviews import Review
from storage.staff.members import StaffRole


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_result(review_tasks.make_viewing_copies, show_photos)
    yield on_result(review_tasks.prepare_advice, take_advice)
    yield on_timer(photo_access.VIEWING_TIMER, end_viewing)


def order_photos(context: DeskContext, review: Review) -> None:
    """Have watermarked copies made for this member of staff: his name and the time across each."""
    photo_access.require_access(context.session, review, by=context.account, now=context.now)
    member = permissions.require(context.session, context.account, StaffRole.REVIEWER, StaffRole.ADMIN)
    _, filing = queue.of_review(context.session, review.id)
    when = context.texts.moment(context.now)
    mark = context.texts.plain("case-watermark", who=member.name, when=when, number=filing.number)
    context.order_task(review_tasks.make_viewing_copies, review=review.id, words=mark)


def show_photos(context: DeskContext) -> None:
    """The copies are made: show them, unless he has given the case back or decided it meanwhile."""
    result = context.result
    if result.get("failed"):
        context.say(cards.photos_failed(context.texts))
        return
    review, filing = queue.of_review(context.session, UUID(hex=result["review"]))
    copies = {PhotoSlot(slot): UUID(hex=file_id) for slot, file_id in result["copies"].items()}
    take_photos_away(context, review.id)
    shown = photo_access.begin_viewings(context.session, review, copies, by=context.account, now=context.now)
    for viewing in shown:
        context.say(cards.photo(viewing, filing, context.texts), about=viewing.about)
    holding = queue.holding(review, by=context.account, now=context.now)
    if holding is Holding.YOURS:
        note = "" if len(shown) == len(FOR_REVIEW) else "case-photos-gone"
        context.say(cards.case(context.session, review, filing, context.texts, holding=holding, note=note))
    elif shown:
        _show_entry(context, review)


def take_advice(context: DeskContext) -> None:
    """What machines have found in the photos, for whoever takes the case."""
    if not context.result.get("failed"):
        machine_advice.record(context.session, UUID(hex=context.result["review"]), context.result["told"])


def end_viewing(context: DeskContext) -> None:
    """The time for looking at a photo is over."""
    viewing = photo_access.expire(context.session, context.subject, now=context.now)
    if viewing is not None:
        _take_off(context, [viewing])


def take_photos_away(context: DeskContext, review_id: UUID) -> None:
    """What he was shown of a case is dropped, and deleted from his chat."""
    shown = photo_access.end_viewings(context.session, review_id, by=context.account, now=context.now)
    if shown:
        _take_off(context, shown)


def _take_off(context: DeskContext, shown: list[PhotoView]) -> None:
    about = [viewing.about for viewing in shown]
    context.order_task(
        review_tasks.delete_messages, chat=context.account.telegram_id, lane=context.account.lane, about=about
    )


def _show_entry(context: DeskContext, review: Review) -> None:
    """Below the photos, the entry of the blacklist that they are looked at for."""
    entry = store.pending_about(context.session, review.id)
    if entry is not None:
        may_decide = blacklist.may_decide(context.session, entry, by=context.account)
        context.say(blacklist_cards.one(context.session, entry, context.texts, may_decide=may_decide))
