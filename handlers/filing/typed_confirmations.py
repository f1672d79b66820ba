"""Typed confirmations: a yes or no right below the card that asks whether to stop, unbind or withdraw.

tap Stop, Unbind, Withdraw ──► confirm ── 是, yes, 终止 ──► done, as by the button
                                       ── 嗯, ok, 👌 ──► asked for a clear yes or no, since it cannot be undone
                                       ── 不, no ──► nothing was done, and how it stands
               a question arrives ── 是, 不 ──► which one? (typed_answers)
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from bot import callback_data
from bot.callback_data import Tap
from bot.card import Button
from bot.cards.filing import (
    approval_withdrawal as stop_cards,
    filings as cards,
    typed_answers as answer_cards,
)
from bot.cards.filing.my_vehicles import UNBIND_CONFIRMED
from bot.cards.filing.withdrawal import WITHDRAW_CONFIRMED
from bot.context import DeskContext
from bot.errors import InvalidCallbackData
from bot.services.values.yes_no import Reply
from handlers.filing import approvals, my_vehicles, progress
from handlers.filing.approval_withdrawal import take_back
from handlers.filing.owner_code import own_application
from storage.engine import chat_messages, outbox
from storage.filing import approvals as pending
from storage.filing.filings import Filing, FilingStatus


@dataclass(frozen=True)
class _TypedConfirmation:
    """What a button asks to be confirmed: what a yes and a no do with the filing, and the button that confirms."""

    yes: Callable[[DeskContext, UUID], None]
    no: Callable[[DeskContext, UUID], None]
    button: Button[UUID]


def take(context: DeskContext, reply: Reply) -> bool:
    """Do what the person confirms or keeps in words. Returns False if the newest card asks for no confirmation."""
    message, tap = context.message, _tap_of_newest(context)
    question = _question_of(context, tap) if tap is not None else None
    if tap is None or question is None or message is None or reply.number is not None:
        return False
    if not _is_about_card(context) or _may_answer_question(context, reply):
        return False
    if reply.is_nod or (reply.takes_back and not reply.is_stop):  # 拒绝 and 不同意 may mean either.
        filing = context.session.get_one(Filing, UUID(hex=tap.subject))
        card = answer_cards.confirm_clearly(context.session, question.button, filing, context.texts)
        context.show(card, about=answer_cards.topic_of_nod(filing.id))
        return True
    if reply.is_yes or reply.is_stop:
        question.yes(context, UUID(hex=tap.subject))
        _end_nods(context, UUID(hex=tap.subject))
    else:
        question.no(context, UUID(hex=tap.subject))
    return True


def interrupted(context: DeskContext, reply: Reply) -> tuple[Button[UUID], UUID] | None:
    """Return button and filing of the confirmation, if only questions for approval came between its card and the reply.

    The reply may be meant for either.
    """
    message = context.message
    if message is None or message.reply_to_message is not None or reply.number is not None:
        return None
    topics = [each.topic for each in pending.pending_of(context.session, context.person.id)]
    tap = _tap_of_newest(context, but=topics) if topics else None
    question = _question_of(context, tap) if tap is not None else None
    if tap is None or question is None or (reply.takes_back and not reply.is_stop):
        return None
    return question.button, UUID(hex=tap.subject)


def _tap_of_newest(context: DeskContext, *, but: Collection[str] = ()) -> Tap | None:
    """Return the tap that was answered by the newest message of the chat; None if something else came after it.

    but: topics whose messages do not count, besides those that ask for a clear yes or no.
    """
    if context.conversation.last_tap is None:
        return None
    message_id, data = context.conversation.last_tap
    try:
        tap = callback_data.decode(data, telegram_id=context.account.telegram_id)
    except InvalidCallbackData:
        return None  # Its key was withdrawn.
    if tap.verb not in _QUESTIONS:
        return None
    but = (*but, answer_cards.topic_of_nod(UUID(hex=tap.subject)))
    is_newest = chat_messages.is_newest_but(context.session, int(message_id), context.account.lane, but=but)
    return tap if is_newest else None


def _is_about_card(context: DeskContext) -> bool:
    """Whether the message replies to nothing, or to the card that asks."""
    replied = context.message.reply_to_message if context.message is not None else None
    return replied is None or replied.message_id == _card_of(context)


def _may_answer_question(context: DeskContext, reply: Reply) -> bool:
    """Whether a reply may answer a question for approval instead: it stands below one, or has the words of an answer.

    The card that asks for the confirmation was edited where it stands, which may be above the question.
    """
    waiting = pending.pending_of(context.session, context.person.id)
    if waiting and (reply.takes_back or (reply.is_yes and reply.is_clear)) and not reply.is_stop:
        return True
    lane, card = context.account.lane, _card_of(context)
    return any((chat_messages.newest_about(context.session, each.topic, lane) or 0) > card for each in waiting)


def _card_of(context: DeskContext) -> int:
    """Return the message whose button was tapped last, 0 without one."""
    return int(context.conversation.last_tap[0]) if context.conversation.last_tap is not None else 0


def _end_nods(context: DeskContext, filing_id: UUID) -> None:
    """Take the buttons from the cards that have asked for a clear yes."""
    topic, person = answer_cards.topic_of_nod(filing_id), context.person
    outbox.replace(context.session, person.id, "filing.over.owner", filing_id, at=context.now, about=topic)


def _question_of(context: DeskContext, tap: Tap) -> _TypedConfirmation | None:
    """Return what the tapped button has asked: Stop asks whether to unbind, once the filing is completed.

    Unbind has asked if the filing is active still.
    """
    filing = context.session.get(Filing, UUID(hex=tap.subject))
    is_active = filing is not None and filing.status is FilingStatus.ACTIVE
    if tap.verb == stop_cards.STOP.verb and is_active:
        return _UNBINDING
    return None if tap.verb == stop_cards.UNBIND.verb and not is_active else _QUESTIONS.get(tap.verb)


def _show_requests(context: DeskContext, _: UUID) -> None:
    approvals.show_requests(context)


def _show_vehicles(context: DeskContext, _: UUID) -> None:
    my_vehicles.show_all(context)


def _show_application(context: DeskContext, filing_id: UUID) -> None:
    filing = own_application(context, filing_id)
    context.show(cards.progress(context.session, filing, context.texts, now=context.now))


_UNBINDING = _TypedConfirmation(my_vehicles.unbind_one, _show_requests, UNBIND_CONFIRMED)
_QUESTIONS = {
    stop_cards.STOP.verb: _TypedConfirmation(take_back, _show_requests, stop_cards.STOP_CONFIRMED),
    stop_cards.UNBIND.verb: _TypedConfirmation(my_vehicles.unbind_one, _show_vehicles, UNBIND_CONFIRMED),
    cards.WITHDRAW.verb: _TypedConfirmation(progress.withdraw_one, _show_application, WITHDRAW_CONFIRMED),
}
