"""The account and the conversation of a user, loaded by the one query that begins every turn."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import ClassManager, configure_mappers, make_transient_to_detached
from sqlmodel import Session

from storage.database import table_of
from storage.database.prepared import PreparedStatement
from storage.engine import conversations
from storage.engine.conversations import Conversation, ConversationRow
from storage.identity.accounts import Account

_accounts = table_of(Account)
_conversations = table_of(ConversationRow)
_kept = [_conversations.c[name] for name in ("flow", "step", "revision", "content")]
_both = PreparedStatement(
    select(*_accounts.c, *_kept)
    .select_from(_accounts.outerjoin(_conversations, _conversations.c.lane == bindparam("lane")))
    .where(_accounts.c.bot_id == bindparam("bot"), _accounts.c.telegram_id == bindparam("telegram"))
)
_names = tuple(_accounts.c.keys())


def find(session: Session, bot_id: int, telegram_id: int, lane: str) -> tuple[Account, Conversation] | None:
    """Return the account of a Telegram user and their conversation; None before their first message."""
    asked = {"bot": bot_id, "telegram": telegram_id, "lane": lane}
    row = _both.first(session, asked)
    if row is None:
        return None
    account = _loaded(session, dict(zip(_names, row, strict=False)))
    flow, step, revision, content = row[len(_names) :]
    if content is None:
        return account, Conversation(lane)
    return account, conversations.decrypted(lane, flow, step, revision, content)


def _loaded(session: Session, values: dict[str, Any]) -> Account:
    """Return the session's object of this row: the existing one, with its changes, or a new one.

    It is made as a cache would load it: six times cheaper than the constructor, which looks for defaults.
    """
    manager = _instances()
    mapper = manager.mapper
    known: Account | None = session.identity_map.get(mapper.identity_key_from_primary_key((values["id"],)))
    if known is not None:
        return known
    account: Account = manager.new_instance()
    account.__dict__.update(values)
    make_transient_to_detached(account)
    session.add(account)
    return account


@cache
def _instances() -> ClassManager[Account]:
    configure_mappers()  # This may be the first query of the process.
    return inspect(Account).class_manager
