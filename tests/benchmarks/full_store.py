"""Fills a database with very many rows in every growing table, quickly, by INSERT … SELECT."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import text

from storage.database import Database
from storage.database.encryption import current_keyring
from storage.engine import conversations
from storage.engine.conversations import Conversation

CHUNK = 100_000
WRITERS = 1_000
NOW = datetime(2026, 11, 20, tzinfo=UTC)
DAY = "2026-11-20 00:00:00"

INBOX = """INSERT INTO inbox (source, key, lane, payload, received_at, due_at, attempts, state, done_at, note)
    SELECT 'telegram', '1:' || n, '1:' || n, :payload, :day, :day, 0, 'done', :day, '' FROM {numbers}"""
OUTBOX = """INSERT INTO outbox (reference, channel, lane, about, policy, payload, created_at, due_at, attempts, state,
    done_at, message_id, note)
    SELECT {uuid}, 'chat', '1:' || n, '', 'again', :payload, :day, :day, 0, 'done', :day, n, '' FROM {numbers}"""
CONVERSATIONS = """INSERT INTO conversations (lane, flow, step, revision, content, updated_at)
    SELECT '1:' || n, 'filing', 'plate', 3, :payload, :day FROM {numbers}"""
ACCOUNTS = """INSERT INTO accounts (id, bot_id, telegram_id, language, created_at)
    SELECT {uuid}, 1000000001, n, 'en', :day FROM {numbers}"""
AUDIT = """INSERT INTO audit (at, action, details) SELECT :day, 'code:sent', '{{}}' FROM {numbers}"""

NUMBERS = {
    "sqlite": "(WITH RECURSIVE c(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM c WHERE n < :last) SELECT n FROM c)",
    "postgresql": "generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS c(n)",
}
UUID = {"sqlite": "printf('%032x', n)", "postgresql": "CAST(lpad(to_hex(n), 32, '0') AS uuid)"}


def fill(database: Database, rows: int, *, start: int = 0, tell: Callable[[int], None] = lambda _: None) -> None:
    """Add rows until each table has `rows` of them, `start` of which it has already."""
    kind = "sqlite" if database.is_sqlite else "postgresql"
    payload = current_keyring().encrypt(b"x" * 200, "nowhere")
    for first in range(start + 1, rows + 1, CHUNK):
        last = min(first + CHUNK - 1, rows)
        with database.transaction() as session:
            for statement in (INBOX, OUTBOX, CONVERSATIONS, ACCOUNTS, AUDIT):
                words = text(statement.format(numbers=NUMBERS[kind], uuid=UUID[kind]))
                session.execute(words, {"first": first, "last": last, "payload": payload, "day": DAY})
        tell(last)
    _seal_writers(database, rows)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE"))


def writers(rows: int) -> range:
    """Return the users who write in a database of this size: a thousand, spread over all rows."""
    return range(1, rows + 1, max(1, rows // WRITERS))


def _seal_writers(database: Database, rows: int) -> None:
    """Give each writer a conversation that can be decrypted; those of others are as long, but cannot."""
    with database.transaction() as session:
        for user in writers(rows):
            standing = Conversation(f"1:{user}", "filing", "plate", 3, {"last": 0, "typed": "x" * 120})
            conversations.save(session, standing, at=NOW)
