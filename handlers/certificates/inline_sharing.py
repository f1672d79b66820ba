"""Inline mode: the holder of a certificate sends it to another chat, as a message with a button that verifies it.

@bot SHARE CODE in any chat ──► the certificate, to be sent    anything else ──► a button that leads to the certificates

The code was made in the chat with the desk, where it can be revoked: a query makes and changes nothing.
"""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session

from bot.cards.certificates import share_codes as cards
from bot.engine.inbound.inline_queries import InlineQuery
from bot.engine.listeners import Handler, on_link
from bot.links import DeskLinks
from bot.services.certificates import share_codes
from bot.texts import language_for, texts
from handlers.certificates import live_views
from storage.identity import accounts
from storage.register.vehicles import Vehicle


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_link(cards.CERTIFICATES_LINK, live_views.choose)


def answer(session: Session, query: InlineQuery, links: DeskLinks) -> dict[str, Any]:
    """Return the parameters of `answerInlineQuery`: the certificate of a share code of the asker, or none."""
    account = accounts.by_telegram(session, query.bot_id, query.user_id)
    words = texts(account.language if account else language_for(query.language_code)).at(query.asked_at)
    share = share_codes.of_maker(session, account, query.text, now=query.asked_at) if account else None
    code = share_codes.code_in(query.text)
    if share is None or code is None:
        return cards.nothing_inline(words)
    vehicle = session.get_one(Vehicle, share.vehicle_id)
    return cards.inline_answer(share, code, vehicle, words, links=links)
