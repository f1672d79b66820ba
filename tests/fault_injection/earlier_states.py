"""Stores that version 0.1.0 has left in every state are upgraded, and this version goes on from them.

The stories of 0.1.0, from the history, play with its own code. After each commit that brings a state which no store had
before (a step of a flow; an event, a delivery or a timer of a kind in a state), the store is copied. This version
upgrades each copy, handles what waits, lets timers fall due, and answers everybody who was at a step. Nothing may fail.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.engine.inbound.receiver import new_event
from storage.database.encryption import current_keyring
from storage.engine import inbox
from storage.migrations import migrator
from tests.fault_injection import earlier_version
from tests.fault_injection.long_run import OnProgress, Result
from tests.stories.app_driver import AppDriver

RECORDER = Path(__file__).with_name("record_states.py")
STEPS = Path(__file__).parents[1] / "data" / "steps_0001.json"
# What the stories do not play as such: relationships in words, and a picture that is being read.
NOT_PLAYED = {"step filing words", "step verification reading"}
# Stories on another database, without stores, and with tasks of their own that no version knows.
LEFT_OUT = "not postgresql and not face_model and not test_cast and not test_alarms"
WHAT = "stores of version 0.1.0"
PEOPLE = 15  # More than any story has. Their numbers are given in turn, in both versions.
OURS = 90_000_000  # The first number of an update, above those of the stories.
STAMP = "INSERT INTO alembic_version VALUES ('0001');"
ENCRYPTED = "SELECT content FROM conversations UNION ALL SELECT payload FROM inbox UNION ALL SELECT payload FROM outbox"
# There is no group that messages could reach.
FAILED = (
    "SELECT 'event ' || source || ' ' || note FROM inbox WHERE state = 'set_aside' UNION ALL "
    "SELECT 'delivery ' || channel || ' ' || note FROM outbox WHERE state = 'failed' AND channel <> 'group'"
)
TRIED = "SELECT 'attempts of ' || source || ' ' || note FROM inbox WHERE state = 'waiting' AND attempts > 0"
LEFT = (
    "SELECT 'event ' || source FROM inbox WHERE state = 'waiting' UNION ALL "
    "SELECT 'delivery ' || channel FROM outbox WHERE state IN ('waiting', 'underway') AND attempts = 0"
)


def run(*, count: int, seed: int, on_progress: OnProgress) -> Result:
    """Record stores of 0.1.0, and go on from `count` of them at most. They are the same for each seed."""
    with tempfile.TemporaryDirectory() as name:
        tree, folder = Path(name) / "tree", Path(name) / "stores"
        tree.mkdir()
        folder.mkdir()
        try:
            earlier_version.extract(tree)
        except earlier_version.HistoryMissing as problem:
            return Result(WHAT, "0 stores", 0, (f"git fetch --unshallow: {problem}",))
        record(tree, folder)
        return _go_on_from_all(folder, count, on_progress)


def record(tree: Path, folder: Path) -> None:
    """Play the stories of the earlier version in its tree, and copy stores into the folder."""
    shutil.copy(RECORDER, tree)
    options = ("-q", "-p", RECORDER.stem, "-p", "no:cacheprovider", "-k", LEFT_OUT)
    environment = os.environ | {"PYTHONPATH": str(tree), "STATES_FOLDER": str(folder)}
    command = [sys.executable, "-m", "pytest", *options, "tests/stories"]
    # A story that fails beside newer packages records what comes before; steps that are missing then are named.
    subprocess.run(command, cwd=tree, env=environment, capture_output=True, check=False)


def _go_on_from_all(folder: Path, count: int, on_progress: OnProgress) -> Result:
    stores = sorted(folder.glob("*.db"))
    states = {state for store in stores for state in store.with_suffix(".txt").read_text("utf-8").splitlines()}
    wrong = [f"no store at the step {step}" for step in sorted(_steps() - states)]
    for number, store in enumerate(stores[:count], 1):
        wrong += [f"{store.stem}: {each}" for each in go_on(store)]
        on_progress(number)
    return Result(WHAT, f"{len(stores[:count])} stores with {len(states)} states", 0, tuple(wrong))


def _steps() -> set[str]:
    steps = json.loads(STEPS.read_text(encoding="utf-8"))
    return {f"step {each['flow']} {each['step']}" for each in steps} - NOT_PLAYED


def go_on(store: Path) -> list[str]:
    """Upgrade a store and go on from it. Returns what is wrong."""
    before, moments = _rows(store, FAILED), _rows(store, "SELECT max(received_at) FROM inbox WHERE received_at <> ''")
    if not _has_our_key(store) or moments == ["None"]:
        return []  # Some stories change the key, and some begin with what no event has made.
    with closing(sqlite3.connect(store)) as connection:  # The tests of 0.1.0 create tables without migrations.
        connection.executescript(f"CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL); {STAMP}")
    migrator.upgrade(f"sqlite:///{store}")
    with closing(AppDriver(f"sqlite:///{store}")) as app:
        app.now = datetime.fromisoformat(moments[0]).replace(tzinfo=UTC)
        silent = _play(app, _rows(store, "SELECT lane FROM conversations WHERE step <> ''"))
    found = _rows(store, FAILED)
    for each in before:
        found.remove(each)
    return [*found, *_rows(store, TRIED), *_rows(store, LEFT), *silent]


def _play(app: AppDriver, at_steps: list[str]) -> list[str]:
    """Handle what waits, let everybody who is at a step end it, and let time pass. Returns who is not answered."""
    people = [app.person(f"P{number}") for number in range(PEOPLE)]
    for person in people:  # Nobody gets messages from a bot to which they have never written.
        app.ask("POST", f"/world/people/{person.id}/messages", json={"text": "/menu"})
    app.settle()
    asked = [person for person in people if f"{app.bot.id}:{person.id}" in at_steps]
    before = [len(person.messages()) for person in asked]
    for number, person in enumerate(asked):
        _say(app, OURS + number, person.id, "/cancel")
    app.settle()
    silent = [person for person, count in zip(asked, before, strict=True) if len(person.messages()) == count]
    for delta in ({"minutes": 5}, {"hours": 25}, {"days": 40}):
        app.later(**delta)
    return [f"not answered: {person.id}" for person in silent]


def _has_our_key(store: Path) -> bool:
    with closing(sqlite3.connect(store)) as connection:
        query = (
            "SELECT content FROM conversations UNION ALL SELECT payload FROM inbox UNION ALL SELECT payload FROM outbox"
        )
        values = connection.execute(query).fetchall()
    return all(current_keyring().has_key_of(value) for (value,) in values if value)


def _say(app: AppDriver, number: int, person: int, words: str) -> None:
    user: dict[str, Any] = {"id": person, "is_bot": False, "first_name": "P", "language_code": "zh-hans"}
    command = [{"type": "bot_command", "offset": 0, "length": len(words)}]
    message: dict[str, Any] = {"message_id": number, "date": 1, "text": words, "entities": command, "from": user}
    update = {"update_id": number, "message": {**message, "chat": {"id": person, "type": "private"}}}
    app.write(lambda session: inbox.put(session, [new_event(app.bot.id, update)], at=app.now))


def _rows(store: Path, query: str) -> list[str]:
    with closing(sqlite3.connect(store)) as connection:
        return [str(row[0]) for row in connection.execute(query)]
