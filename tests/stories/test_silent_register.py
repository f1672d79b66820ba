"""The register tells nothing: what is on record and what is not get the same words and the same database statements.

Each case is played twice on fresh stores, once about something on record and once about something that is not. The
screens must be equal, and so must the statements, without their values, and how often each is run.
"""

import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from storage.database import Database
from storage.staff.members import StaffRole
from tests.storage.statement_recorder import VALUES
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.filing_steps import asked_owner
from tests.stories.registration_steps import confirms, go_on, registers, to_code

KNOWN, UNKNOWN, WITHOUT_PHONE = cast.id_number(51), cast.id_number(52), cast.id_number(53)
# The text message to the phone on record is queued and sent by statements that every answer in the chat needs, too; the
# sender reads the language of who has the number, after the turn.
LANGUAGE = r"WHERE (people\.phone_index|accounts\.person_id) = \?"
SENDING = re.compile(rf"\b(outbox|inbox)\b|^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)|{LANGUAGE}")
# How often the worker looks for waiting events and imports depends on the machine's load.
POLLING = re.compile(r"^SELECT (inbox\.|id FROM imports\b)")
Play = Callable[[AppDriver, bool], Actor]


@contextmanager
def counted(database: Database) -> Iterator[Counter[str]]:
    """Count the statements on connections opened from now on, without their values."""
    found: Counter[str] = Counter()

    def listen(connection: sqlite3.Connection, _: Any) -> None:
        connection.set_trace_callback(lambda sql: found.update([VALUES.sub("?", sql)]))

    engines = (database.engine, database._readers)
    for engine in engines:
        engine.dispose()
        event.listen(engine, "connect", listen)
    yield found
    for engine in engines:
        event.remove(engine, "connect", listen)


def register(app: AppDriver, is_known: bool) -> Actor:
    """Register under an ID number of somebody of another name, or of nobody."""
    guest = app.person("小王", "+8613812345678")
    registers(guest, "王大明", KNOWN if is_known else UNKNOWN)
    for words in ("/menu", "/vehicles", "/privacy", "/file 02 桂A12345 123456", "/violations", "/certificates"):
        guest.says(words)
    return guest


def register_with_another_phone(app: AppDriver, is_known: bool) -> Actor:
    """Register under the name and ID number of somebody on record, or of nobody, and try and ask for codes."""
    guest, other = app.person("小王", "+8613812345678"), app.person("小张", "+8613812345679")
    to_code(guest, "韦桂兰", KNOWN if is_known else UNKNOWN)
    for words in ("00000000", "0000000000", "123", *["00000001"] * 6):
        guest.says(words)
    guest.taps("重新发送")
    to_code(other, "韦 桂兰", KNOWN if is_known else UNKNOWN)
    for _ in range(6):
        app.later(seconds=61)
        other.taps("重新发送")
    guest.says("/back")
    guest.shares_contact()
    go_on(guest)
    confirms(guest)
    for words in ("/menu", "/vehicles", "/privacy", "/file", "/identity", "/violations", "/certificates"):
        guest.says(words)
    return guest


def register_without_a_phone_on_record(app: AppDriver, is_known: bool) -> Actor:
    """Register as somebody on record without a phone number, or as nobody."""
    guest = app.person("小王", "+8613812345678")
    to_code(guest, "王小明", WITHOUT_PHONE if is_known else UNKNOWN)
    guest.says("00000000")
    app.later(seconds=61)
    guest.taps("重新发送")
    go_on(guest)
    confirms(guest)
    return guest


def file_in_one_line(app: AppDriver, is_known: bool) -> Actor:
    """Guess an engine number until the tries are used up."""
    driver = cast.driver(app)
    for at in range(12):
        driver.says(f"/file 02 {'桂A12345' if is_known else '桂B54321'} 00000{at % 10}")
    return driver


def file_step_by_step(app: AppDriver, is_known: bool) -> Actor:
    """Guess an engine number in the steps of filing, and correct it."""
    driver = cast.driver(app)
    driver.says("/file")
    driver.taps("短信")
    driver.says("桂A12345" if is_known else "桂B54321")
    for at in range(3):
        driver.says(f"00000{at}")
    return driver


def many_people_guess(app: AppDriver, is_known: bool) -> Actor:
    """Guess as several people, until the tries against the plate are used up."""
    for person in cast.crowd(app, 3):
        for at in range(8):
            person.says(f"/file 02 {'桂A12345' if is_known else '桂B54321'} 00000{at}")
    return person


CASES: tuple[Play, ...] = (
    register,
    register_with_another_phone,
    register_without_a_phone_on_record,
    file_in_one_line,
    file_step_by_step,
    many_people_guess,
)


def played(play: Play, store: Path, *, is_known: bool) -> tuple[list[str], Counter[str]]:
    """Play a case on a copy of the store. Returns the screen, without plate and number, and the statements."""
    path = store.with_name(f"{play.__name__}-{is_known}.db")
    shutil.copy(store, path)
    with closing(AppDriver(f"sqlite:///{path}")) as app:
        owner = cast.citizen(app, "韦桂兰", KNOWN, "+8613900000051")
        cast.car(app, owner)
        cast.register_person(app, "王小明", WITHOUT_PHONE, "")
        with counted(app.database) as statements:
            actor = play(app, is_known)
        texts = [message.get("text", "") for message in actor.messages()]
        return [re.sub(r"桂[AB]·?\d{5}|\d{17}\w|\d{4}\*+\w{4}", "…", text) for text in texts], statements


@pytest.fixture
def store(empty_store: Path, tmp_path: Path) -> Path:
    """A copy of the empty store in a folder of its own."""
    return Path(shutil.copy(empty_store, tmp_path / "store.db"))


@pytest.mark.parametrize("play", CASES)
def test_on_record_or_not_gets_the_same_words_and_statements(play: Play, store: Path) -> None:
    known, statements = played(play, store, is_known=True)
    unknown, other_statements = played(play, store, is_known=False)
    assert known == unknown
    differing = {sql for sql, times in statements.items() if times != other_statements[sql]}
    skipped = [POLLING, SENDING] if play is register_with_another_phone else [POLLING]
    differing = {sql for sql in differing if not any(each.search(sql) for each in skipped)}
    assert differing == set()
    assert other_statements.keys() <= statements.keys()


@pytest.mark.parametrize("command", ["/find", "/lookup", "/audit", "/revoke", "/open", "/blacklist"])
def test_commands_of_staff_tell_a_motorist_nothing(app: AppDriver, command: str) -> None:
    owner, stranger = cast.owner(app), cast.driver(app)
    cast.car(app, owner)
    cast.reviewer(app, "管理员老陈", (StaffRole.ADMIN,))
    said = set()
    for argument in ("桂A12345", "桂B54321", owner.id_number, UNKNOWN, owner.phone, "+8613900000077", "王秀英", "1001"):
        stranger.says(f"{command} {argument}")
        said.add(stranger.last().replace(argument, "…"))
    assert len(said) == 1


@pytest.mark.parametrize("command", ["/approve", "/refuse", "/progress", "/take"])
def test_numbers_of_other_peoples_applications_tell_nothing(app: AppDriver, command: str) -> None:
    asked_owner(app, cast.driver(app))
    stranger = cast.third(app)
    said = set()
    for number in ("1001", "1002"):
        stranger.says(f"{command} {number}")
        said.add(stranger.last().replace(number, "…"))
    assert len(said) == 1
