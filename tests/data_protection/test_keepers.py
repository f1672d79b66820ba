"""Every table with personal data has a keeper in `bot.services.privacy`, and every keeper exports its own keys."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, SQLModel

from bot import discovery
from bot.services import privacy
from bot.services.privacy import data_requests
from bot.services.privacy.keeper import Keeper
from storage import schema
from storage.database import Database
from tests import databases
from tests.data_protection.personal_data_by_table import add_data_subject
from tests.data_protection.personal_tables import NOW, TABLE_CASES, DeletionEffect
from tests.data_protection.retention_by_table import RETENTION

OF_DATA_REQUESTS = {"accounts", "conversations", "people"}  # Not of one domain: `data_requests` handles them.


def modules() -> list[ModuleType]:
    """The modules of the package that answer for a domain."""
    return [module for module in discovery.modules(privacy) if "export" in vars(module) and module is not data_requests]


def personal_tables() -> dict[str, str]:
    """Tables that hold encrypted or hashed personal data, or point to a person or an account: their storage module."""
    found = {}
    for mapper in SQLModel._sa_registry.mappers:
        table = schema.metadata.tables[mapper.class_.__tablename__]
        points = {key.target_fullname for key in table.foreign_keys} & {"people.id", "accounts.id"}
        case = TABLE_CASES.get(table.name)
        if points or (case is not None and case.on_deletion is not DeletionEffect.KEPT):
            found[table.name] = mapper.class_.__module__
    return found


@contextmanager
def recorded_tables(session: Session) -> Iterator[set[str]]:
    """Yield the tables that statements read, change or delete from until the end of the block."""
    names: set[str] = set()

    def record(*arguments: Any) -> None:
        names.update(re.findall(r"(?:FROM|JOIN|UPDATE|,) (\w+)", arguments[2]))

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", record)
    yield names
    event.remove(engine, "before_cursor_execute", record)


def test_every_table_with_personal_data_is_exported_or_erased_by_a_keeper(lite: Database) -> None:
    databases.use_test_secret()
    with lite.transaction() as session:
        user = add_data_subject(session, 71, "小明")
        with recorded_tables(session) as used:
            for keeper in data_requests.keepers():
                keeper.export(session, user.person)
            for keeper in data_requests.keepers():
                keeper.erase(session, user.person, NOW)
    personal = personal_tables()
    excused = {table for table, kept in RETENTION.items() if kept.no_keeper}
    forgotten = [
        f"{table}: export and erase its rows in bot/services/privacy/{module.split('.')[1]}.py, or write no_keeper=…"
        " with the reason into its declaration beside the table (storage/retention.py)"
        for table, module in personal.items()
        if table not in used | excused | OF_DATA_REQUESTS
    ]
    assert not forgotten, "\n".join(forgotten)
    needless = sorted(excused & used | excused - set(personal))
    assert needless == [], "read or erased by a keeper: no_keeper=… is not needed"


def test_every_module_that_exports_personal_data_defines_a_keeper() -> None:
    without = [module.__name__ for module in modules() if not isinstance(vars(module).get("KEEPER"), Keeper)]
    assert without == [], "Define KEEPER = Keeper(export, erase) in it, else `data_requests` does not find it."
    assert len(data_requests.keepers()) == len(modules())


def test_two_keepers_with_the_same_key_fail_instead_of_losing_data() -> None:
    with pytest.raises(ValueError, match=r"defined twice: \['organisations'\]"):
        discovery.merge([{"organisations": [], "browsers": []}, {"organisations": []}])
    assert discovery.merge([{"a": 1}, {"b": 2}]) == {"a": 1, "b": 2}
