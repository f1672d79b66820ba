"""Compares the store that a restore has replaced with the one it has put there: what counts as before, what is lost.

It says what the operator has to do again, in closed words, counts and ids. All ids are in a file beside the former
store; the terminal shows some.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote

from bot.adapters.certificates import keys as certificate_keys
from bot.adapters.certificates.keys import KeyFileError, KeyState
from bot.cli.restore_kinds import EVERY_KIND, Change, Kind
from bot.runtime import private_files
from storage.certificates.signing_keys import KEYRING_ID, StoredSigningKeys
from storage.database.encryption import DecryptionError

Found = tuple[str, str, list[str]]  # Words, advice, ids.
Look = Callable[[sqlite3.Connection], list[Found]]

SHOWN = 10
WORDS = {
    Change.AGAIN: "{words} since the backup count again",
    Change.UNDONE: "{words} since the backup are open again",
    Change.LOST: "{words} since the backup are lost",
}
KEYS = (
    ("certificate keys that were withdrawn since the backup count again", "`keys withdraw KID`"),
    ("certificate keys that were made since the backup are lost", "issue again what they have signed"),
)
UNREADABLE = (
    "The former store cannot be read, so nothing tells what is different in it: go through the list below by hand."
)
NO_DIFFERENCE = "Nothing that this command compares is different in the former store."
TITLE = "Different from the former store, to be done again before the desk starts:"
ACTS_LOST = (
    "kinds of acts in the audit since the backup are lost",
    "`audit export` lists them, with CHEZHU_DATABASE_URL set to the former store",
)
ACTS = "SELECT action, count(*) FROM {store}.audit GROUP BY action"
KEYRING = "SELECT sealed_keys FROM {store}.certificate_keyring"
BACKUP, FORMER = "main", "former"


def compare(former: Path, restored: Path) -> list[str]:
    """Return the lines that tell what is different, all ids in a file beside the former store as far as it is written.

    Both are SQLite files that nobody writes to. They are not changed.
    """
    with closing(sqlite3.connect(_address(restored), uri=True)) as stores:
        try:
            stores.execute(f"ATTACH ? AS {FORMER}", (_address(former),))
            stores.execute(f"SELECT count(*) FROM {FORMER}.audit")
        except sqlite3.Error:
            return [UNREADABLE]
        unknown: list[str] = []
        found = list(_differences(stores, unknown))
    if not found and not unknown:
        return [NO_DIFFERENCE]
    kept = _write(former, [TITLE, *(_line(each, len(each[2])) for each in found), *unknown])
    shown = [_line(each, SHOWN) for each in found]
    return [TITLE, *shown, *unknown, *([f"All ids are in {kept}"] if kept else [])]


def _address(store: Path) -> str:
    return f"file:{quote(str(store))}?mode=ro"


def _differences(stores: sqlite3.Connection, unknown: list[str]) -> Iterator[Found]:
    """Yield what is different. unknown: gets a line about each kind that cannot be compared."""
    looks: list[tuple[str, Look]] = [(kind.words, partial(_of_kind, kind)) for kind in EVERY_KIND]
    looks += [("certificate keys", _of_keys), ("acts", _of_acts)]
    for words, look in looks:
        try:
            yield from [each for each in look(stores) if each[2]]
        except (sqlite3.Error, DecryptionError, KeyFileError):  # Another revision or key, or damage.
            unknown.append(f"- {words}: cannot be compared; see for yourself")


def _of_kind(kind: Kind, stores: sqlite3.Connection) -> list[Found]:
    backup, former = kind.backup.format(store=BACKUP), kind.former.format(store=FORMER)
    query = {
        Change.AGAIN: f"{backup} EXCEPT {former}",
        Change.LOST: f"{former} EXCEPT {backup}",
        Change.UNDONE: f"{backup} INTERSECT {former}",
    }[kind.change]
    rows = [" ".join(map(str, row)) for row in stores.execute(query)]
    return [(WORDS[kind.change].format(words=kind.words), kind.advice, rows)]


def _of_keys(stores: sqlite3.Connection) -> list[Found]:
    former, backup = _keys(stores, FORMER), _keys(stores, BACKUP)
    gone = [kid for kid, state in former.items() if state is KeyState.WITHDRAWN]
    again = [kid for kid in gone if backup.get(kid, KeyState.WITHDRAWN) is not KeyState.WITHDRAWN]
    return [(*KEYS[0], again), (*KEYS[1], [kid for kid in former if kid not in backup])]


def _keys(stores: sqlite3.Connection, store: str) -> dict[str, KeyState]:
    row = stores.execute(KEYRING.format(store=store)).fetchone()
    if row is None:
        return {}
    stored = StoredSigningKeys(id=KEYRING_ID, sealed_keys=row[0], changed_at=datetime.now(UTC))
    return {key.kid: key.state for key in certificate_keys.read_private(stored.keys).keys}


def _of_acts(stores: sqlite3.Connection) -> list[Found]:
    """Return how many acts of each kind the audit of the former store has more."""
    before = dict(stores.execute(ACTS.format(store=BACKUP)).fetchall())
    after = stores.execute(ACTS.format(store=FORMER)).fetchall()
    more = [f"{action} {count - before.get(action, 0)}" for action, count in sorted(after)]
    more = [each for each in more if int(each.rpartition(" ")[2]) > 0]
    return [(*ACTS_LOST, more)]


def _line(found: Found, most: int) -> str:
    words, advice, ids = found
    more = f", and {len(ids) - most} more" if len(ids) > most else ""
    return f"- {words}: {len(ids)} ({', '.join(ids[:most])}{more}). Do: {advice}"


def _write(former: Path, lines: list[str]) -> Path | None:
    """Write all lines beside the former store. Returns where, None if there is no space or right to."""
    path = former.with_name(f"{former.name}.differences.txt")
    with suppress(OSError):
        path.touch(mode=0o600)
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
        private_files.give_one_back(path)
        return path
    return None
