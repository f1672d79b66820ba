"""Edge cases of payments: malformed webhook requests, account deletion, unbinding, PostgreSQL."""

import pytest

from bot.adapters.payments.gateway import Gateway, GatewayRefused
from bot.adapters.payments.models import PaymentResult, PaymentState
from bot.simulator.gateways import GatewayKeys
from storage.payments.payments import OrderState, PaymentProvider
from storage.violations import decisions
from storage.violations.decisions import DecisionState
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver
from tests.stories.payment_driver import Bank


@pytest.mark.parametrize(("way", "path"), [("微信支付", "/notices/wechat"), ("支付宝", "/notices/alipay")])
@pytest.mark.parametrize(
    "body", [b"", b"{}", b"a=b&c=d", b"\xff\xfe\x00", b"[" * 5000, b"{" + b'"a":1,' * 30_000 + b"}"]
)
def test_malformed_webhook_requests_are_refused_and_change_nothing(
    app: AppDriver, bank: Bank, way: str, path: str, body: bytes
) -> None:
    status = bank.post(path, body, {"Content-Type": "application/json"})
    assert status in (400, 401, 413)
    assert not bank.transactions()


@pytest.mark.parametrize("way", ["微信支付", "支付宝"])
def test_an_open_order_prevents_the_deletion_of_the_account(app: AppDriver, bank: Bank, way: str) -> None:
    driver = cast.driver(app)
    violation_steps.violation(app, cast.car(app, driver))
    violation_steps.decide(app, driver)
    driver.taps(way)
    driver.says("/privacy")
    driver.taps("删除")
    driver.sees("正在缴款")


def test_a_vehicle_shows_its_violations_and_unbinding_warns_of_unpaid_decisions(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    car = cast.car(app, owner)
    violation_steps.filed(app, car, driver)
    violation_steps.violation(app, car)
    violation_steps.violation(app, car, "4501000000000002", points=0)
    driver.says("/vehicles")
    driver.taps("桂A·12345")
    assert "交通违法（未处理 2）" in driver.labels()
    app.use(tasks=violation_steps.QUICK_DOCUMENTS)
    violation_steps.decide(app, driver)
    driver.says("/vehicles")
    driver.taps("桂A·12345")
    assert "交通违法（未处理 0）" in driver.labels()
    driver.taps("解除")
    driver.sees("还有 2 份处罚决定没有缴款")


def test_payments_on_postgresql(postgresql_app: AppDriver, gateway_keys: GatewayKeys) -> None:
    app, bank = postgresql_app, Bank(postgresql_app, gateway_keys)
    driver = cast.driver(app)
    car = cast.car(app, driver)
    violation_steps.violation(app, car, tell=True)
    app.settle()
    driver.sees("您的车有 1 条新的交通违法")
    violation_steps.decide(app, driver)
    driver.taps("微信支付")
    bank.gateways.faults.duplicate = 1
    bank.pays(driver, "pay twice")
    assert driver.has_seen("缴款成功：200 元")
    assert driver.has_seen("重复付款")
    assert [each.settles for each in bank.transactions()].count(True) == 1
    (decision,) = app.read(lambda session: decisions.of_person(session, driver.person_id))
    assert decision.state is DecisionState.PAID
    bank.close()


def test_after_its_end_an_order_is_closed_of_which_its_gateway_says_nothing_more(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("支付宝")
    gone = bank.adapters.pop(PaymentProvider.ALIPAY)
    driver.taps("换一种方式")
    driver.sees("暂时没有回应")
    bank.later(minutes=31)
    driver.sees("付款时间已过，请重新缴款")
    bank.adapters[PaymentProvider.ALIPAY] = gone
    wechat = Declining(bank.adapters[PaymentProvider.WECHAT])
    bank.adapters[PaymentProvider.WECHAT] = wechat  # type: ignore[assignment]
    driver.taps("微信支付")
    driver.taps("换一种方式")
    bank.later(minutes=31)
    assert bank.orders()[1].state is OrderState.ORDERED
    driver.taps("换一种方式")
    assert [order.state for order in bank.orders()] == [OrderState.CLOSED, OrderState.CLOSED]
    wechat.dollars = True
    driver.taps("微信支付")
    driver.taps("我已付款，核对一下")
    assert bank.orders()[2].state is OrderState.ORDERED
    driver.taps("换一种方式")
    driver.sees("币种或金额无法入账", "已请工作人员核对", "还没有缴")
    driver.taps("支付宝")
    bank.pays(driver)
    assert violation_steps.state(app, driver) is DecisionState.PAID


class Declining:
    """A gateway that creates orders and declines to say or change anything else, or says that dollars were paid."""

    provider = PaymentProvider.WECHAT

    def __init__(self, gateway: Gateway) -> None:
        self.create, self.dollars = gateway.create, False

    async def query(self, order_number: str) -> PaymentResult:
        """Decline, or report a payment of 200 dollars."""
        if not self.dollars:
            raise GatewayRefused("NO_AUTH")
        return PaymentResult(order_number, PaymentState.PAID, "DOLLARS", 20_000, "USD")

    async def close(self, order_number: str) -> PaymentState:
        """Decline."""
        raise GatewayRefused("NO_AUTH")
