"""After the deletion of an account no query leads from the Telegram id to the person or their vehicle.

The test follows every value that two rows of any two tables share: ids, moments and texts, the audit included.
"""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.services.filing import register_lookup
from bot.services.identity.limits import Limit
from storage import reencryption, schema
from storage.database.encryption import current_keyring
from storage.engine import inbox, inbox_queue, outbox, timers
from storage.filing import filings, owner_blocks
from storage.filing.owner_blocks import OwnerBlock
from storage.identity import limit_records
from storage.identity.accounts import FIRST_PSEUDONYM, random_pseudonym
from storage.payments.payments import OrderState, PaymentOrder, PaymentProvider
from storage.register.people import Person
from storage.staff.members import StaffMember
from tests.data_protection.retention_by_table import PERSONAL
from tests.stories import cast
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.filing_rows import add_filing
from tests.stories.planted_rows import NOT_PLANTED, Traces, plant
from tests.stories.privacy_steps import privacy_code

Row = tuple[str, tuple[Any, ...]]
BOT = 1000000001  # The id of the bot is in the row of every account.
# Personal tables whose rows have no room for an id, a Telegram id or a lane; those of payments lead to their order.
OF_IMPORTS = {"imports", "import_jobs"}
OF_ORDERS = {"payment_lines", "payment_notices", "payment_transactions", "provider_reports"}
WITHOUT_TRACES = frozenset({"limit_records", "organisations", "sign_in_tries", "source_rows"} | OF_ORDERS | OF_IMPORTS)
SINGLES_OUT = re.compile("[0-9a-f]{16,}|[0-9]{7,}")


def every_row(app: AppDriver) -> list[Row]:
    """Return every row of every table."""

    def read(session: Any) -> list[Row]:
        tables = schema.metadata.sorted_tables
        return [(table.name, tuple(row)) for table in tables for row in session.connection().execute(select(table))]

    found: list[Row] = app.read(read)
    return found


def links(row: Row) -> set[Any]:
    """Return the values of a row that single out other rows: ids, moments, and the numbers and hashes in texts."""
    found: set[Any] = set()
    for value in row[1]:
        if isinstance(value, datetime):
            found.add(value)
        elif isinstance(value, UUID | int | str):
            found.update(SINGLES_OUT.findall(str(value).replace("-", "")))
    return found - {str(BOT)}


def reached(rows: list[Row], telegram_id: int) -> set[Any]:
    """Return every value that equal values connect with rows that hold this Telegram id, over any tables."""
    return reached_from(rows, [row for row in rows if any(str(telegram_id) in str(value) for value in row[1])])


def reached_from(rows: list[Row], start: list[Row]) -> set[Any]:
    """Return every value that equal values connect with these rows, over any tables."""
    known: set[Any] = set().union(*map(links, start))
    left = [(row, links(row)) for row in rows if row not in start]
    while joined := [each for each in left if each[1] & known]:
        known |= set().union(*(each[1] for each in joined))
        left = [each for each in left if each not in joined]
    return known


def deletes(app: AppDriver, driver: Citizen) -> None:
    """Go through the deletion; each message has its own moment."""
    for step in ("/privacy", "删除我的账号", "继续删除", "删除"):
        app.later(seconds=7)
        if step in ("/privacy", "删除"):
            driver.says(step)
        else:
            driver.taps(step)
    app.later(seconds=7)
    driver.says(privacy_code(driver))
    driver.sees("账号已删除")


def fill(app: AppDriver, driver: Citizen) -> UUID:
    """Give the driver a car and rows whose lanes hold the Telegram id. Returns the vehicle's id."""
    car = cast.car(app, driver, plate="桂B00001", engine="SECRET1234")
    app.later(seconds=5)
    add_filing(app, driver)
    app.later(seconds=5)
    driver.says("/file")
    lane = driver.account.lane

    def add(session: Any) -> None:
        outbox.put(session, outbox.Channel.TASK, f"task:photos.look:{lane}", {}, at=app.now.replace(year=2027))
        timers.start(session, "violation-reminder", car.id, lane=lane, due_at=app.now.replace(year=2027))
        inbox.put(session, [inbox.NewEvent(inbox.EventSource.TELEGRAM, "7:7", lane, {"from": driver.id})], at=app.now)
        [event] = [each for each in inbox_queue.claim(session, now=app.now, limit=9) if each.key == "7:7"]
        inbox.set_aside(session, event.id, attempts=5, at=app.now, note="ValueError")
        order = PaymentOrder(
            number="1",
            provider=PaymentProvider.WECHAT,
            payer_id=driver.person_id,
            lane=lane,
            amount=1,
            state=OrderState.CLOSED,
            created_at=app.now,
            expires_at=app.now,
            closed_at=app.now,
        )
        session.add(order)
        member = StaffMember(telegram_id=driver.id, roles="reviewer", since=app.now, ended_at=app.now)
        member.name = "李建国"
        session.add(member)

    app.write(add)
    found: UUID = car.id
    return found


