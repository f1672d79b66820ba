"""`restore`: puts a backup in the place of an SQLite store, after every check on a copy. What stood there is kept.

copy ─► check the copy ─► mark ─► move the former store aside, with -wal and -shm ─► put the copy in place
     ─► compare the two ─► unmark

Nothing is touched before the mark, and no desk starts while it is there. Run again, the command goes on.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from bot.cli import backup_files, postgresql_commands, restore_comparison
from bot.program_name import PROGRAM
from bot.runtime import (
    database as runtime_database,
    private_files,
    store_completeness,
    store_owner,
    store_use,
    unfinished_restore,
)
from bot.runtime.operator_error import OperatorError, WrongConfiguration
from bot.runtime.store_owner import StoreOwner
from bot.settings import Settings
from storage.database import encryption, revision
from storage.store_identity import StoreKind

Say = Callable[[str], None]

LOST = (
    "What this cannot bring back:",
    "- what people did after that moment: they see it by /progress and /vehicles, and do it again",
    "- messages that went out since then: they stay on phones, and those still open in the backup are sent again",
    "- orders paid since then: compare the gateways' bills before you open; /refund lists the differences",
    "- deletions since then: delete these people's data again",
    "- what was shut since then: staff whose service ended, revoked clients, withdrawn keys and consents, and ended "
    "filings count as before; blocks are open",
    "- numbers of applications and certificates given since then: they may be given again",
    f"docs/operating.md, “What a restore cannot bring back”, says more. Now start the desk: {PROGRAM} run",
)
NO_OWNER = (
    "No token says whose backup this may be. It is that of {whose}. If that is right, set CHEZHU_TELEGRAM_TOKEN as the "
    f"desk has it, or say so: {PROGRAM} restore --bot {{word}} FILE"
)
OTHER_OWNER = "The backup is that of {whose}, which --bot {word} does not name. Take one of this desk, or name its bot."


def restore(settings: Settings, file: Path, *, bot: str = "", now: datetime, say: Say) -> None:
    """Restore a backup, or print how to on PostgreSQL. The desk must be stopped. Raises OperatorError.

    bot: whose backup it is, where neither a token nor the store that stands there says so: a bot's number, or `local`.
    """
    url = make_url(settings.store_url)
    if url.get_backend_name() != "sqlite":
        for line in (*postgresql_commands.restore(url, file), *LOST):
            say(line)
        return
    store = Path(url.database or "")
    _require_readable(file, store)
    with ExitStack() as stack:
        runtime_database.make_folder(settings.store_url)
        stack.callback(private_files.give_back, settings)
        runtime_database.lock_file(settings.store_url, stack)
        store_use.use_alone(settings.store_url, stack)
        private_files.give_back(settings)  # At once: what is killed gives nothing back at its end.
        copy = store.with_name(f"{store.name}.restore-copy")
        _refuse_copy(file, copy)
        backup_files.remove(copy)
        with backup_files.private_file(copy):
            say(f"Checking a copy of {file}")
            backup_files.copy(file, copy)
            _check(settings, copy, bot=bot)
            until = backup_files.latest_moment(copy)
            aside = swap(store, copy, now=now)
            differences = restore_comparison.compare(aside, store) if aside is not None else []
            unmark(store)
    if aside is not None:
        say(f"What stood there is kept as {aside}; delete it when nobody needs it, it holds personal data")
    moment = f": what happened until {until.astimezone(settings.zone):%Y-%m-%d %H:%M:%S %Z}" if until else ""
    say(f"Restored {file} to {store}{moment}")
    for line in (*differences, *LOST):
        say(line)


def _require_readable(file: Path, store: Path) -> None:
    """Check that this user may read the backup. Raises OperatorError with what to do."""
    try:
        is_there = file.is_file()
    except PermissionError:
        closed = (each for each in reversed(file.absolute().parents) if not os.access(each, os.X_OK))
        folder = next(closed, file.absolute().parent)
        raise OperatorError(
            f"This user may not enter {folder}. Move the backup to a folder that they may enter, or run this command "
            "as root: what it writes goes to the desk's user."
        ) from None
    if not is_there:
        raise OperatorError(f"There is no file {file}.")
    if not os.access(file, os.R_OK):
        advice = f"chown --reference={store.parent} {file}"
        raise OperatorError(f"This user may not read {file}. Let them, as root: {advice}")


def _refuse_copy(file: Path, copy: Path) -> None:
    """Refuse the working copy of an interrupted restore: it would be replaced by itself. Raises OperatorError."""
    if copy.exists() and file.samefile(copy):
        raise OperatorError(
            f"{file} is the working copy of a restore that was interrupted, perhaps a part of a backup. Restore the "
            "backup that it was made from; to use the copy, rename it first."
        )


def swap(store: Path, copy: Path, *, now: datetime) -> Path | None:
    """Move the former store aside and put the copy in its place. Returns the former store's path, None without one."""
    aside = mark(store, now=now)
    for _ in moves(store, copy, aside):
        pass
    return aside if aside.exists() else None


