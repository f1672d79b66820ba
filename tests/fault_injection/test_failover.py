"""A failover to a copy of the database that lacks the last commits may repeat messages, never money."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.simulator.gateways import GatewayKeys
from storage.database import Database
from storage.engine import outbox, outbox_queue
from storage.engine.leader_election import LeaderRole
from storage.engine.outbox import Channel, DeliveryState
from storage.violations.decisions import DecisionState
from tests import databases
from tests.engine.scripted_sender import START
from tests.postgresql import Postgres
from tests.stories import violation_steps
from tests.stories.app_driver import AppDriver
from tests.stories.payment_driver import Bank


@contextmanager
def failing_over(app: AppDriver, server: Postgres) -> Iterator[Callable[[], None]]:
    """Copy the database; the function that is yielded puts the copy in its place, as a late replica takes over."""
    name = str(app.database.engine.url.database)

    def disconnect() -> None:
        app.desk.leases[LeaderRole.SENDING].release()
        app.database.engine.dispose()

    def fail_over() -> None:
        disconnect()
        server.replace(name, copy)

    disconnect()
    copy = server.create(template=name)
    yield fail_over


@pytest.fixture(scope="module")
def gateway_keys() -> GatewayKeys:
    """The keys of both local gateways and of the desk."""
    return GatewayKeys.generate()


@pytest.fixture
def paying(postgres: Postgres, gateway_keys: GatewayKeys) -> Iterator[tuple[AppDriver, Bank]]:
    """The whole desk on PostgreSQL, with its payment gateways."""
    databases.use_test_secret()
    name = databases.postgresql_copy(postgres)
    with closing(AppDriver(postgres.url(name))) as app, closing(Bank(app, gateway_keys)) as bank:
        yield app, bank
    postgres.drop(name)


@pytest.mark.parametrize("way", ["a repeated notice", "polling"])
def test_a_payment_whose_booking_a_failover_has_lost_is_booked_once(
    paying: tuple[AppDriver, Bank], postgres: Postgres, way: str
) -> None:
    app, bank = paying
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    with failing_over(app, postgres) as fail_over:
        bank.gateways.faults.duplicate = 1 if way == "a repeated notice" else 0
        bank.pays(driver)
        assert violation_steps.state(app, driver) is DecisionState.PAID
        fail_over()
    assert violation_steps.state(app, driver) is DecisionState.UNPAID
    assert bank.transactions() == []
    for _ in range(4):
        bank.later(seconds=15)
    assert violation_steps.state(app, driver) is DecisionState.PAID
    assert [each.settles for each in bank.transactions()] == [True]
    told = [message for message in driver.messages() if "缴款成功" in message.get("text", "")]
    assert len(told) == 2  # The message is repeated, the money is not.


def test_an_order_that_a_failover_has_lost_is_never_taken_for_another(
    paying: tuple[AppDriver, Bank], postgres: Postgres
) -> None:
    app, bank = paying
    driver = violation_steps.owing(app)
    with failing_over(app, postgres) as fail_over:
        driver.taps("微信支付")
        (lost,) = bank.orders()
        bank.gateways.wallet.pay(bank.code_of(driver), "pay", person=driver.id)
        fail_over()
    bank.settle()  # The notice about an order that the desk does not know: the money is booked, and settles nothing.
    assert bank.orders() == []
    assert [(each.order_number, each.settles) for each in bank.transactions()] == [(lost.number, False)]
    driver.taps("微信支付")
    bank.settle()
    (order,) = bank.orders()
    assert order.number != lost.number
    assert violation_steps.state(app, driver) is DecisionState.UNPAID


def test_a_late_result_does_not_end_another_delivery_that_has_its_number_after_a_failover(store_url: str) -> None:
    databases.use_test_secret()
    with closing(Database(store_url)) as store, store.transaction() as session:
        outbox.put(session, Channel.CHAT, "1:7", {"text": "one"}, at=START)
        (lost,) = outbox_queue.claim(session, outbox_queue.next_deliveries(session, now=START, limit=1))
        session.execute(text("DELETE FROM outbox"))
        outbox.put(session, Channel.CHAT, "1:7", {"text": "other"}, at=START)
        session.execute(text("UPDATE outbox SET id = :id, attempts = 1"), {"id": lost.id})
        outbox_queue.mark_delivered(session, [(lost, 5)], at=START)
        assert not outbox_queue.update_delivery(session, lost, state=DeliveryState.FAILED)
        assert session.execute(text("SELECT state FROM outbox")).scalar() == "waiting"


@pytest.fixture
def pair() -> Iterator[tuple[Postgres, Postgres]]:
    """A server, and a standby that streams from it."""
    with tempfile.TemporaryDirectory(prefix="primary", ignore_cleanup_errors=True) as one, ExitStack() as stack:
        primary = Postgres(Path(one))
        primary.start()
        stack.callback(primary.stop)
        other = stack.enter_context(tempfile.TemporaryDirectory(prefix="standby", ignore_cleanup_errors=True))
        standby = primary.replicate(Path(other))
        stack.callback(standby.stop)
        yield primary, standby


def lose_sight(primary: Postgres, standby: Postgres) -> None:
    """Let the standby receive everything that is committed by now, and nothing of what follows."""
    (latest,) = primary.query("SELECT pg_current_wal_insert_lsn()")
    while standby.query(f"SELECT pg_last_wal_replay_lsn() >= '{latest}'") != [True]:
        time.sleep(0.05)
    standby.execute("ALTER SYSTEM SET primary_conninfo = ''")
    standby.execute("SELECT pg_reload_conf()")
    while standby.query("SELECT count(*) FROM pg_stat_wal_receiver") != [0]:
        time.sleep(0.05)


def test_a_standby_that_takes_over_without_the_last_commits_repeats_messages_and_no_money(
    pair: tuple[Postgres, Postgres], gateway_keys: GatewayKeys
) -> None:
    databases.use_test_secret()
    primary, standby = pair
    name = databases.postgresql_copy(primary)
    url = f"{primary.url(name)}&host={standby.folder}&target_session_attrs=read-write"
    with closing(AppDriver(url)) as app, closing(Bank(app, gateway_keys)) as bank:
        driver = violation_steps.owing(app)
        driver.taps("微信支付")
        lose_sight(primary, standby)
        bank.pays(driver)
        assert violation_steps.state(app, driver) is DecisionState.PAID
        primary.kill()
        standby.promote()
        keep_trying(lambda: violation_steps.state(app, driver) is DecisionState.UNPAID)
        assert bank.transactions() == []
        keep_trying(app.desk.leases[LeaderRole.SENDING].acquire)
        for _ in range(4):
            bank.later(seconds=15)
        assert violation_steps.state(app, driver) is DecisionState.PAID
        assert [each.settles for each in bank.transactions()] == [True]
        told = [message for message in driver.messages() if "缴款成功" in message.get("text", "")]
        assert len(told) == 2


def keep_trying(condition: Callable[[], bool]) -> None:
    """Wait until this is true; the connections to the former server fail at first."""
    while True:
        with suppress(OperationalError):
            if condition():
                return
        time.sleep(0.1)
