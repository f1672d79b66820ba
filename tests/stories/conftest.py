"""What a story begins with: a town, with a desk on a fresh store, and who is in it; a story may cast them anew."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.simulator.gateways import GatewayKeys
from bot.tasks.dependencies import Adapters
from handlers import every_task
from storage.staff.members import StaffRole
from tests import databases
from tests.postgresql import Postgres
from tests.storage import query_plans
from tests.stories import cast, shared_sandbox
from tests.stories.actor import Actor
from tests.stories.app_driver import Town, WorldFace
from tests.stories.cast import Citizen
from tests.stories.payment_driver import Bank
from tests.stories.staff_cast import Crew
from tests.stories.violation_steps import QUICK_PAPERS


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table, copied for each story: quicker than making them anew."""
    databases.use_test_secret()
    path = tmp_path_factory.mktemp("store") / "empty.db"
    databases.fill(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session", autouse=True)
def _sandbox() -> Iterator[None]:
    yield
    shared_sandbox.close()


@pytest.fixture
def town(empty_store: Path, tmp_path: Path) -> Iterator[Town]:
    """A desk over the local Telegram, on SQLite, at ten on a Wednesday morning."""
    path = tmp_path / "desk.db"
    shutil.copy(empty_store, path)
    with closing(Town(f"sqlite:///{path}")) as town, query_plans.watched(town.database):
        yield town


@pytest.fixture
def postgresql_town(postgres: Postgres) -> Iterator[Town]:
    """The same desk on PostgreSQL."""
    databases.use_test_secret()
    name = databases.postgresql_copy(postgres)
    with closing(Town(postgres.url(name))) as town, query_plans.watched(town.database):
        yield town
    postgres.drop(name)


@pytest.fixture(scope="session")
def gateway_keys() -> GatewayKeys:
    """The keys of both local gateways and of the desk that trades with them, made once a run."""
    return GatewayKeys.generate()


@pytest.fixture
def bank(town: Town, gateway_keys: GatewayKeys) -> Iterator[Bank]:
    """Both payment gateways of the town; papers are drawn in no time."""
    bank = Bank(town, gateway_keys)
    yield bank
    bank.close()


@pytest.fixture
def quick_papers(town: Town) -> None:
    """Papers of money are drawn in no time."""
    town.use(tasks={**every_task(Adapters(shared_sandbox.shared(), WorldFace(town.client))), **QUICK_PAPERS})


@pytest.fixture
def driver(town: Town) -> Citizen:
    """李建国, who wants to use a car that is not his."""
    return cast.driver(town)


@pytest.fixture
def owner(town: Town) -> Citizen:
    """王秀英, who owns it."""
    return cast.owner(town)


@pytest.fixture
def zhou(town: Town) -> Actor:
    """A reviewer."""
    return cast.greeted(cast.reviewer(town))


@pytest.fixture
def he(town: Town) -> Actor:
    """Another reviewer."""
    return cast.greeted(cast.reviewer(town, "审核员小何"))


@pytest.fixture
def chen(town: Town) -> Actor:
    """An admin."""
    return cast.greeted(cast.reviewer(town, "管理员老陈", (StaffRole.ADMIN,)))


@pytest.fixture
def admin(chen: Actor) -> Actor:
    """The admin, where one will do."""
    return chen


@pytest.fixture
def second(town: Town) -> Actor:
    """Another admin."""
    return cast.greeted(cast.reviewer(town, "管理员老林", (StaffRole.ADMIN,)))


@pytest.fixture
def crew(town: Town, zhou: Actor, chen: Actor) -> Crew:
    """The reviewers' group, which the admin has made."""
    return Crew(town, zhou, chen, by=chen)
