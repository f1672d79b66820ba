"""Leftovers in a chat at the end of a story: buttons of what is over, two live cards of a step, progress that stays.

Whatever a person has done, the screen must not offer what can only be refused.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session, SQLModel

from bot import callback_data
from bot.card import Button
from bot.cards.filing import approvals, filings, withdrawal
from bot.cards.filing.approval_withdrawal import STOP, STOP_CONFIRMED, UNBIND
from bot.cards.filing.my_vehicles import UNBIND_CONFIRMED
from bot.errors import InvalidCallbackData
from bot.texts import LANGUAGES, texts
from storage.engine import conversations
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import AGREED_STATUSES, OPEN_STATUSES, Filing, FilingStatus
from tests.stories.app_driver import AppDriver

_Useful = Callable[[Session, UUID], bool]

# Texts that say that a task is at work.
PROGRESS = (
    *("certificate-drawing", "paper-being-drawn", "payment-checking", "verification-reading", "qr-reading"),
    *("objection-photo-coming", "identity-photo-coming", "audit-verifying", "stats-counting", "check-comparing"),
    *("photos-received", "payment-preparing", "payment-closing", "vehicle-code-drawing"),
)


MARK = "\ue000"


def of(app: AppDriver) -> list[str]:
    """Return what is left over in the chats of people, a line each."""
    found = []
    for telegram_id, messages in _chats(app).items():
        with app.database.reading() as session:
            lines = list(_of_chat(session, messages, telegram_id, f"{app.bot.id}:{telegram_id}"))
        found += [f"{telegram_id}: {line}" for line in lines]
    return found


def _of_chat(session: Session, messages: list[dict[str, Any]], telegram_id: int, lane: str) -> Iterator[str]:
    conversation = conversations.load(session, lane)
    live = [message for message in messages if any(tap.revision is not None for tap in _taps(message, telegram_id))]
    for message in live:
        words = (message.get("text") or message.get("caption") or "")[:60]
        stale = [tap for tap in _taps(message, telegram_id) if tap.revision not in (None, conversation.revision)]
        if stale or not conversation.flow:
            yield f"buttons of a step that is over ({stale[0].verb if stale else 'no flow'}): {words}"
    if len(live) > 1:
        yield f"{len(live)} live cards of one step: {[(each.get('text') or '')[:40] for each in live]}"
    for message in messages:
        idle = [tap.verb for tap in _taps(message, telegram_id) if tap.verb in USEFUL and not _is_useful(session, tap)]
        if idle:
            yield f"buttons of what is over ({', '.join(idle)}): {(message.get('text') or '')[:60]}"
        if _is_progress(message.get("text") or ""):
            yield f"progress that stays: {message['text'][:60]}"


def _is_useful(session: Session, tap: callback_data.Tap) -> bool:
    return USEFUL[tap.verb](session, UUID(hex=tap.subject))


def _taps(message: dict[str, Any], telegram_id: int) -> Iterator[callback_data.Tap]:
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            try:
                yield callback_data.decode(button.get("callback_data", ""), telegram_id=telegram_id)
            except InvalidCallbackData:
                continue


def _is_progress(words: str) -> bool:
    return any(pattern.fullmatch(words) for pattern in _PROGRESS)


def _pattern(language: str, key: str) -> re.Pattern[str]:
    """Return what matches a text without its values and tags."""
    values = dict.fromkeys(("plate", "provider", "amount", "what"), MARK)
    words = re.sub(r"<[^>]+>", "", texts(language)(key, **values))
    return re.compile(".*".join(re.escape(part) for part in words.split(MARK)), re.DOTALL)


_PROGRESS = [_pattern(language, key) for language in LANGUAGES for key in PROGRESS]


def _chats(app: AppDriver) -> dict[int, list[dict[str, Any]]]:
    """Return the messages of the bot in the chats of people who still have an account there."""
    found = {}
    for telegram_id in app.world.people:
        shown = app.ask("GET", f"/world/people/{telegram_id}/messages")["messages"]
        found[telegram_id] = [message for message in shown if message["from"]["is_bot"]]
    return found


def _buttons(about: type[SQLModel], useful: Iterable[StrEnum], *buttons: Button[UUID]) -> dict[str, _Useful]:
    def is_useful(session: Session, subject: UUID) -> bool:
        row: Any = session.get(about, subject)
        return row is not None and row.status in set(useful)

    return {button.verb: is_useful for button in buttons}


# Buttons outside steps by their verb, and whether their row is still in a state in which they do something.
USEFUL: dict[str, _Useful] = {
    **_buttons(Filing, [FilingStatus.WAITING_OWNER], filings.ENTER_CODE),
    **_buttons(Filing, [FilingStatus.CHECKING, FilingStatus.RETURNED], filings.CHECK),
    **_buttons(Filing, OPEN_STATUSES, filings.WITHDRAW, withdrawal.WITHDRAW_CONFIRMED),
    **_buttons(Filing, [*AGREED_STATUSES, FilingStatus.ACTIVE], STOP, STOP_CONFIRMED),
    **_buttons(Filing, [FilingStatus.ACTIVE], UNBIND, UNBIND_CONFIRMED),
    **_buttons(Approval, [ApprovalStatus.PENDING], approvals.APPROVE, approvals.REFUSE),
}
