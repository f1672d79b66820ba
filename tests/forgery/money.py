"""Forged payment notices: signed by others, for others, about other orders and amounts, and true ones told again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random
from types import SimpleNamespace
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.adapters.payments.models import CHINA
from bot.settings import load
from bot.simulator.gateways import GatewayKeys
from bot.web.app import create_app
from bot.web.dependencies import WebDependencies
from storage.payments.payments import OrderState, PaymentOrder, PaymentProvider
from tests.adapters.payments.notices import Body, alipay_signed, wechat_body, wechat_signed
from tests.forgery import store
from tests.forgery.running import Result
from tests.forgery.scene import Scene
from tests.services import payment_builders
from tests.stories.payment_driver import Bank

REFUSED = (400, 401, 403, 409, 413, 422)
"""What a provider is answered whose notice is not believed; 200 with the word for failure for Alipay."""
WECHAT, ALIPAY = "/notices/wechat", "/notices/alipay"
Ask = tuple[str, Body]


@dataclass
class Money:
    """A bank beside the scene, with orders that are being paid at both providers, and two that are paid."""

    scene: Scene
    bank: Bank
    orders: dict[PaymentProvider, PaymentOrder]
    paid: list[Ask] = field(default_factory=list)
    stranger: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    @classmethod
    def beside(cls, scene: Scene) -> "Money":
        """Open a bank, and let four people owe and begin to pay; two of them have paid."""
        bank, begun = Bank(scene.app, GatewayKeys.generate()), []
        for at, way in ((901, "WECHAT"), (902, "ALIPAY"), (903, "WECHAT"), (904, "ALIPAY")):
            debt = scene.app.write(partial(payment_builders.debt, at=at))
            debt = scene.app.write(partial(payment_builders.begun, owed=debt, provider=PaymentProvider[way]))
            assert debt.order is not None
            begun.append(debt.order)
        money = cls(scene, bank, {order.provider: order for order in begun[:2]})
        money.paid = [money.genuine(order, number) for number, order in enumerate(begun[2:])]
        for path, body in money.paid:
            answer = money.send(path, body)
            assert answer[0] in (200, 204), answer
        scene.feed([])
        assert scene.app.look(lambda session: session.get_one(PaymentOrder, begun[2].id)).state is OrderState.PAID
        return money

    @property
    def world(self) -> Any:
        """The keys and the clock, as the makers of notices want them."""
        return SimpleNamespace(gateways=self.bank.gateways, clock=lambda: self.scene.app.now)

    def genuine(self, order: PaymentOrder, number: int = 7) -> Ask:
        """A notice that this order was paid, as its provider writes it."""
        if order.provider is PaymentProvider.WECHAT:
            return WECHAT, wechat_signed(self.world, self.wechat(order, number))
        return ALIPAY, ({}, alipay_signed(self.world, self.alipay(order, number)))

    def wechat(self, order: PaymentOrder, number: int = 7, **changes: Any) -> bytes:
        """The body of WeChat Pay's notice, with something changed."""
        about = {"out_trade_no": order.number, "transaction_id": f"42{number:026}"}
        paid = {"amount": {"total": order.amount, "currency": "CNY"}, "success_time": self.moment("T", "+08:00")}
        return wechat_body(self.bank.gateways.keys, {"id": f"N{number}"}, **(about | paid | changes))

    def alipay(self, order: PaymentOrder, number: int = 7, **changes: Any) -> dict[str, str]:
        """The fields of Alipay's notice, with something changed."""
        local = self.bank.gateways.merchant(self.bank.origin)
        return {
            "notify_time": self.moment(" "), "notify_type": "trade_status_sync", "notify_id": f"A{number}",
            "app_id": local.alipay_app_id, "seller_id": local.alipay_seller_id, "charset": "utf-8",
            "version": "1.0", "out_trade_no": order.number, "trade_no": f"22{number:026}",
            "trade_status": "TRADE_SUCCESS", "total_amount": f"{order.amount / 100:.2f}",
            "gmt_payment": self.moment(" "), "sign_type": "RSA2",
        } | changes  # fmt: skip

    def moment(self, between: str, zone: str = "", **later: float) -> str:
        """This moment in China, as the providers write it."""
        now = (self.scene.app.now + timedelta(**later)).astimezone(CHINA)
        return f"{now:%Y-%m-%d}{between}{now:%H:%M:%S}{zone}"

    def send(self, path: str, body: Body) -> tuple[int, str]:
        """Bring something to the desk's own door. Status and words of the answer."""
        app = self.scene.app
        settings, gateways = load(_env_file=None), self.bank.adapters
        web = WebDependencies(settings, app.database, lambda: app.now, app.desk, gateways=gateways)
        transport = httpx.ASGITransport(create_app(web))
        kind = "application/json" if path == WECHAT else "application/x-www-form-urlencoded"

        async def post() -> tuple[int, str]:
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as client:
                answer = await client.post(path, content=body[1], headers={"Content-Type": kind, **body[0]})
                return answer.status_code, answer.text

        return app.wait(post())


@dataclass(frozen=True)
class MoneyKind:
    """One class of notices; believed: whether an answer of success is well, for what was told before."""

    name: str
    make: Callable[[Money, Random], Ask]
    believed: bool = False


def throw(money: Money, kind: MoneyKind, count: int, seed: int) -> Result:
    """Send so many notices of a class, and see that no order, booking or message came of them."""
    random, result = Random(f"{kind.name}|{seed}"), Result(kind.name, count)
    before, entry = store.picture(money.scene.app.database), money.scene.last_ids()[1]
    for _ in range(count):
        status, words = money.send(*kind.make(money, random))
        refused = status in REFUSED or words.strip() in ("fail", "failure")
        result.reasons[f"{status} {words.strip()[:40]}"] += 1
        if refused is kind.believed:
            result.accepted.append(f"answered {status} {words[:60]}")
    money.scene.feed([])
    result.accepted += store.changes(before, store.picture(money.scene.app.database))
    result.accepted += ["something left the desk"] if money.scene.outgoing(entry) else []
    return result


