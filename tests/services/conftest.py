"""Fixtures of the service tests: a store for one session, or for concurrent ones, and rows in it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import Session

from storage.database import Database
from storage.identity.accounts import Account
from storage.register import people
from tests import databases
from tests.services import builders, own_builders
from tests.services.builders import DataBuilder
from tests.services.own_builders import PHONE, ROLES
from tests.services.review_builders import make_cases, make_reviewers


@pytest.fixture
def session(lite: Database) -> Iterator[Session]:
    """A transaction on a store of its own."""
    databases.use_test_secret()
    with lite.transaction() as session:
        yield session


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    """A fresh store with eight workers; the test runs on both databases."""
    databases.use_test_secret()
    database = Database(store_url, workers=8)
    yield database
    database.close()


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataBuilder]:
    """A vehicle, its owner, a filer and a stranger."""
    with builders.opened(tmp_path) as data:
        yield data


@pytest.fixture
def reviewers(database: Database) -> list[Account]:
    """Eight reviewers."""
    return make_reviewers(database)


@pytest.fixture
def cases(database: Database) -> list[UUID]:
    """Cases that wait for a reviewer."""
    return make_cases(database)


@pytest.fixture(params=list(own_builders.CHANGES.values()), ids=list(own_builders.CHANGES))
def own(data: DataBuilder, request: pytest.FixtureRequest) -> Account:
    """The member of staff whose own matter it is, under a second identity: now, or before a change."""
    second = data.person()
    for person in (second, data.filer):
        people.set_phone(person, PHONE)
    data.session.flush()
    account = data.staff(*ROLES, person=second)
    request.param(data, account)
    return account


@pytest.fixture
def colleague(data: DataBuilder) -> Account:
    """Another member of staff."""
    return data.staff(*ROLES)
