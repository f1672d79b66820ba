"""Text messages that are not delivered: the person who requested the code is notified once."""

from collections.abc import Sequence
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from bot.adapters.sms.gateway import DeliveryReport, DeliveryReportsUnavailable, SmsNotSent
from storage.engine.outbox import Channel, Delivery, DeliveryState
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply
from tests.stories.registration_steps import REGISTERED_PHONE, to_code


class Network:
    """An SMS gateway that accepts every message and reports the delivery later, or accepts none."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.pending_reports: list[DeliveryReport] = []
        self.is_away = False

    async def send(self, message_id: str, to: str, text: str) -> None:
        if self.is_away:
            raise SmsNotSent("away")
        self.sent.append((message_id, to, text))

    async def delivery_reports(self) -> Sequence[DeliveryReport]:
        if self.is_away:
            raise DeliveryReportsUnavailable("away")
        found, self.pending_reports = self.pending_reports, []
        return found

    async def aclose(self) -> None: ...


@pytest.fixture
def network(app: AppDriver) -> Network:
    """The SMS gateway of this application."""
    network = Network()
    app.use(sms=network, delivery_reports=network)
    return network


@pytest.fixture
def driver(app: AppDriver, network: Network) -> Citizen:
    """A driver who has requested an owner code."""
    driver = cast.driver(app)
    cast.car(app, cast.register_person(app, "赵铁柱", cast.id_number(9), "+8613800000009"))
    apply(driver)
    assert network.sent[-1][1] == "+8613800000009"
    return driver


def hear(app: AppDriver, *reports: DeliveryReport, network: Network) -> None:
    network.pending_reports += reports
    assert app.desk.delivery_reports is not None
    app.wait(app.desk.delivery_reports.step())
    app.settle()


def newest(app: AppDriver) -> Delivery:
    def question(session: Session) -> Delivery:
        found = select(Delivery).where(Delivery.channel == Channel.SMS).order_by(Delivery.id.desc())  # type: ignore[union-attr]
        return session.exec(found).first()  # type: ignore[return-value]

    found: Delivery = app.read(question)
    return found


def count_failure_notifications(driver: Citizen) -> int:
    return sum("没有送到" in message.get("text", "") for message in driver.messages())


def test_the_requester_is_notified_once_of_an_undelivered_code(
    app: AppDriver, network: Network, driver: Citizen
) -> None:
    report = DeliveryReport(network.sent[-1][0], False, "UNDELIV")
    hear(app, report, report, network=network)
    driver.sees("给车主的验证码短信", "没有送到")
    hear(app, report, network=network)
    assert count_failure_notifications(driver) == 1
    assert newest(app).state is DeliveryState.FAILED
    assert newest(app).note.endswith("UNDELIV")
    app.later(minutes=2)
    driver.taps("重新发送验证码")
    assert len(network.sent) == 2


def test_a_delivery_report_of_a_delivered_code_is_only_recorded(
    app: AppDriver, network: Network, driver: Citizen
) -> None:
    hear(app, DeliveryReport(network.sent[-1][0], True, "DELIVRD"), network=network)
    assert count_failure_notifications(driver) == 0
    assert (newest(app).state, newest(app).note) == (DeliveryState.DONE, "arrived on the phone")


def test_a_delivery_report_is_ignored_after_another_code_was_sent(
    app: AppDriver, network: Network, driver: Citizen
) -> None:
    first = network.sent[-1][0]
    app.later(minutes=2)
    driver.taps("重新发送验证码")
    hear(app, DeliveryReport(first, False, "UNDELIV"), network=network)
    assert count_failure_notifications(driver) == 0


def test_delivery_reports_of_unknown_messages_change_nothing(app: AppDriver, network: Network, driver: Citizen) -> None:
    hear(
        app,
        DeliveryReport("", False),
        DeliveryReport("their order 7", False),
        DeliveryReport(uuid4().hex, False),
        network=network,
    )
    assert count_failure_notifications(driver) == 0
    assert newest(app).note == ""


def test_a_gateway_that_refuses_delivery_reports_causes_no_messages(
    app: AppDriver, network: Network, driver: Citizen
) -> None:
    network.is_away = True
    with pytest.raises(DeliveryReportsUnavailable):
        hear(app, network=network)
    network.is_away = False
    hear(app, DeliveryReport(network.sent[-1][0], False, "UNDELIV"), network=network)
    assert count_failure_notifications(driver) == 1


def test_a_registering_person_does_not_learn_from_a_lost_message_that_there_is_a_phone_on_record(
    app: AppDriver, network: Network
) -> None:
    network.is_away = True
    cast.register_person(app, "王小明", cast.id_number(7), REGISTERED_PHONE)
    guest = app.person("小王", "+8613812345678")
    to_code(guest)
    for _ in range(25):
        app.later(minutes=6)
    assert newest(app).state is DeliveryState.FAILED
    assert not guest.has_seen("没有送到")