def _order(money: Money, random: Random) -> PaymentOrder:
    return money.orders[random.choice(list(PaymentProvider))]


def _changed(money: Money, random: Random, wechat: list[dict[str, Any]], alipay: list[dict[str, Any]]) -> Ask:
    """A notice rightly signed by its provider, with something else in it."""
    order = _order(money, random)
    if order.provider is PaymentProvider.WECHAT:
        return WECHAT, wechat_signed(money.world, money.wechat(order, **random.choice(wechat)))
    return ALIPAY, ({}, alipay_signed(money.world, money.alipay(order, **random.choice(alipay))))


def other_key(money: Money, random: Random) -> Ask:
    """Everything right, signed by somebody else, or by nobody."""
    order = _order(money, random)
    if order.provider is PaymentProvider.ALIPAY:
        signed = alipay_signed(money.world, money.alipay(order), key=money.stranger)
        return ALIPAY, ({}, random.choice((signed, signed.replace(b"sign=", b"sign=AAAA"), signed.split(b"&sign=")[0])))
    headers, body = wechat_signed(money.world, money.wechat(order), key=money.stranger)
    odd = random.choice(("", "AAAA", "SIGNTEST", "WECHATPAY/SIGNTEST/" + headers["Wechatpay-Signature"]))
    return WECHAT, (headers | ({"Wechatpay-Signature": odd} if random.random() < 0.5 else {}), body)


def other_serial(money: Money, random: Random) -> Ask:
    """A serial of no key that is known, or another kind of signature."""
    order = _order(money, random)
    if order.provider is PaymentProvider.ALIPAY:
        sign_type = random.choice(("RSA", "", "rsa2", "HMAC", "NONE"))
        return ALIPAY, ({}, alipay_signed(money.world, money.alipay(order, sign_type=sign_type)))
    serial = random.choice(("", "0" * 40, f"{random.getrandbits(160):040X}", "PUB_KEY_ID_0001", "../../x"))
    return WECHAT, wechat_signed(money.world, money.wechat(order), serial=serial)


def other_time(money: Money, random: Random) -> Ask:
    """Rightly signed, long ago or in time to come, or at no time at all."""
    order, now = _order(money, random), int(money.scene.app.now.timestamp())
    if order.provider is PaymentProvider.ALIPAY:
        days = random.choice((-30, -2, 1, 400))
        odd = random.choice((money.moment(" ", days=days), "", "yesterday", "2026-13-01 00:00:00"))
        return ALIPAY, ({}, alipay_signed(money.world, money.alipay(order, notify_time=odd)))
    stamp = random.choice((str(now - 3_600), str(now + 3_600), "0", "-1", f"{now}.0", "9" * 20, "x"))
    return WECHAT, wechat_signed(money.world, money.wechat(order), timestamp=stamp)


def other_merchant(money: Money, random: Random) -> Ask:
    """Money that somebody else has earned."""
    wechat: list[dict[str, Any]] = [
        {"mchid": "1900000108"},
        {"appid": "wx0000000000000000"},
        {"mchid": None},
        {"appid": None},
    ]
    alipay = [{"app_id": "2021000000000000"}, {"seller_id": "2088000000000000"}, {"app_id": ""}, {"seller_id": ""}]
    return _changed(money, random, wechat, alipay)


def other_order(money: Money, random: Random) -> Ask:
    """An order that nobody has given, or that is being paid elsewhere."""
    orders = money.orders
    foreign = random.choice(("CZ20000101000001", "", "'; --", "x" * 300, f"CZ{random.randrange(10**14):014}"))
    return _changed(
        money, random,
        [{"out_trade_no": orders[PaymentProvider.ALIPAY].number}, {"out_trade_no": foreign}],
        [{"out_trade_no": orders[PaymentProvider.WECHAT].number}, {"out_trade_no": foreign}],
    )  # fmt: skip


def other_amount(money: Money, random: Random) -> Ask:
    """A fen too much or too little, another currency, no number."""
    amount = money.orders[PaymentProvider.WECHAT].amount
    sums: tuple[Any, ...] = (
        amount - 1,
        amount + 1,
        0,
        -amount,
        1,
        amount * 100,
        str(amount),
        float(amount),
        None,
        True,
    )
    odd: list[dict[str, Any]] = [{"amount": {"total": total, "currency": "CNY"}} for total in sums]
    odd += [{"amount": {"total": amount, "currency": "USD"}}, {"amount": None}, {"amount": amount}]
    yuan = ("199.99", "200.01", "0.00", "-200.00", "20000.00", "2e2", "200.001", "", "NaN", "２００.００")
    return _changed(money, random, odd, [{"total_amount": one} for one in yuan] + [{"trans_currency": "USD"}])


def told_again(money: Money, random: Random) -> Ask:
    """A true notice of a payment that is booked, word for word."""
    return random.choice(money.paid)


KINDS = (
    MoneyKind("payment notices: signed by others", other_key),
    MoneyKind("payment notices: unknown serials and kinds of signature", other_serial),
    MoneyKind("payment notices: of other times", other_time),
    MoneyKind("payment notices: for other merchants", other_merchant),
    MoneyKind("payment notices: of other orders", other_order),
    MoneyKind("payment notices: of other amounts", other_amount),
    MoneyKind("payment notices: told again", told_again, believed=True),
)
