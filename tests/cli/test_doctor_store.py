"""`doctor` says why a start would be refused, and what a desk lacks: register, admins, addresses."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, text

from bot.cli import demo_data, doctor, doctor_database, doctor_store
from bot.cli.doctor_result import CheckResult, Level
from bot.runtime import store_owner, store_revision
from bot.runtime.local_simulator import BOT_ID
from bot.runtime.store_owner import LOCAL_OWNER, StoreOwner
from bot.settings import Settings
from storage.database import Database
from storage.staff import members
from storage.staff.members import StaffRole
from storage.store_identity import StoreKind
from tests import databases
from tests.cli.conftest import NOW, settings_of
from tests.postgresql import Postgres

REAL: dict[str, Any] = {"telegram_token": "5:real"}


def results(settings: Settings) -> list[tuple[Level, str]]:
    """Return the results about the start. Each that is not OK has advice."""
    found = list(doctor_store.start_checks(settings))
    assert all(each.advice for each in found if each.level is not Level.OK)
    return [(each.level, each.what) for each in found]


def failure(settings: Settings) -> str:
    """Return the one failure about the start."""
    ((level, what),) = results(settings)
    assert level is Level.FAIL
    return what


def test_a_start_that_would_succeed_is_reported(tmp_path: Path, database: Database) -> None:
    store_owner.adopt(database, StoreOwner(StoreKind.REAL, 5), now=NOW, say=lambda _: None)
    ((level, what),) = results(settings_of(tmp_path / "var", **REAL))
    assert (level, what) == (Level.OK, "the store is that of bot 5, or still nobody's")


def test_a_missing_token_beyond_this_machine_is_a_failure(tmp_path: Path) -> None:
    assert "CHEZHU_HOST=0.0.0.0" in failure(settings_of(tmp_path, host="0.0.0.0"))
    ((level, what),) = results(settings_of(tmp_path))
    assert (level, what[:8]) == (Level.WARN, "no token")


@pytest.mark.parametrize(
    ("owner", "given", "words"),
    [
        (StoreOwner(StoreKind.REAL, 5), {}, "belongs to bot 5 on Telegram"),
        (StoreOwner(StoreKind.REAL, 6), REAL, "belongs to bot 6, the token to bot 5"),
        (LOCAL_OWNER, REAL, "made by the local Telegram"),
        (StoreOwner(StoreKind.REAL, 5), {**REAL, "secret_key": "A" * 43}, "does not open this store"),
    ],
)
def test_another_ones_store_is_a_failure(
    tmp_path: Path, database: Database, owner: StoreOwner, given: dict[str, Any], words: str
) -> None:
    store_owner.adopt(database, owner, now=NOW, say=lambda _: None)
    settings = settings_of(tmp_path / "var")
    assert words in failure(Settings(_env_file=None, **{**settings.model_dump(exclude_unset=True), **given}))
    databases.use_test_secret()


def test_a_forgotten_token_is_named(tmp_path: Path, database: Database) -> None:
    store_owner.adopt(database, StoreOwner(StoreKind.REAL, 5), now=NOW, say=lambda _: None)
    settings = settings_of(tmp_path / "var")
    (result,) = doctor_store.start_checks(settings)
    assert result.advice.startswith("set CHEZHU_TELEGRAM_TOKEN, as its desk has it. In the local Telegram")
    (other,) = doctor_store.start_checks(settings.model_copy(update={"secret_key": "A" * 43}))
    databases.use_test_secret()
    assert "CHEZHU_TELEGRAM_TOKEN" not in other.advice


def test_a_lost_key_file_is_a_failure_and_no_key_is_made(tmp_path: Path, database: Database) -> None:
    settings = settings_of(tmp_path / "var").model_copy(update={"secret_key": ""})
    assert "its key file" in failure(settings)
    assert any(result.level is Level.FAIL for result in doctor.all_checks(settings))
    assert not settings.key_file.exists()


def test_a_database_that_is_not_in_utf8_is_a_failure(postgres: Postgres, tmp_path: Path) -> None:
    name = postgres.create_with_encoding("SQL_ASCII")
    settings = settings_of(tmp_path, database_url=postgres.url(name), **{**REAL, "telegram_api_url": "http://[::1]:1"})
    assert "stores text as SQL_ASCII" in failure(settings)
    assert "does not store text as UTF8" in doctor_database.database_check(settings).what
    assert len(list(doctor.all_checks(settings))) > 5
    postgres.drop(name)


def test_an_empty_database_server_gets_no_key_from_the_doctor(postgresql_url: str, tmp_path: Path) -> None:
    settings = settings_of(tmp_path, database_url=postgresql_url).model_copy(update={"secret_key": ""})
    assert [level for level, _ in results(settings)] == [Level.WARN]
    assert list(doctor_store.work_checks(settings)) == []
    assert not settings.key_file.exists()


def test_an_empty_register_and_missing_admins_are_reported(settings: Settings, database: Database) -> None:
    assert doctor_store.check_register(database).level is Level.WARN
    assert doctor_store.check_admins(database, is_local=False).level is Level.FAIL
    assert doctor_store.check_admins(database, is_local=True).level is Level.WARN
    with database.transaction() as session:
        demo_data.load_demo_data(session, bot_id=BOT_ID, now=NOW)
    assert doctor_store.check_register(database) == CheckResult(Level.OK, "register")
    assert doctor_store.check_admins(database, is_local=False) == CheckResult(Level.OK, "2 admins may serve")
    with database.transaction() as session:
        first, _ = members.with_role(session, StaffRole.ADMIN)
        first.ended_at = NOW
        session.add(first)
    assert doctor_store.check_admins(database, is_local=False).what.startswith("only one admin")
    assert [each.level for each in doctor_store.work_checks(settings)] == [Level.OK, Level.WARN]


PLAIN: list[tuple[dict[str, Any], str]] = [
    ({"public_url": "http://desk.example"}, "CHEZHU_PUBLIC_URL"),
    ({"telegram_api_url": "http://192.0.2.1:8081"}, "CHEZHU_TELEGRAM_API_URL"),
    ({"sms": "http", "sms_url": "http://sms.example/send"}, "CHEZHU_SMS_URL"),
]


@pytest.mark.parametrize(("given", "name"), PLAIN)
def test_plain_http_to_outside_is_reported(tmp_path: Path, given: dict[str, str], name: str) -> None:
    settings = settings_of(tmp_path, **{**REAL, "public_url": "https://desk.example", **given})
    ((level, what),) = [(each.level, each.what) for each in doctor_store.address_checks(settings)]
    assert (level, what.split()[0]) == (Level.WARN, name)


def test_plain_http_on_this_machine_and_unused_addresses_are_fine(tmp_path: Path) -> None:
    given = {"telegram_api_url": "http://127.0.0.1:8081", "sms_url": "http://sms.example", "public_url": "https://a.b"}
    assert list(doctor_store.address_checks(settings_of(tmp_path, **REAL, **given))) == []


def test_a_missing_public_address_is_reported_for_a_desk_on_telegram(tmp_path: Path) -> None:
    (found,) = doctor_store.address_checks(settings_of(tmp_path, **REAL))
    assert "no public address" in found.what
    assert list(doctor_store.address_checks(settings_of(tmp_path))) == []


def test_tables_of_an_extension_are_not_another_program(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE spatial_ref_sys (srid int)"))
    assert "belongs to another program" in store_revision.problem_of(postgresql_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER EXTENSION plpgsql ADD TABLE spatial_ref_sys"))
    assert store_revision.problem_of(postgresql_url) == ""