def mark(store: Path, *, now: datetime) -> Path:
    """Mark a store whose restore begins, unless it is marked. Returns the path under which the former store is kept."""
    path = unfinished_restore.mark_of(store)
    if not path.exists():
        _write_mark(path, _free_name(store, now))
    return store.with_name(path.read_text())


def moves(store: Path, copy: Path, aside: Path) -> Iterator[None]:
    """Do one step of the swap after the other. Begun again after an interruption, parts that are aside stay there."""
    for suffix in backup_files.FILES_OF_A_STORE:
        part, kept = store.with_name(store.name + suffix), aside.with_name(aside.name + suffix)
        if part.exists() and not kept.exists():
            part.rename(kept)
            yield
    os.replace(copy, store)
    backup_files.sync(store.parent)
    yield


def unmark(store: Path) -> None:
    """End a restore: desks may start on the store again."""
    unfinished_restore.mark_of(store).unlink()
    backup_files.sync(store.parent)


def _free_name(store: Path, now: datetime) -> str:
    """Return a name for the former store that no other one has."""
    name = f"{store.name}.before-{now:%Y%m%d-%H%M%S}"
    while store.with_name(name).exists():
        name += "-again"
    return name


def _write_mark(mark: Path, name: str) -> None:
    """Write the mark so that it is there as a whole or not at all."""
    new = mark.with_name(f"{mark.name}.new")
    new.unlink(missing_ok=True)
    new.write_text(name)
    private_files.give_one_back(new)  # Before it is the mark: the desk's user goes on if this is killed.
    backup_files.sync(new)
    new.replace(mark)
    backup_files.sync(mark.parent)


def _check(settings: Settings, copy: Path, *, bot: str) -> None:
    """Check that this version can use the store, that the key opens it, and that it is this desk's."""
    if not settings.secret_key and not settings.key_file.exists():
        raise OperatorError(
            f"There is no secret key: put the file {settings.key_file} back, or set CHEZHU_SECRET_KEY. Backups do not "
            "hold it, and without it nobody reads them."
        )
    with closing(sqlite3.connect(copy)) as store:
        tables = {row[0] for row in store.execute("SELECT name FROM sqlite_master")}
        if "alembic_version" not in tables:
            raise OperatorError("The file is a database, but not one of a desk. Use a file that `backup` has written.")
        (found,) = store.execute("SELECT max(version_num) FROM alembic_version").fetchone()
    if found is None:
        raise OperatorError(
            "The backup does not say of which version it is. Use another one that `backup` has written."
        )
    if found not in revision.revisions():
        raise OperatorError(
            f"The backup is of a newer version (revision {found}, this one knows {revision.newest_revision()}). Update "
            "the checkout first, then restore."
        )
    address = f"sqlite:///{copy}"
    if found == revision.newest_revision() and (incomplete := store_completeness.problem_of(address)):
        raise OperatorError(f"{incomplete}. Nothing was changed.")
    encryption.use_keyring(settings.keyring())
    store_owner.require_owner(address, None)
    store_owner.require_owner(address, _owner(settings, address, bot=bot))


def _owner(settings: Settings, copy: str, *, bot: str) -> StoreOwner:
    """Return whose the backup must be: the token's bot, the one that is named, or that of the store that stands there.

    Raises OperatorError if nothing says whose it is, unless the backup does not either.
    """
    named = store_owner.named(bot) if bot else None
    expected = store_owner.owner_of(settings) or named
    if named is not None and expected != named:
        raise OperatorError(f"The token is not that of bot {bot}. Leave --bot out, or set the token of that bot.")
    if expected is not None and named is None:
        return expected
    found = store_owner.found_in(copy)
    if named is not None:
        if not settings.telegram_token and found is not None and found != named:
            raise WrongConfiguration(OTHER_OWNER.format(whose=_words(found), word=bot))
        return named
    if found is None:
        return store_owner.LOCAL_OWNER  # Nobody has used it yet: it becomes whose desk starts on it.
    if found in [store_owner.found_in(each) for each in _former(settings.store_url)]:
        return found
    word = "local" if found.kind is StoreKind.LOCAL else str(found.bot_id)
    raise OperatorError(NO_OWNER.format(whose=_words(found), word=word))


def _words(owner: StoreOwner) -> str:
    return "the local Telegram" if owner.kind is StoreKind.LOCAL else f"bot {owner.bot_id}"


def _former(url: str) -> list[str]:
    """Return where the store is that is replaced: in its place, and aside once a restore that was interrupted began."""
    store = Path(make_url(url).database or "")
    mark = unfinished_restore.mark_of(store)
    aside = [f"sqlite:///{store.with_name(mark.read_text())}"] if mark.exists() else []
    return [url, *aside]