def plant_everywhere(app: AppDriver, driver: Citizen, vehicle: UUID) -> dict[str, int]:
    """Insert a row about the driver into every table that has room for one, at a moment of its own."""

    def do(session: Any) -> dict[str, int]:
        [filing] = filings.all_of_filer(session, driver.person_id)
        lane, account = driver.account.lane, driver.account.id
        return plant(session, Traces(driver.id, lane, account, driver.person_id, vehicle, filing.id))

    app.later(seconds=5)
    planted: dict[str, int] = app.write(do)
    return planted


def test_before_the_deletion_the_telegram_id_leads_to_person_and_vehicle(app: AppDriver, driver: Citizen) -> None:
    vehicle = fill(app, driver)
    assert {driver.person_id.hex, vehicle.hex} <= reached(every_row(app), driver.id)


def test_after_the_deletion_no_row_holds_the_telegram_id(app: AppDriver, driver: Citizen) -> None:
    fill(app, driver)
    deletes(app, driver)
    app.settle()
    holding = {row[0] for row in every_row(app) if any(str(driver.id) in str(value) for value in row[1])}
    assert holding == set()


def test_after_the_deletion_nothing_encrypted_holds_the_telegram_id(app: AppDriver, driver: Citizen) -> None:
    fill(app, driver)
    assert any(str(driver.id).encode() in text for text in decrypted(app))
    deletes(app, driver)
    app.settle()
    assert [text for text in decrypted(app) if str(driver.id).encode() in text] == []


def decrypted(app: AppDriver) -> list[bytes]:
    """Return every encrypted value of the tables, decrypted."""

    def read(session: Any) -> list[bytes]:
        return [
            current_keyring().decrypt(bytes(row.encrypted), location(row))
            for table, column, location in reencryption.encrypted_columns()
            for row in session.connection().execute(select(*table.c, column.label("encrypted")).where(column != b""))
        ]

    found: list[bytes] = app.read(read)
    return found


def test_a_deleted_user_who_writes_again_is_not_connected_with_the_old_person(app: AppDriver, driver: Citizen) -> None:
    vehicle, person = fill(app, driver), driver.person_id
    deletes(app, driver)
    app.later(seconds=9)
    driver.says("/start")
    driver.sees("服务条款")
    assert reached(every_row(app), driver.id).isdisjoint({person.hex, vehicle.hex})


def limit_hashes(app: AppDriver, keys: list[str]) -> set[str]:
    """Return every hash that a limit record of these keys can have; only the desk's own process can compute it."""

    def read(session: Any) -> set[str]:
        abouts = ["", *(block.id.hex for block in stored(session, OwnerBlock))]
        kinds = [f"{limit}:{about}" for limit in Limit for about in abouts]
        return {limit_records.key_hash(kind, key) for kind in kinds for key in keys}

    found: set[str] = app.read(read)
    return found


def test_no_limit_record_leads_from_the_telegram_user_to_person_or_vehicle(app: AppDriver, driver: Citizen) -> None:
    vehicle, person = fill(app, driver), driver.person_id

    def limit(session: Any) -> None:
        who = session.get_one(Person, person)
        who.blacklisted_until = app.now + timedelta(days=9)
        owner_blocks.block(session, vehicle, person, by=person, at=app.now)
        register_lookup.record_try(session, who, now=app.now)

    app.write(limit)
    keys = limit_hashes(app, [f"telegram:{driver.id}"])
    deletes(app, driver)
    rows = every_row(app)
    records = [row for row in rows if row[0] == "limit_records"]
    theirs = [row for row in records if keys & set(row[1])]
    assert len(theirs) == 3  # An application for its day and its year, a look-up.
    assert reached_from(rows, theirs) == set().union(*map(links, theirs))
    others = {value for row in rows if row not in records for value in row[1] if isinstance(value, str)}
    assert others.isdisjoint({value for row in records for value in row[1]})
    # No hash of one key is that of another, and no two rows name one act.
    assert len({row[1][1] for row in records}) == len(records)
    assert not any(isinstance(value, datetime) for row in records for value in row[1])


def test_rows_of_any_table_lead_nowhere_after_the_deletion(app: AppDriver, driver: Citizen) -> None:
    vehicle, person = fill(app, driver), driver.person_id
    planted = plant_everywhere(app, driver, vehicle)
    assert PERSONAL - set(planted) - NOT_PLANTED - WITHOUT_TRACES == set()
    deletes(app, driver)
    app.settle()
    assert {row[0] for row in every_row(app) if any(str(driver.id) in str(value) for value in row[1])} == set()
    app.later(seconds=9)
    driver.says("/start")
    assert reached(every_row(app), driver.id).isdisjoint({person.hex, vehicle.hex, driver.account.id.hex})


def test_members_of_staff_who_serve_cannot_delete_their_account(app: AppDriver, driver: Citizen) -> None:
    def employ(session: Any) -> None:
        member = StaffMember(telegram_id=driver.id, roles="reviewer", since=app.now)
        member.name = "李建国"
        session.add(member)

    app.write(employ)
    driver.says("/privacy")
    driver.taps("删除我的账号")
    driver.sees("在职工作人员")
    assert app.read(lambda session: len(stored(session, StaffMember))) == 1


@pytest.mark.parametrize("number", [1 << 51, 1 << 52])
def test_no_telegram_id_is_a_pseudonym(number: int) -> None:
    assert number < FIRST_PSEUDONYM <= random_pseudonym() < 1 << 63
