"""Text messages that are not delivered: the person who requested the code is notified once."""

from collections.abc import Sequence
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from bot.adapters.sms.gateway import ReceiptsUnavailable, SmsNotSent, SmsReceipt
from storage.engine.outbox import Channel, Delivery, DeliveryState
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply
from tests.stories.registration_steps import REGISTERED_PHONE, to_code


class Network:
    """An SMS gateway that accepts every message and reports receipts later, or accepts none."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.pending_receipts: list[SmsReceipt] = []
        self.is_away = False

    async def send(self, message_id: str, to: str, text: str) -> None:
        if self.is_away:
            raise SmsNotSent("away")
        self.sent.append((message_id, to, text))

    async def receipts(self) -> Sequence[SmsReceipt]:
        if self.is_away:
            raise ReceiptsUnavailable("away")
        found, self.pending_receipts = self.pending_receipts, []
        return found

    async def aclose(self) -> None: ...


@pytest.fixture
def network(app: AppDriver) -> Network:
    """The SMS gateway of this application."""
    network = Network()
    app.use(sms=network, receipts=network)
    return network


@pytest.fixture
def driver(app: AppDriver, network: Network) -> Citizen:
    """A driver who has requested an owner code."""
    driver = cast.driver(app)
    cast.car(app, cast.register_person(app, "赵铁柱", cast.id_number(9), "+8613800000009"))
    apply(driver)
    assert network.sent[-1][1] == "+8613800000009"
    return driver


def hear(app: AppDriver, *receipts: SmsReceipt, network: Network) -> None:
    network.pending_receipts += receipts
    assert app.desk.receipts is not None
    app.wait(app.desk.receipts.step())
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
    receipt = SmsReceipt(network.sent[-1][0], False, "UNDELIV")
    hear(app, receipt, receipt, network=network)
    driver.sees("给车主的验证码短信", "没有送到")
    hear(app, receipt, network=network)
    assert count_failure_notifications(driver) == 1
    assert newest(app).state is DeliveryState.FAILED
    assert newest(app).note.endswith("UNDELIV")
    app.later(minutes=2)
    driver.taps("重新发送验证码")
    assert len(network.sent) == 2


def test_a_receipt_of_a_delivered_code_is_only_recorded(app: AppDriver, network: Network, driver: Citizen) -> None:
    hear(app, SmsReceipt(network.sent[-1][0], True, "DELIVRD"), network=network)
    assert count_failure_notifications(driver) == 0
    assert (newest(app).state, newest(app).note) == (DeliveryState.DONE, "arrived on the phone")


def test_a_receipt_is_ignored_after_another_code_was_sent(app: AppDriver, network: Network, driver: Citizen) -> None:
    first = network.sent[-1][0]
    app.later(minutes=2)
    driver.taps("重新发送验证码")
    hear(app, SmsReceipt(first, False, "UNDELIV"), network=network)
    assert count_failure_notifications(driver) == 0


def test_receipts_of_unknown_messages_change_nothing(app: AppDriver, network: Network, driver: Citizen) -> None:
    hear(
        app, SmsReceipt("", False), SmsReceipt("their order 7", False), SmsReceipt(uuid4().hex, False), network=network
    )
    assert count_failure_notifications(driver) == 0
    assert newest(app).note == ""


def test_a_gateway_that_refuses_receipts_causes_no_messages(app: AppDriver, network: Network, driver: Citizen) -> None:
    network.is_away = True
    with pytest.raises(ReceiptsUnavailable):
        hear(app, network=network)
    network.is_away = False
    hear(app, SmsReceipt(network.sent[-1][0], False, "UNDELIV"), network=network)
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
