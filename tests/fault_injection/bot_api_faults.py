"""An application and its answer in the chat, with one fault of the Bot API or of the network at a call, or a poll.

The same conversation runs once without a fault; then once for each call of it and each fault. Afterwards the
application stands where it stands without a fault, each chat shows the same messages, and the desk is idle: no lane is
held, nothing is lost. A message is shown twice only if nobody could know that it had arrived. A message that Telegram
refuses for good is missing, or a short one stands for it; the person asks for the step again, and what comes later is
shown.
"""

import asyncio
import json
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any

from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from bot.engine.inbound.receiver import Receiver
from bot.engine.telegram_transport import AiohttpRequest, ConnectionFailed, require_answer
from storage.engine.leader_election import LeaderRole
from storage.filing.filings import FilingStatus
from tests import databases
from tests.fault_injection.long_run import OnProgress, Result
from tests.stories import cast, filing_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, client_of
from tests.stories.in_process_transport import InProcess

STEP = timedelta(seconds=20)
MAX_STEPS = 90  # Of waiting for a message that has failed: half an hour.
RETRY_AFTER = 7
QUIET_ROUNDS = 3


class Fault(StrEnum):
    """What goes wrong at one call."""

    SERVER_ERROR = "500 before it has an effect"
    SERVER_ERROR_AFTER = "500 after its effect"
    GATEWAY = "a page of a proxy, 502"
    BROKEN = "the connection breaks before"
    BROKEN_AFTER = "the connection breaks after its effect"
    LATE = "no answer in time, after its effect"
    HALF = "half an answer, after its effect"
    LIMIT = "429 with a wait"
    REFUSED = "400 in unknown words"
    BLOCKED = "403"


AFTER_EFFECT = frozenset({Fault.SERVER_ERROR_AFTER, Fault.BROKEN_AFTER, Fault.LATE, Fault.HALF})
FOR_GOOD = frozenset({Fault.REFUSED, Fault.BLOCKED})  # Telegram has said no: the message is not tried again.


class FaultyTransport(InProcess):
    """A transport that counts calls, and fails at one of them. methods: those called so far, in order.

    It reads answers as the transport of the desk does.
    """

    parse_json_payload = staticmethod(AiohttpRequest.parse_json_payload)

    def __init__(self, client: Any, *, at: int = -1, fault: Fault = Fault.SERVER_ERROR) -> None:
        super().__init__(client)
        self.methods: list[str] = []
        self._at = at
        self._fault = fault

    def recovered(self) -> list[str]:
        """Let all further calls succeed, and return those made so far."""
        self._at = -1
        return list(self.methods)

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *rest: Any, **more: Any
    ) -> tuple[int, bytes]:
        """Make the call, or fail. Raises NetworkError or TimedOut."""
        name, position = url.rpartition("/")[2], len(self.methods)
        self.methods += [name] if name != "getMe" else []  # The client's own, at its start.
        if position != self._at or name == "getMe":
            return await super().do_request(url, method, request_data, *rest, **more)
        if self._fault not in AFTER_EFFECT:
            status, content = _before(self._fault)
        else:
            status, content = _after(self._fault, *await super().do_request(url, method, request_data, *rest, **more))
        require_answer(status, content)
        return status, content


def _before(fault: Fault) -> tuple[int, bytes]:
    """Return the answer of a call without an effect. Raises NetworkError."""
    if fault is Fault.BROKEN:
        raise ConnectionFailed("the connection is refused")
    if fault is Fault.GATEWAY:
        return 502, b"<html><h1>Bad Gateway</h1></html>"
    code = {Fault.SERVER_ERROR: 500, Fault.LIMIT: 429, Fault.REFUSED: 400, Fault.BLOCKED: 403}[fault]
    answer: dict[str, Any] = {"ok": False, "error_code": code, "description": f"Words that nobody knows ({code})"}
    if fault is Fault.LIMIT:
        answer["parameters"] = {"retry_after": RETRY_AFTER}
    return code, json.dumps(answer).encode()


