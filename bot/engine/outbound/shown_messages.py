"""What messages show, so that no edit is sent that changes nothing.

It is known of what this process has sent itself, as digests in its memory: nobody else sends for as long as it holds
the lease. A message is forgotten before each call that may change it, and known again when Telegram has accepted the
call. After a restart, nothing is known; where it is not known, the edit is sent.
"""

from collections import OrderedDict
from hashlib import blake2b
from typing import Any

import orjson

from bot.engine.outbound.telegram import reply_markup
from bot.engine.outbound.truncate import truncate
from storage.engine.leader_election import LeaderLease

MAX_KNOWN = 20_000  # Messages, with about 300 bytes each.
# Fields of packed cards that are no text with buttons below it, or that an edit cannot bring about.
_NOT_EDITED = ("venue", "contact", "keyboard", "protected", "files")


class ShownMessages:
    """Knows the text and the buttons of messages. lease: that of the process that sends."""

    def __init__(self, lease: LeaderLease | None) -> None:
        self._lease = lease
        self._known: OrderedDict[tuple[int, int], tuple[int, bytes]] = OrderedDict()

    def shows(self, chat: int, message: int | None, card: dict[str, Any]) -> bool:
        """Return whether this message is known to show this packed card."""
        known = self._known.get((chat, message)) if message is not None and _is_text(card) else None
        return known == (self._term, _digest(card))

    def sent(self, chat: int, message: int, card: dict[str, Any]) -> None:
        """Note that this message shows this packed card."""
        if _is_text(card):
            self._known[chat, message] = (self._term, _digest(card))
            self._known.move_to_end((chat, message))
        if len(self._known) > MAX_KNOWN:
            self._known.popitem(last=False)

    def forget(self, chat: int, message: int | None) -> None:
        """Note that this message may be about to change."""
        if message is not None:
            self._known.pop((chat, message), None)

    @property
    def _term(self) -> int:
        """The term of the lease: what was known in an earlier one, another process may have changed since."""
        return self._lease.term if self._lease is not None else 0


def _is_text(card: dict[str, Any]) -> bool:
    return not any(card.get(name) for name in _NOT_EDITED)


def _digest(card: dict[str, Any]) -> bytes:
    return blake2b(orjson.dumps((truncate(card["text"]), reply_markup(card))), digest_size=16).digest()
