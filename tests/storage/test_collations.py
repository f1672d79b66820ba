"""PostgreSQL compares lanes as the desk does, whatever the collation of the database."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import select

from storage.database import Database
from storage.engine import inbox_queue, lane_pseudonyms, outbox, outbox_queue
from storage.engine.lanes import LaneCursor
from storage.engine.outbox import Channel, Delivery
from tests import databases
from tests.postgresql import Postgres
from tests.storage.test_lane_turns import put

# In this order by code points; a dictionary has "a" before "B", and "1:5" after "10:5".
NAMES = ["10000000012:5", "10000000012:99", "1000000001:5", "1000000001:77", "B", "D", "a", "c"]
COLLATIONS = text(
    "SELECT table_name, column_name, collation_name FROM information_schema.columns"
    " WHERE table_schema = 'public' AND table_name <> 'alembic_version' ORDER BY 1, 2"
)


@pytest.fixture
def english(postgres: Postgres) -> Iterator[Database]:
    """Yield a database that sorts as an English dictionary does."""
    name = f"test_{uuid4().hex}"
    locale = "LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C.utf8' ENCODING 'UTF8'"
    postgres.execute(f"CREATE DATABASE {name} TEMPLATE template0 {locale}")
    databases.fill(postgres.url(name))
    database = Database(postgres.url(name), workers=2)
    yield database
    database.close()
    postgres.drop(name)


def test_a_look_finds_every_lane_once(english: Database, now: datetime) -> None:
    with english.transaction() as session:
        put(session, now, *NAMES)
        for name in NAMES:
            outbox.put(session, Channel.SMS, name, {}, at=now)
    for after in ("", *NAMES):
        cursors = {channel: LaneCursor(after=after) for channel in Channel}
        with english.reading() as session:
            claimed = inbox_queue.claim(session, now=now, limit=50, cursor=LaneCursor(after=after))
            found = outbox_queue.next_deliveries(session, now=now, limit=50, cursors=cursors)
            for each in (claimed, found):
                assert Counter(one.lane for one in each) == Counter(NAMES), after


def test_the_tasks_of_a_person_who_leaves_lose_their_telegram_id(english: Database, now: datetime) -> None:
    with english.transaction() as session:
        outbox.put(session, Channel.TASK, "task:read_vehicle_codes:1000000001:777", {}, at=now)
        lane_pseudonyms.replace(session, "1000000001:777", "left:1")
        assert "777" not in session.exec(select(Delivery.lane)).one()


def test_migrations_lead_to_the_collations_of_a_new_store(postgres: Postgres) -> None:
    names = [databases.postgresql_copy(postgres), databases.migrated_postgresql(postgres)]
    made, migrated = (Database(postgres.url(name)) for name in names)
    with made.reading() as session, migrated.reading() as other:
        found = session.execute(COLLATIONS).all()
        assert found == other.execute(COLLATIONS).all()
        assert {row[0] for row in found if row[2] == "C" and row[1] == "lane"} == {"inbox", "outbox"}
    made.close()
    migrated.close()
    postgres.drop(names[0])
