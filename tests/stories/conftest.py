"""Fixtures of the stories: the application on a fresh store, and the cast."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot import offices
from bot.runtime import offices_file
from bot.simulator.gateways import GatewayKeys
from bot.tasks.dependencies import Adapters
from handlers import every_task
from storage.staff.members import StaffRole
from tests import databases
from tests.inline_database import InlineDatabase
from tests.postgresql import Postgres
from tests.storage import lock_order, query_plans
from tests.stories import cast, pictures_in_words, shared_sandbox
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, WorldFace
from tests.stories.cast import Citizen
from tests.stories.group_chat import GroupChat
from tests.stories.payment_driver import Bank
from tests.stories.remembered_photos import RememberingFileStore
from tests.stories.violation_steps import QUICK_DOCUMENTS


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table, copied for each test, which is faster than creating them."""
    databases.use_test_secret()
    path = tmp_path_factory.mktemp("store") / "empty.db"
    databases.fill(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session", autouse=True)
def _sandbox() -> Iterator[None]:
    yield
    shared_sandbox.close()


@pytest.fixture(autouse=True)
def _offices() -> Iterator[None]:
    """The offices of the demo: two counters, one of them a pick-up point, and a station."""
    offices.use(offices_file.read(offices_file.TEMPLATE), offices_file.DEMO_CONTACT)
    yield
    offices.use(())


def inline(url: str) -> AppDriver:
    """Return the application on this store, in one thread."""
    app = AppDriver(url, database=InlineDatabase(url))
    app.world.files = RememberingFileStore()
    return app


@contextmanager
def watched(app: AppDriver) -> Iterator[None]:
    """Fail at the end of a story if a query has scanned a growing table, or rows were locked in another order.

    Fail, too, if the bot has sent a picture without words.
    """
    with query_plans.watched(app.database), lock_order.watched(app.database):
        yield
        wordless = [str(each) for each in pictures_in_words.wordless(app)]
        assert not wordless, "\n  ".join(["Give it a caption that says what the picture says:", *wordless])


@pytest.fixture
def app(empty_store: Path, tmp_path: Path) -> Iterator[AppDriver]:
    """The application over the local Telegram, on SQLite, at ten on a Wednesday morning."""
    path = tmp_path / "desk.db"
    shutil.copy(empty_store, path)
    with closing(inline(f"sqlite:///{path}")) as app, watched(app):
        yield app


@pytest.fixture
def postgresql_app(postgres: Postgres) -> Iterator[AppDriver]:
    """The same application on PostgreSQL."""
    databases.use_test_secret()
    name = databases.postgresql_copy(postgres)
    with closing(inline(postgres.url(name))) as app, watched(app):
        yield app
    postgres.drop(name)


@pytest.fixture(scope="session")
def gateway_keys() -> GatewayKeys:
    """The keys of both local gateways and of the desk, created once a run."""
    return GatewayKeys.generate()


@pytest.fixture
def bank(app: AppDriver, gateway_keys: GatewayKeys) -> Iterator[Bank]:
    """Both payment gateways; documents are drawn at once."""
    bank = Bank(app, gateway_keys)
    yield bank
    bank.close()


@pytest.fixture
def quick_documents(app: AppDriver) -> None:
    """Replaces the drawing of payment documents by stubs, which take no time."""
    app.use(tasks={**every_task(Adapters(shared_sandbox.shared(), WorldFace(app.client))), **QUICK_DOCUMENTS})


@pytest.fixture
def driver(app: AppDriver) -> Citizen:
    """李建国, who wants to file a vehicle of another person."""
    return cast.driver(app)


@pytest.fixture
def owner(app: AppDriver) -> Citizen:
    """王秀英, who owns vehicles."""
    return cast.owner(app)


@pytest.fixture
def reviewer(app: AppDriver) -> Actor:
    """A reviewer."""
    return cast.greeted(cast.reviewer(app))


@pytest.fixture
def second_reviewer(app: AppDriver) -> Actor:
    """Another reviewer."""
    return cast.greeted(cast.reviewer(app, "审核员小何"))


@pytest.fixture
def admin(app: AppDriver) -> Actor:
    """A staff member with the role of admin."""
    return cast.greeted(cast.reviewer(app, "管理员老陈", (StaffRole.ADMIN,)))


@pytest.fixture
def second_admin(app: AppDriver) -> Actor:
    """Another admin."""
    return cast.greeted(cast.reviewer(app, "管理员老林", (StaffRole.ADMIN,)))


@pytest.fixture
def group(app: AppDriver, reviewer: Actor, admin: Actor) -> GroupChat:
    """The reviewers' group, to which the admin has added the bot."""
    return GroupChat(app, reviewer, admin, by=admin)
