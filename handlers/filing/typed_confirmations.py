"""Typed confirmations: a yes or no right below the card that asks whether to stop, unbind or withdraw.

tap Stop, Unbind, Withdraw ──► confirm ── 是, yes, 终止 ──► done, as by the button
                                       ── 不, no ──► nothing was done, and how it stands
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from bot import callback_data
from bot.callback_data import Tap
from bot.cards.filing import approval_withdrawal as stop_cards, filings as cards, my_vehicles as vehicle_cards
from bot.context import DeskContext
from bot.errors import InvalidCallbackData
from bot.services.values.yes_no import Reply
from handlers.filing import approvals, my_vehicles, progress
from handlers.filing.approval_withdrawal import take_back
from handlers.filing.owner_code import own_application
from storage.engine import chat_messages


@dataclass(frozen=True)
class _TypedConfirmation:
    """What a button asks to be confirmed: what a yes and a no do with the filing."""

    yes: Callable[[DeskContext, UUID], None]
    no: Callable[[DeskContext, UUID], None]


def take(context: DeskContext, reply: Reply) -> bool:
    """Do what the person confirms or keeps in words. Returns False if the newest card asks for no confirmation."""
    message, tap = context.message, _tap_of_newest(context)
    question = _QUESTIONS.get(tap.verb) if tap is not None else None
    if tap is None or question is None or message is None or message.reply_to_message is not None:
        return False
    if reply.number is not None or (reply.takes_back and not reply.is_stop):
        return False  # 拒绝 and 不同意 may mean either.
    (question.yes if reply.is_yes or reply.is_stop else question.no)(context, UUID(hex=tap.subject))
    return True


def _tap_of_newest(context: DeskContext) -> Tap | None:
    """Return the tap that was answered by the newest message of the chat; None if something else came after it."""
    message_id, _, data = context.conversation.tapped.partition(":")
    if not data or not chat_messages.is_newest_message(context.session, int(message_id), context.account.lane):
        return None
    try:
        return callback_data.decode(data, telegram_id=context.account.telegram_id)
    except InvalidCallbackData:
        return None  # Its key was withdrawn.


def _show_requests(context: DeskContext, _: UUID) -> None:
    approvals.show_requests(context)


def _show_vehicles(context: DeskContext, _: UUID) -> None:
    my_vehicles.show_all(context)


def _show_application(context: DeskContext, filing_id: UUID) -> None:
    filing = own_application(context, filing_id)
    context.show(cards.progress(context.session, filing, context.texts))


_QUESTIONS = {
    stop_cards.STOP.verb: _TypedConfirmation(take_back, _show_requests),
    vehicle_cards.UNBIND.verb: _TypedConfirmation(my_vehicles.unbind_one, _show_vehicles),
    cards.WITHDRAW.verb: _TypedConfirmation(progress.withdraw_one, _show_application),
}
