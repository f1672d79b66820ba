"""/queue: the inbox of all kinds of work, taking a piece, giving it back, handing it to a colleague.

/queue ─► pieces by kind, overdue first ── tap one ─► its own card
   Share ─► take      give back      hand over ─► colleagues ── tap one ─► theirs, and they hear of it
"""

from collections.abc import Iterator

from bot.cards import pages
from bot.cards.staff import work as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_link, on_tap, on_timer
from bot.services.staff import work_handover, work_inbox, work_news

# Timers of earlier versions, which may be set in a store: what they were for is done by housekeeping.
FORMER_TIMERS = ("review.due", "identity.due", "group.news")


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("queue", show_inbox)
    yield on_link("queue", show_inbox, guests=True)
    yield on_tap(cards.MANAGE, manage)
    yield on_tap(cards.TAKE, take)
    yield on_tap(cards.GIVE_BACK, give_back)
    yield on_tap(cards.HAND_OVER, choose_colleague)
    yield on_tap(cards.COLLEAGUE, hand_over)
    for kind in FORMER_TIMERS:
        yield on_timer(kind, keep)


def show_inbox(context: DeskContext) -> None:
    """Show all that this member of staff may do, the earliest due first."""
    found = work_inbox.inbox(context.session, by=context.account, now=context.now)
    context.show(cards.inbox(context.session, found, context.texts))


def manage(context: DeskContext) -> None:
    """Show a page of what one may take, give back or hand over."""
    listed = work_inbox.taken(context.session, by=context.account, now=context.now)
    number = pages.number_in(context.tapped(cards.MANAGE))
    context.show(cards.manage(context.session, listed, context.texts, number=number))


def take(context: DeskContext) -> None:
    """Take the piece of this button."""
    piece = work_handover.take(context.session, context.tapped(cards.TAKE), by=context.account, now=context.now)
    context.show(cards.taken(context.session, piece, context.texts))


def give_back(context: DeskContext) -> None:
    """Give the piece of this button back."""
    item = context.tapped(cards.GIVE_BACK)
    piece = work_handover.give_back(context.session, item, by=context.account, now=context.now)
    context.show(cards.given_back(context.session, piece, context.texts))


def choose_colleague(context: DeskContext) -> None:
    """Ask to whom the piece of this button is handed."""
    item = context.tapped(cards.HAND_OVER)
    piece, others = work_handover.colleagues(context.session, item, by=context.account, now=context.now)
    context.show(cards.choose(context.session, piece, others, context.texts))


def hand_over(context: DeskContext) -> None:
    """Hand the piece to the colleague of this button."""
    item, colleague = context.tapped_pair(cards.COLLEAGUE)
    piece, name = work_handover.hand_over(context.session, item, colleague, by=context.account, now=context.now)
    context.show(cards.handed(context.session, piece, name, context.texts))


def keep(context: DeskContext) -> None:
    """Give the news of work that is due."""
    work_news.keep(context.session, context.now)
