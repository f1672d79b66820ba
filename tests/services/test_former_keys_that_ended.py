"""A former key counts until its last day, also while the row is still there because housekeeping has not come yet."""

import inspect
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import local_time
from bot.services.identity import left_people, same_person
from bot.services.rules.names import RuleName
from storage.database import Database, remembered
from storage.filing import owner_blocks
from storage.identity import former_keys, limit_records
from storage.identity.former_keys import key_hash
from tests import databases
from tests.services.builders import NOW, DataBuilder

DAY, TODAY = timedelta(days=1), local_time.date_of(NOW)
KEY, NUMBER = "phone:former", "number with"
Read = Callable[[DataBuilder], object]

# Every function of `former_keys` that reads rows of people; the others write or delete.
READS: dict[str, Read] = {
    "of_person": lambda data: former_keys.of_person(data.session, data.filer.id),
    "ends_of_person": lambda data: former_keys.ends_of_person(data.session, data.filer.id),
    "people_with": lambda data: former_keys.people_with(data.session, [key_hash(KEY)]),
    "who_had": lambda data: former_keys.who_had(data.session, [data.filer.id], [key_hash(KEY)]),
    "is_of": lambda data: owner_blocks.blocked_with_former_keys(data.session),
}
WRITES = {"add", "forget", "unlink", "delete_ended"}
DECIDES: dict[str, Read] = {
    "the same person": lambda data: same_person.were_same(data.session, data.filer, data.stranger),
    "with the same ID number": lambda data: limit_records.exists(data.session, ["a record"]),
    "whose key it was": lambda data: same_person.had_any(data.session, data.filer, [KEY]),
    "left people": lambda data: left_people.with_keys(data.session, [data.filer.id], [KEY]),
}


class Days:
    """The day that the database is told."""

    day = TODAY

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def data(tmp_path: Path, days: Days) -> Iterator[DataBuilder]:
    databases.use_test_secret()
    database = Database(databases.new_sqlite(tmp_path))
    database.today = days
    with database.transaction() as session:
        built = DataBuilder(session)
        for person in (built.filer, built.stranger):
            former_keys.add(session, person.id, [key_hash(KEY)], until=TODAY + 9 * DAY)
        limit_records.add(session, ["a record"], until=TODAY + 9 * DAY)
        owner_blocks.block(session, built.car.id, built.filer.id, by=built.owner.id, at=NOW)
        yield built
    database.close()


def test_every_read_of_the_table_is_tried() -> None:
    found = {name for name, one in inspect.getmembers(former_keys, inspect.isfunction) if "session" in _names(one)}
    own = {name for name in found if getattr(former_keys, name).__module__ == former_keys.__name__}
    assert {name for name in own if not name.startswith("_")} == {*READS, *WRITES}


def _names(function: Callable[..., object]) -> list[str]:
    return list(inspect.signature(function).parameters)


@pytest.mark.parametrize("read", [*READS.values(), *DECIDES.values()], ids=[*READS, *DECIDES])
def test_it_counts_until_its_last_day(data: DataBuilder, days: Days, read: Read) -> None:
    days.day = TODAY + 9 * DAY
    assert read(data)
    days.day += DAY
    remembered.forget(data.session)  # The next day comes in another transaction.
    assert not read(data)


def test_a_deletion_prolongs_no_key(data: DataBuilder, days: Days) -> None:
    same_person.keep_number(data.session, data.filer, None, now=NOW)
    kept = limit_records.key_hash(NUMBER, f"{data.filer.id_number_index}:{key_hash(KEY)}")
    assert limit_records.latest(data.session, [kept], on=TODAY) == TODAY + 9 * DAY
    same_person.keep_number(data.session, data.stranger, 77, now=NOW)
    user = limit_records.key_hash(NUMBER, f"{data.stranger.id_number_index}:{key_hash('telegram:77')}")
    end = same_person.last_day(data.session, RuleName.LIMIT_RECORD_DAYS, now=NOW)
    assert limit_records.latest(data.session, [user], on=TODAY) == end
