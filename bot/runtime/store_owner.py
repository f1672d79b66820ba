"""Refuses a start on a store that is not this desk's: another kind or bot, another secret key, a lost key file.

A store keeps what it is (`storage/store_identity.py`). A store of an earlier version keeps nothing: what is known of it
are the bots of its accounts and the keys of its encrypted values. It gets its identity at the first start.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, make_url, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from bot.runtime.operator_error import WrongConfiguration
from bot.settings import Settings
from storage import lookup_keys, store_identity
from storage.database import Database
from storage.database.encryption import DecryptionError, current_keyring
from storage.database.engines import single_engine
from storage.store_identity import StoreIdentity, StoreKind

LOCAL_BOT_ID = 1_000_000_001
MAX_DIGITS = 19  # Of a bot's number, which is one of 63 bits.

OWN_STORE = "a store of its own: another folder (CHEZHU_DATA_DIR) or another database (CHEZHU_DATABASE_URL)"
WRONG_KEY = (
    "The secret key does not open this store, so the desk could read nothing in it and would lose what comes in. Set "
    "CHEZHU_SECRET_KEY, or the file secret_key in CHEZHU_DATA_DIR, to the key the store was made with; after a "
    "rotation to all of them, newest first, the oldest last. No new key can replace a lost one."
)
LOST_KEY = (
    "There is a store, but its key file {file} is missing. Put the file back, or set CHEZHU_SECRET_KEY to the key. No "
    "new key can open the store. To begin anew, move the store away first: {store}."
)
LOCAL_MODE_ON_REAL = (
    "This store belongs to bot {bot} on Telegram and holds the data of real people. In the local Telegram everybody "
    f"may act as anyone, so it does not open this store. For a local trial give it {OWN_STORE}, for example: "
    "CHEZHU_DATA_DIR=trial make run"
)
TOKEN_ON_LOCAL = (
    "This store was made by the local Telegram: its demo people are members of staff here, and their Telegram IDs may "
    f"be those of strangers. Give the desk of this token {OWN_STORE}. Registers are moved with `export` and `import`."
)
OTHER_BOT = (
    "This store belongs to bot {bot}, the token to bot {ours}: people would write to one and be answered by the other. "
    f"Use the token of bot {{bot}}, or give this one {OWN_STORE}. If bot {{bot}} is gone for good, start once with "
    "`run --new-bot`."
)


@dataclass(frozen=True)
class StoreOwner:
    """Whose store the settings expect. may_change_bot: the operator has said that the bot is another one now."""

    kind: StoreKind
    bot_id: int
    may_change_bot: bool = False


LOCAL_OWNER = StoreOwner(StoreKind.LOCAL, LOCAL_BOT_ID)


def owner_of(settings: Settings, *, may_change_bot: bool = False) -> StoreOwner | None:
    """Return the owner that the token names; None without a token, as commands of the command line may run."""
    if not settings.telegram_token:
        return None
    return StoreOwner(StoreKind.REAL, int(settings.telegram_token.partition(":")[0]), may_change_bot)


def require_key_file(settings: Settings) -> None:
    """Check that no new key would be made beside a store. Raises WrongConfiguration."""
    if settings.secret_key or settings.key_file.exists():
        return
    url = make_url(settings.store_url)
    with _connection(settings.store_url) as connection:
        if connection is not None and inspect(connection).get_table_names():
            store = url.render_as_string(hide_password=True)
            raise WrongConfiguration(LOST_KEY.format(file=settings.key_file, store=url.database or store))


def require_owner(url: str, owner: StoreOwner | None) -> None:
    """Check the keyring in use and the owner against a store of any revision, unchanged. Raises WrongConfiguration.

    The keyring takes the look-up keys that the store keeps.

    owner: None checks the keyring alone.
    """
    with _connection(url) as connection:
        if connection is None:
            return
        try:
            lookup_keys.use(connection, now=datetime.now(UTC))
        except DecryptionError:
            raise WrongConfiguration(WRONG_KEY) from None
        found = store_identity.read(connection)
        if found is None:
            _check_unadopted(connection, owner)
        else:
            _check_identity(found, owner)


def found_in(url: str) -> StoreOwner | None:
    """Return whose a store is, by its identity or, without one, by the bots of its accounts. None if nothing says so.

    The keyring need not open it, and nothing says so in a damaged one. Of several bots the lowest number is named.
    """
    with suppress(DatabaseError):
        return _found_in(url)
    return None


def _found_in(url: str) -> StoreOwner | None:
    with _connection(url) as connection:
        if connection is None:
            return None
        found = store_identity.read(connection)
        if found is not None:
            return StoreOwner(found.kind, found.bot_id)
        if "accounts" not in inspect(connection).get_table_names():
            return None
        bots = sorted(connection.execute(text("SELECT DISTINCT bot_id FROM accounts")).scalars())
        kinds = {LOCAL_BOT_ID: StoreKind.LOCAL}
        return StoreOwner(kinds.get(bots[0], StoreKind.REAL), bots[0]) if bots else None


def named(word: str) -> StoreOwner:
    """Return the owner that an operator has named: the id of a bot, or `local`. Raises WrongConfiguration."""
    if word == "local":
        return LOCAL_OWNER
    if not (word.isascii() and word.isdigit() and len(word) < MAX_DIGITS):
        raise WrongConfiguration(f"“{word}” names no bot: give its number, the part of the token before “:”, or local.")
    return StoreOwner(StoreKind.REAL, int(word))


def adopt(database: Database, owner: StoreOwner, *, now: datetime, say: Callable[[str], None]) -> None:
    """Give the store its identity at its first start, or another bot if the operator says so; say it once it is stored.

    Raises WrongConfiguration if another desk has adopted it in the meantime.
    """
    with database.transaction() as session:
        change = _adopt(session, owner, now)
    if change:
        say(f"{change} {_name(owner)} from now on")


def _adopt(session: Session, owner: StoreOwner, now: datetime) -> str:
    """Return the words for what changes, "" if nothing does."""
    if store_identity.adopt(session, owner.kind, owner.bot_id, at=now):
        return "This store belongs to"
    found = store_identity.read(session.connection())
    assert found is not None
    _check_identity(found, owner)
    if found.bot_id == owner.bot_id or not owner.may_change_bot:
        return ""
    store_identity.change_bot(session, owner.bot_id)
    return f"This store belonged to bot {found.bot_id}; it belongs to"


def claim(database: Database, settings: Settings, *, now: datetime, say: Callable[[str], None]) -> None:
    """Give a store that a command fills before any desk has started on it to the bot of the token, if there is one.

    The local Telegram, in which everybody may act as anyone, could otherwise take a register of real people.
    """
    owner = owner_of(settings)
    if owner is None:
        return
    with database.reading() as session:
        is_claimed = store_identity.read(session.connection()) is not None
    if not is_claimed:
        adopt(database, owner, now=now, say=say)


def _name(owner: StoreOwner) -> str:
    return "the local Telegram" if owner.kind is StoreKind.LOCAL else f"bot {owner.bot_id} on Telegram"


def _check_identity(found: StoreIdentity, owner: StoreOwner | None) -> None:
    if not store_identity.is_opened(found):
        raise WrongConfiguration(WRONG_KEY)
    if owner is None:
        return
    if found.kind is not owner.kind:
        is_real = found.kind is StoreKind.REAL
        raise WrongConfiguration(LOCAL_MODE_ON_REAL.format(bot=found.bot_id) if is_real else TOKEN_ON_LOCAL)
    if found.bot_id != owner.bot_id and not owner.may_change_bot:
        raise WrongConfiguration(OTHER_BOT.format(bot=found.bot_id, ours=owner.bot_id))


def _check_unadopted(connection: Connection, owner: StoreOwner | None) -> None:
    """Check a store of an earlier version, and one that commands have filled but no desk has started on."""
    tables = set(inspect(connection).get_table_names())
    if any(not current_keyring().has_key_of(value) for value in _encrypted_values(connection, tables)):
        raise WrongConfiguration(WRONG_KEY)
    if owner is None or "accounts" not in tables:
        return
    bots = set(connection.execute(text("SELECT DISTINCT bot_id FROM accounts")).scalars())
    if owner.kind is StoreKind.LOCAL and bots - {LOCAL_BOT_ID}:
        raise WrongConfiguration(LOCAL_MODE_ON_REAL.format(bot=min(bots - {LOCAL_BOT_ID})))
    if owner.kind is StoreKind.REAL and LOCAL_BOT_ID in bots - {owner.bot_id}:
        raise WrongConfiguration(TOKEN_ON_LOCAL)
    if bots and owner.bot_id not in bots and not owner.may_change_bot:
        raise WrongConfiguration(OTHER_BOT.format(bot=min(bots), ours=owner.bot_id))


def _encrypted_values(connection: Connection, tables: set[str]) -> Iterator[bytes]:
    """Yield one value of each encrypted column that the store has at its revision."""
    from storage import reencryption  # It loads every table.

    for table, column, _ in reencryption.encrypted_columns():
        columns = inspect(connection).get_columns(table.name) if table.name in tables else []
        if column.name in {each["name"] for each in columns}:
            query = text(f'SELECT "{column.name}" FROM {table.name} WHERE length("{column.name}") > 0 LIMIT 1')
            value = connection.execute(query).scalar()
            if value is not None:
                yield bytes(value)


@contextmanager
def _connection(url: str) -> Iterator[Connection | None]:
    """Open a connection, or None if there is no SQLite file, which a connection would create."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        yield None
        return
    engine = single_engine(url)
    with engine.connect() as connection:
        yield connection
