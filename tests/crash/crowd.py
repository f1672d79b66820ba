"""People who act at random in front of the whole desk: drivers, owners, staff, strangers who mean harm, and the clock.

They look at their screens and do what people do: tap, mostly what leads on; answer what is asked; send photos; pay.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.simulator.gateways.wallet import WalletError, codes_in
from storage.staff import StaffRole
from tests.crash.market import Market
from tests.stories import cast, certificate_steps, offences, pictures
from tests.stories.actor import Actor
from tests.stories.cast import Citizen

LEADING_ON = (
    *(
        "朋友",
        "确认，请车主验证",
        "同意",
        "开始实人认证",
        "不比对人脸",
        "提交审核",
        "通过",
        "退办",
        "短信",
        "我已商量好",
    ),
    *("选择并处理", "全选", "处理并缴款", "我已阅读并同意", "事实无误", "微信支付", "支付宝", "我已付款", "换一种方式"),
    *(
        "同意退款",
        "复核",
        "申请新的检验标志",
        "我已了解",
        "下载",
        "图片",
        "解除",
        "确定解除",
        "桂A",
        "我是车主",
        "扫码备案",
    ),
)
COMMANDS = (
    "/menu",
    "/file",
    "/vehicles",
    "/progress",
    "/certificate",
    "/violations",
    "/approvals",
    "/privacy",
    "/help",
)
OF_STAFF = ("/queue", "/take", "/refund", "/stats", "/audit", "/find", "/menu")
FAULTS = ("lose", "duplicate", "reorder", "ignore", "forge", "stale", "garble", "server_error", "bad_signature")
WALLET = ("pay", "pay", "pay", "cancel", "pay twice", "late", "wrong amount")


@dataclass
class Crowd:
    """Everybody on the market, and the one hand that moves them all."""

    market: Market
    random: Random
    drivers: list[Citizen] = field(default_factory=list)
    owners: list[Citizen] = field(default_factory=list)
    staff: list[Actor] = field(default_factory=list)
    strangers: list[Actor] = field(default_factory=list)
    photos: int = 0

    def gather(self, drivers: int, owners: int) -> None:
        """Let them come: each owner with a car of his own and a record on it, and strangers with no right at all."""
        town = self.market.as_town
        for at in range(owners):
            owner = cast.citizen(town, "王秀英", cast.id_number(2 * at), f"+861390001{at:04}")
            car = certificate_steps.car(town, owner, plate=f"桂A{10000 + at}")
            offences.violation(town, car, f"45010000{at:08}")
            self.owners.append(owner)
        for at in range(drivers):
            self.drivers.append(cast.citizen(town, "李建国", cast.id_number(2 * at + 1), f"+861380001{at:04}"))
        for name, role in (("小周", StaffRole.REVIEWER), ("小何", StaffRole.REVIEWER), ("小吴", StaffRole.CASHIER)):
            self.staff.append(cast.reviewer(town, name, (role,)))
        self.strangers = [self.market.person(f"赵无名{at}", f"+861370001{at:04}") for at in range(2)]
        for stranger in self.strangers:
            stranger.says("/start")

    @property
    def everybody(self) -> list[Actor]:
        """All of them."""
        return [*self.drivers, *self.owners, *self.staff, *self.strangers]

    def act(self) -> None:
        """Let somebody do something. What the world itself does not let him do, he has tried."""
        ways: list[tuple[Callable[[], None], int]] = [
            (lambda: self._go_on(self.random.choice([*self.drivers, *self.owners])), 16),
            (lambda: self._begin(self.random.choice(self.drivers)), 1),
            (lambda: self.random.choice(self.owners).says("/violations"), 1),
            (lambda: self._go_on(self.random.choice(self.staff)), 3),
            (lambda: self.random.choice(self.staff).says(self.random.choice(OF_STAFF)), 2),
            (lambda: self._attack(self.random.choice(self.strangers)), 2),
            (self._trouble_the_gateways, 1),
            (lambda: self.market.hurry(self.random.choice(["payment%", "refund%", "approval.remind", "%"])), 1),
        ]
        deed = self.random.choices([way for way, _ in ways], [weight for _, weight in ways])[0]
        with suppress(AssertionError, WalletError):
            deed()

    def _begin(self, driver: Citizen) -> None:
        """Begin to file somebody's car."""
        at = self.random.randrange(len(self.owners))
        six = "123456" if self.random.random() < 0.9 else "654321"
        driver.says(f"/file 02 桂A{10000 + at} {six}")

    def _go_on(self, person: Actor) -> None:
        """Do what his screen suggests, or something else."""
        words, chance = person.last(), self.random.random()
        if "扫码缴款" in words and chance < 0.7:
            self._pay(person)
        elif "照片" in words and chance < 0.6:
            person.sends_photo(self._photo(), self._photo())
        elif "验证码" in words and chance < 0.6 and isinstance(person, Citizen):
            person.says(self._code(person))
        elif chance < 0.92:
            self._tap(person)
        else:
            person.says(self.random.choice([*COMMANDS, "同意", "不认识他", "123456", "你好", "/cancel"]))

    def _tap(self, person: Actor) -> None:
        """Tap a button he sees: mostly one that leads on, now and then twice."""
        seen = _buttons(person.messages()[-2 if self.random.random() < 0.8 else -6 :])
        good = [each for each in seen if any(word in each[2] for word in LEADING_ON)]
        if not seen:
            person.says(self.random.choice(COMMANDS))
            return
        message, data, _ = self.random.choice(good if good and self.random.random() < 0.8 else seen)
        for _ in range(2 if self.random.random() < 0.2 else 1):
            person.forges(data, message)

    def _pay(self, person: Actor) -> None:
        """Scan the newest payment code, and do this or that with it."""
        (code,) = codes_in(self.market.picture_of(person)) or ("",)
        how = self.random.choice(WALLET)
        self.market.within(lambda: self.market.gateways.wallet.pay(code, how, person=person.id))

    def _code(self, person: Citizen) -> str:
        """A code from his own phone, or from the phone of whoever owns the car."""
        others = [owner.phone for owner in self.owners]
        phone = person.phone if self.random.random() < 0.6 else self.random.choice(others)
        found = re.findall(r"\b\d{6}\b", "\n".join(self.market.sms(phone)))
        return found[-1] if found else "000000"

    def _photo(self) -> bytes:
        """A photo like no other."""
        self.photos += 1
        return pictures.photo(self.photos, size=(320, 400))

    def _attack(self, stranger: Actor) -> None:
        """Try what is not his: others' buttons, numbers, codes, cars, rights."""
        victim = self.random.choice([*self.drivers, *self.owners, *self.staff])
        taps = [data for _, data, _ in _buttons(victim.messages()[-6:])]
        number = 1001 + self.random.randrange(8)
        plate = f"桂A{10000 + self.random.randrange(len(self.owners))}"
        lines = [f"/approve {number}", f"/refuse {number}", f"/take {number}", f"/pass {number}", f"/refund {number}"]
        lines += [f"/file 02 {plate} 123456", f"/issue {plate} 2027-11", f"/progress {number}", f"/lookup {plate}"]
        if taps and self.random.random() < 0.6:
            data = self.random.choice(taps)
            stranger.forges(data if self.random.random() < 0.7 else data[:-1] + self.random.choice("AbX9"), 1)
        else:
            stranger.says(self.random.choice(lines))

    def _trouble_the_gateways(self) -> None:
        """Let something go wrong on the way of the money, or all be well again."""
        faults, name = self.market.gateways.faults, self.random.choice(FAULTS)
        faults.clear()
        if self.random.random() < 0.5:
            setattr(faults, name, 0.5)


def _buttons(messages: list[dict[str, Any]]) -> list[tuple[int, str, str]]:
    """Every button of some messages that calls the desk: its message, its data, its label."""
    return [
        (message["message_id"], button["callback_data"], button["text"])
        for message in messages
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
        if "callback_data" in button
    ]
