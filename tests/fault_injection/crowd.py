"""A crowd that acts at random in front of the whole desk: drivers, owners, staff and attackers.

People look at their screens and act as users do: they tap buttons, mostly those that lead to their goal, answer
questions, send photos and pay. They start in the middle of processes (`mid_flow_states`).
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
from tests.fault_injection.full_environment import FullEnvironment
from tests.fault_injection.mid_flow_states import MidFlowStates
from tests.fault_injection.user_goals import Button, UserGoal
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
# Violation records of each car: fines of 200 yuan with points and without, and warnings.
RECORDS: tuple[dict[str, int], ...] = ({}, {"points": 1}, {"fine": 0, "points": 0}, {"points": 0}) * 2
# How many drivers and owners are active at a time, and the chance that one of them is replaced.
ACTIVE, REPLACED = 4, 0.05
SENTENCE = "照片上看不清楚，请再看一看。"
DUE_TIMERS = ("payment%", "payment%", "refund%", "approval.remind", "%")


@dataclass
class Crowd:
    """All people of a random world, and what each of them is doing."""

    environment: FullEnvironment
    random: Random
    drivers: list[Citizen] = field(default_factory=list)
    owners: list[Citizen] = field(default_factory=list)
    cars: list[Vehicle] = field(default_factory=list)
    staff: list[Actor] = field(default_factory=list)
    strangers: list[Actor] = field(default_factory=list)
    active: list[Citizen] = field(default_factory=list)
    acted_on: dict[int, str] = field(default_factory=dict)
    tapped: dict[int, Button | None] = field(default_factory=dict)
    wants: dict[int, UserGoal] = field(default_factory=dict)
    photos: int = 0
    records: int = 0

    def create_people(self, drivers: int, owners: int) -> None:
        """Create drivers, owners with a car and violation records each, staff, and strangers without any rights."""
        app = self.environment.as_app
        for at in range(owners):
            owner = cast.citizen(app, "王秀英", cast.id_number(2 * at), f"+861390001{at:04}")
            self.owners.append(owner)
            self.cars.append(certificate_steps.car(app, owner, plate=f"桂A{10000 + at}"))
            for fields in RECORDS:
                self._record(self.cars[-1], **fields)
        for at in range(drivers):
            driver = cast.citizen(app, "李建国", cast.id_number(2 * at + 1), f"+861380001{at:04}")
            pictures.give_portrait(app, driver)
            self.environment.world.faces.set(driver.id, FACES[at % len(FACES)])
            self.drivers.append(driver)
        for name, role in (("小周", StaffRole.REVIEWER), ("小何", StaffRole.REVIEWER), ("小吴", StaffRole.CASHIER)):
            self.staff.append(cast.reviewer(app, name, (role,)))
        self.strangers = [self.environment.person(f"赵无名{at}", f"+861370001{at:04}") for at in range(2)]
        MidFlowStates(self.environment, self.drivers, self.owners, self.cars, self.staff[0]).create()
        for stranger in self.strangers:
            stranger.says("/start")
        self._start_with_waiting()

    @property
    def everybody(self) -> list[Actor]:
        """All people of the crowd."""
        return [*self.drivers, *self.owners, *self.staff, *self.strangers]

    def _start_with_waiting(self) -> None:
        """Let the first active people continue what waits for them: an opened link, a check, a question."""
        asked = self.owners[2 % len(self.owners)]
        self.wants = {self.drivers[0].id: user_goals.FILING, asked.id: user_goals.ANSWERING}
        self.wants |= {driver.id: user_goals.CONTINUING for driver in self.drivers[2:3]}
        self.wants[self.staff[0].id] = user_goals.DECIDING_OBJECTIONS
        self.active = [*self.drivers[:3], asked]

    def act(self) -> None:
        """Let a random person act. Actions that the simulated world refuses count as tried."""
        ways: list[tuple[Callable[[], None], int]] = [
            (lambda: self._respond(self._next_person()), 26),
            (lambda: self._respond(self.random.choice(self.staff)), 5),
            (lambda: self.random.choice(self.staff).says(self.random.choice(OF_STAFF)), 1),
            (lambda: self._attack(self.random.choice(self.strangers)), 2),
            (self._pay_anything, 1),
            (lambda: self._record(self.random.choice(self.cars), points=0), 1),
            (self._set_gateway_fault, 1),
            (lambda: self.environment.make_due(self.random.choice(DUE_TIMERS)), 1),
        ]
        action = self.random.choices([way for way, _ in ways], [weight for _, weight in ways])[0]
        with suppress(AssertionError, WalletError):
            action()

    def _next_person(self) -> Citizen:
        """Return an active person whom the desk has answered, or else a random one."""
        people = [*self.drivers, *self.owners]
        if not self.active:
            self.active = self.random.sample(people, ACTIVE)
        if self.random.random() < REPLACED:
            self.active = [*self.active[1:], self.random.choice(people)]
        for person in self.random.sample(self.active, len(self.active)):
            if self.acted_on.get(person.id) != user_goals.screen(person.messages()):
                return person
        return self.random.choice(people)

    def _respond(self, person: Actor) -> None:
        """Do what the person's screen asks for, what leads to their goal, or something else."""
        messages, chance = person.messages(), self.random.random()
        words = user_goals.newest_text(messages)
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
            self._pursue_goal(person, messages)
        else:
            person.says(self.random.choice([*COMMANDS, "同意", "不认识他", "123456", "你好", "/cancel"]))

    def _pursue_goal(self, person: Actor, messages: list[dict[str, Any]]) -> None:
        """Tap a button that leads to the goal, sometimes twice; without one, start anew, perhaps with another goal."""
        wanted = self.wants.setdefault(person.id, self._draw_goal(person))
        seen = user_goals.buttons(messages[-3 if self.random.random() < 0.8 else -8 :])
        found = wanted.next_button(seen, self.random)
        if seen and self.random.random() < 0.07:
            found = self.random.choice(seen)
        had, self.tapped[person.id] = self.tapped.get(person.id), found
        if found is None or (found == had and self.random.random() < 0.7):
            self.wants[person.id] = wanted = self._draw_goal(person) if self.random.random() < 0.6 else wanted
            person.says(self._beginning(wanted))
            return
        for _ in range(2 if self.random.random() < 0.2 else 1):
            person.forges(found[1], found[0])

    def _draw_goal(self, person: Actor) -> UserGoal:
        """Draw a person's next goal."""
        if person in self.staff:
            of = user_goals.OF_CASHIERS if person is self.staff[-1] else user_goals.OF_REVIEWERS
        else:
            of = user_goals.OF_DRIVERS if person in self.drivers else user_goals.OF_OWNERS
        return user_goals.draw(of, self.random)

    def _beginning(self, goal: UserGoal) -> str:
        """Return the text that starts a goal: for a filing, a line about a car, or the code on its owner's phone."""
        if goal is not user_goals.FILING:
            return goal.begins
        shown = user_goals.code_shown(self.owners, self.random) if self.random.random() < 0.6 else ""
        six = "123456" if self.random.random() < 0.95 else "654321"
        return shown or f"/file 02 {self.random.choice(self.cars).plate} {six}"

    def _pay(self, person: Actor) -> None:
        """Scan the newest payment code, with a random outcome."""
        (code,) = read_qr_codes(self.environment.picture_of(person)) or ("",)
        self.environment.scan(code, self.random.choice(WALLET), person)

    def _pay_anything(self) -> None:
        """Pay a recent order from an old screen: one that is open, closed, or paid already."""
        codes = self.environment.within(
            lambda: [each.code for book in self.environment.ledgers for each in book.trades.values()]
        )
        self.environment.scan(
            self.random.choice(codes[-6:]), self.random.choice(WALLET), self.random.choice(self.drivers)
        )

    def _code(self, person: Citizen, words: str) -> str:
        """Return the newest code on the owner's phone if that is asked for, else on the person's own."""
        owners = [owner.phone for owner in self.owners if "车主手机" in words and owner.phone[-4:] in words]
        phone = self.random.choice(owners or [person.phone])
        found = re.findall(r"\b\d{6}\b", "\n".join(self.environment.sms(phone)))
        return found[-1] if found else "000000"

    def _photo(self) -> bytes:
        """Return a photo that differs from all others."""
        self.photos += 1
        return pictures.photo(self.photos, size=(320, 400))

    def _record(self, car: Vehicle, **fields: Any) -> None:
        """Create a violation record of an hour ago."""
        self.records += 1
        since = self.environment.now - timedelta(hours=1)
        violation_steps.violation(
            self.environment.as_app, car, f"45010000{self.records:08}", occurred_at=since, **fields
        )

    def _attack(self, stranger: Actor) -> None:
        """Let a stranger try what belongs to others: buttons, applications, cars, staff commands."""
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

    def _set_gateway_fault(self) -> None:
        """Set a random fault of the payment gateways, or clear all."""
        faults, name = self.environment.gateways.faults, self.random.choice(FAULTS)
        faults.clear()
        if self.random.random() < 0.5:
            setattr(faults, name, 0.5)