def _after(fault: Fault, status: int, content: bytes) -> tuple[int, bytes]:
    """Return the answer of a call that had its effect. Raises NetworkError or TimedOut."""
    if fault is Fault.BROKEN_AFTER:
        raise NetworkError("the connection is lost")
    if fault is Fault.LATE:
        raise TimedOut
    if fault is Fault.HALF:
        return status, content[: len(content) // 2]
    return 500, b'{"ok":false,"error_code":500,"description":"Internal Server Error"}'


class PatientDriver(AppDriver):
    """A driver that polls as the desk does, and lets time pass while a message waits for its next try."""

    def listen(self, transport: FaultyTransport) -> None:
        """Make all calls from now on through this transport, with a desk on the same store."""
        self.bot = client_of(transport)
        self.wait(self.bot.initialize())
        self.use(bot=self.bot)
        parts = self.desk.parts
        self._receiver = Receiver(parts.database, self.bot, clock=parts.clock, after=lambda: None, sleep=self._pass)

    async def _pass(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    async def _settle(self) -> None:
        if not hasattr(self, "_receiver"):
            await super()._settle()
            return
        polling = asyncio.create_task(self._receiver.poll())
        try:
            await self._until_idle(polling)
        finally:
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)

    async def _until_idle(self, polling: asyncio.Task[None]) -> None:
        quiet = steps = 0
        while quiet < QUIET_ROUNDS:
            if polling.done():
                polling.result()  # Raises what has ended the poll.
            await asyncio.sleep(0.001)
            moved = await self.desk.worker.step()
            self.desk.leases[LeaderRole.SENDING].acquire()
            moved += await self.desk.sender.step()
            await self.desk.sender.settle()
            if moved or self.world.bot.updates.pending:
                quiet = 0
            elif self._has_open_deliveries():
                steps += 1
                assert steps < MAX_STEPS, "a message is held"
                self.now += STEP
            else:
                quiet += 1


@dataclass
class Run:
    """What a run of the conversation has left.

    shown: the texts in each chat; last: the answer to what each person says afterwards; status: of the application;
    calls: the methods called until then.
    """

    shown: dict[str, Counter[str]]
    last: dict[str, str]
    status: FilingStatus
    calls: list[str]


def converse(url: str, *, at: int = -1, fault: Fault = Fault.SERVER_ERROR) -> Run:
    """Apply and answer in the chat, with a fault at one call, and return what there is to see."""
    with closing(PatientDriver(url)) as app:
        driver, owner = cast.driver(app), cast.owner(app)
        cast.car(app, owner)
        transport = FaultyTransport(app.client, at=at, fault=fault)
        app.listen(transport)
        _apply(driver, owner)
        calls = transport.recovered()
        for actor in (owner, driver):
            actor.says("/menu")
        texts = {each.name: _texts(each) for each in (driver, owner)}
        last = {name: shown[-1] for name, shown in texts.items()}
        return Run(
            {name: Counter(shown) for name, shown in texts.items()}, last, filing_steps.status(app, driver), calls
        )


def _apply(driver: Actor, owner: Actor) -> None:
    """Apply for a vehicle, and refuse the application as its owner."""
    driver.says("/file 02 桂A12345 123456")
    _tap(driver, "朋友")
    _tap(driver, "确认，请车主验证")
    owner.says("/approvals")
    owner.says("/refuse 1001")
    driver.says("/progress 1001")


def _tap(actor: Actor, label: str) -> None:
    """Tap a button; who does not see it, as its message was refused, asks for the step again."""
    try:
        actor.button(label)
    except AssertionError:
        actor.says("继续")
    actor.taps(label)


def _texts(actor: Actor) -> list[str]:
    return [message.get("text") or message.get("caption") or "" for message in actor.messages()]


def problems(plain: Run, faulty: Run, fault: Fault) -> list[str]:
    """Return what is wrong after a fault, compared with the conversation without one."""
    found = [] if faulty.status is plain.status else [f"the application is {faulty.status}"]
    if faulty.last != plain.last:
        found.append(f"the last messages are {faulty.last}")
    for name, texts in plain.shown.items() if fault not in FOR_GOOD else ():
        missing, more = texts - faulty.shown[name], faulty.shown[name] - texts
        if missing:
            found.append(f"{name} does not see {sorted(missing)}")
        if more.total() > (1 if fault in AFTER_EFFECT else 0):
            found.append(f"{name} sees as well {sorted(more)}")
    return found


def run(*, count: int, seed: int, template: Path, folder: Path, on_progress: OnProgress) -> Result:
    """Run the conversation `count` times at most, each with another pair of call and fault, in random order."""
    plain = converse(databases.sqlite_copy(template, folder))
    pairs = [(at, fault) for at in range(len(plain.calls)) for fault in Fault]
    Random(seed).shuffle(pairs)
    wrong: list[str] = []
    for number, (at, fault) in enumerate(pairs[:count], 1):
        try:
            faulty = converse(databases.sqlite_copy(template, folder), at=at, fault=fault)
            found = problems(plain, faulty, fault)
        except AssertionError as problem:
            found = [str(problem)]
        wrong += [f"{plain.calls[at]} (call {at}), {fault}: {each}" for each in found]
        on_progress(number)
    many = f"{min(count, len(pairs)):,} of {len(pairs):,} pairs of a call and a fault, {len(plain.calls)} calls"
    return Result("faults of the Bot API", many, 0, tuple(wrong))
