"""People who act at random in front of the whole desk: drivers, owners, staff, strangers who mean harm, and the clock.

They look at their screens and do what people do: tap, mostly what leads on to what they came for; answer what is
asked; send photos; pay. Much has happened already when they begin.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from bot.simulator.gateways.wallet import WalletError, read_qr_codes
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffRole
from tests.fault_injection import user_goals
from tests.fault_injection.mid_flow_states import Beginning
from tests.fault_injection.sale_scenarios import Market
from tests.fault_injection.user_goals import Button, Purpose
from tests.stories import cast, certificate_steps, pictures, violation_steps
from tests.stories.actor import Actor
from tests.stories.cast import Citizen

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
WALLET = ("pay", "pay", "pay", "pay", "cancel", "pay twice", "late", "wrong amount")
FACES = ("pass", "pass", "fail", "unavailable")
RECORDS: tuple[dict[str, int], ...] = ({}, {"points": 1}, {"fine": 0, "points": 0}, {"points": 0}) * 2
"""What stands on each car: fines of 200 yuan with points and without, warnings."""
AT_ONCE, LEAVES = 4, 0.05
"""How many drivers and owners are busy at a time, and how often one of them goes."""
SENTENCE = "照片上看不清楚，请再看一看。"
HURRIES = ("payment%", "payment%", "refund%", "approval.remind", "%")


@dataclass
class Crowd:
    """Everybody on the market, and the one hand that moves them all."""

    market: Market
    random: Random
    drivers: list[Citizen] = field(default_factory=list)
    owners: list[Citizen] = field(default_factory=list)
    cars: list[Vehicle] = field(default_factory=list)
    staff: list[Actor] = field(default_factory=list)
    strangers: list[Actor] = field(default_factory=list)
    queue: list[Citizen] = field(default_factory=list)
    acted_on: dict[int, str] = field(default_factory=dict)
    tapped: dict[int, Button | None] = field(default_factory=dict)
    wants: dict[int, Purpose] = field(default_factory=dict)
    photos: int = 0
    records: int = 0

    def gather(self, drivers: int, owners: int) -> None:
        """Let them come: each owner with a car of his own and records on it, and strangers with no right at all."""
        app = self.market.as_app
        for at in range(owners):
            owner = cast.citizen(app, "王秀英", cast.id_number(2 * at), f"+861390001{at:04}")
            self.owners.append(owner)
            self.cars.append(certificate_steps.car(app, owner, plate=f"桂A{10000 + at}"))
            for fields in RECORDS:
                self._record(self.cars[-1], **fields)
        for at in range(drivers):
            driver = cast.citizen(app, "李建国", cast.id_number(2 * at + 1), f"+861380001{at:04}")
            pictures.give_portrait(app, driver)
            self.market.world.faces.set(driver.id, FACES[at % len(FACES)])
            self.drivers.append(driver)
        for name, role in (("小周", StaffRole.REVIEWER), ("小何", StaffRole.REVIEWER), ("小吴", StaffRole.CASHIER)):
            self.staff.append(cast.reviewer(app, name, (role,)))
        self.strangers = [self.market.person(f"赵无名{at}", f"+861370001{at:04}") for at in range(2)]
        Beginning(self.market, self.drivers, self.owners, self.cars, self.staff[0]).happen()
        for stranger in self.strangers:
            stranger.says("/start")
        self._begin_with_what_waits()

    @property
    def everybody(self) -> list[Actor]:
        """All of them."""
        return [*self.drivers, *self.owners, *self.staff, *self.strangers]

    def _begin_with_what_waits(self) -> None:
        """Those who are first at the counter go on where they stand: a link opened, a check due, a question asked."""
        asked = self.owners[2 % len(self.owners)]
        self.wants = {self.drivers[0].id: user_goals.FILING, asked.id: user_goals.ANSWERING}
        self.wants |= {driver.id: user_goals.GOING_ON for driver in self.drivers[2:3]}
        self.wants[self.staff[0].id] = user_goals.HEARING
        self.queue = [*self.drivers[:3], asked]

    def act(self) -> None:
        """Let somebody do something. What the world itself does not let him do, he has tried."""
        ways: list[tuple[Callable[[], None], int]] = [
            (lambda: self._go_on(self._at_the_counter()), 26),
            (lambda: self._go_on(self.random.choice(self.staff)), 5),
            (lambda: self.random.choice(self.staff).says(self.random.choice(OF_STAFF)), 1),
            (lambda: self._attack(self.random.choice(self.strangers)), 2),
            (self._pay_anything, 1),
            (lambda: self._record(self.random.choice(self.cars), points=0), 1),
            (self._trouble_the_gateways, 1),
            (lambda: self.market.hurry(self.random.choice(HURRIES)), 1),
        ]
        deed = self.random.choices([way for way, _ in ways], [weight for _, weight in ways])[0]
        with suppress(AssertionError, WalletError):
            deed()

    def _at_the_counter(self) -> Citizen:
        """Somebody of the few who are busy just now, one whom the desk has answered; else somebody who comes by."""
        people = [*self.drivers, *self.owners]
        if not self.queue:
            self.queue = self.random.sample(people, AT_ONCE)
        if self.random.random() < LEAVES:
            self.queue = [*self.queue[1:], self.random.choice(people)]
        for person in self.random.sample(self.queue, len(self.queue)):
            if self.acted_on.get(person.id) != user_goals.screen(person.messages()):
                return person
        return self.random.choice(people)

    def _go_on(self, person: Actor) -> None:
        """Do what his screen asks for, what leads on to what he came for, or something else."""
        messages, chance = person.messages(), self.random.random()
        words = user_goals.words(messages)
        self.acted_on[person.id] = user_goals.screen(messages)
        if "扫码缴款" in words and chance < 0.7:
            self._pay(person)
        elif "脸旁一起拍" in words and chance < 0.7:
            person.sends_photo(self._photo())
        elif re.search("第[一二]张：", words) and chance < 0.7:
            person.sends_photo(self._photo(), self._photo())
        elif "验证码" in words and chance < 0.8 and isinstance(person, Citizen):
            person.says(self._code(person, words))
        elif "请写" in words and chance < 0.6:
            person.says(SENTENCE)
        elif chance < 0.95:
            self._pursue(person, messages)
        else:
            person.says(self.random.choice([*COMMANDS, "同意", "不认识他", "123456", "你好", "/cancel"]))

    def _pursue(self, person: Actor, messages: list[dict[str, Any]]) -> None:
        """Tap a button that leads on, now and then twice; where there is none, begin, with something else at times."""
        wanted = self.wants.setdefault(person.id, self._drawn(person))
        seen = user_goals.buttons(messages[-3 if self.random.random() < 0.8 else -8 :])
        found = wanted.next_button(seen, self.random)
        if seen and self.random.random() < 0.07:
            found = self.random.choice(seen)
        had, self.tapped[person.id] = self.tapped.get(person.id), found
        if found is None or (found == had and self.random.random() < 0.7):
            self.wants[person.id] = wanted = self._drawn(person) if self.random.random() < 0.6 else wanted
            person.says(self._beginning(wanted))
            return
        for _ in range(2 if self.random.random() < 0.2 else 1):
            person.forges(found[1], found[0])

    def _drawn(self, person: Actor) -> Purpose:
        """What somebody comes for next."""
        if person in self.staff:
            of = user_goals.OF_CASHIERS if person is self.staff[-1] else user_goals.OF_REVIEWERS
        else:
            of = user_goals.OF_DRIVERS if person in self.drivers else user_goals.OF_OWNERS
        return user_goals.drawn(of, self.random)

    def _beginning(self, purpose: Purpose) -> str:
        """What is said to begin: to file, a line about somebody's car, or the code on its owner's phone."""
        if purpose is not user_goals.FILING:
            return purpose.begins
        shown = user_goals.code_shown(self.owners, self.random) if self.random.random() < 0.6 else ""
        six = "123456" if self.random.random() < 0.95 else "654321"
        return shown or f"/file 02 {self.random.choice(self.cars).plate} {six}"

    def _pay(self, person: Actor) -> None:
        """Scan the newest payment code, and do this or that with it."""
        (code,) = read_qr_codes(self.market.picture_of(person)) or ("",)
        self.market.scan(code, self.random.choice(WALLET), person)

    def _pay_anything(self) -> None:
        """Pay some order from a screen of yesterday: one that is open, over, or paid already."""
        codes = self.market.within(lambda: [each.code for book in self.market.ledgers for each in book.trades.values()])
        self.market.scan(self.random.choice(codes[-6:]), self.random.choice(WALLET), self.random.choice(self.drivers))

    def _code(self, person: Citizen, words: str) -> str:
        """The newest code on the owner's phone, if it is one of his that is asked for, or on his own."""
        owners = [owner.phone for owner in self.owners if "车主手机" in words and owner.phone[-4:] in words]
        phone = self.random.choice(owners or [person.phone])
        found = re.findall(r"\b\d{6}\b", "\n".join(self.market.sms(phone)))
        return found[-1] if found else "000000"

    def _photo(self) -> bytes:
        """A photo like no other."""
        self.photos += 1
        return pictures.photo(self.photos, size=(320, 400))

    def _record(self, car: Vehicle, **fields: Any) -> None:
        """Let a camera have recorded something, an hour ago."""
        self.records += 1
        since = self.market.now - timedelta(hours=1)
        violation_steps.violation(self.market.as_app, car, f"45010000{self.records:08}", occurred_at=since, **fields)

    def _attack(self, stranger: Actor) -> None:
        """Try what is not his: others' buttons, numbers, codes, cars, rights."""
        victim = self.random.choice([*self.drivers, *self.owners, *self.staff])
        taps = [data for _, data, _ in user_goals.buttons(victim.messages()[-6:])]
        number, plate = 1001 + self.random.randrange(8), self.random.choice(self.cars).plate
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
