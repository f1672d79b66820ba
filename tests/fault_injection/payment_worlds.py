"""Random worlds of payments: drivers pay too much, twice, late, through gateways that die, and cashiers clean up.

After each world all bills are compared, everything that pays no order is returned, and every day is closed: then the
books agree with the gateways' ledgers to the fen, receipts have no gap, and nobody's money is in between.

    python -m tests.fault_injection --only payments --payments 300 --seed 7
    python -m tests.fault_injection --only payments --payments 300 --tally FILE     goes on where it was stopped
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from random import Random

from bot.simulator.gateways import GatewayKeys
from tests.fault_injection import payment_books
from tests.fault_injection.in_process import InProcessPool
from tests.fault_injection.inline_desk import InlineDesk
from tests.fault_injection.long_run import OnProgress, Result
from tests.fault_injection.payment_acts import PaymentWorld
from tests.fault_injection.tally_file import TallyFile
from tests.inline_database import InlineDatabase
from tests.stories.payment_driver import Bank

STEPS = 40
MAX_FAILURES = 3  # After which no more worlds begin.
log = logging.getLogger(__name__)


@contextmanager
def lived(url: str, *, seed: int, steps: int = STEPS, database: InlineDatabase | None = None) -> Iterator[PaymentWorld]:
    """Let one world live up to the closing of its days. database: that of earlier worlds at this URL."""
    random = Random(f"payments|{seed}")
    with closing(InlineDesk(url, database)) as app, closing(Bank(app, keys(), pool=InProcessPool())) as bank:
        bank.gateways.faults.random = random
        world = PaymentWorld(app, bank, random)
        world.begin()
        for _ in range(steps):
            world.step()
        world.clean_up()
        yield world


def worlds(
    new_url: Callable[[], str],
    *,
    count: int,
    seed: int,
    on_progress: OnProgress,
    kind: str = "",
    tally: Path | None = None,
) -> Result:
    """Let `count` worlds live on databases of one kind, with the seeds from `seed` on.

    tally: a file in which worlds are kept; those of earlier runs count.
    """
    file = TallyFile(tally, f"payments, {kind}")
    acts, wrong, minutes = Counter[str](), list[str](), file.minutes()
    for found in file.found():
        acts, wrong = acts + Counter(found["acts"]), [*wrong, *found["wrong"]]
    lives = len(file.seeds())
    seed = max([seed, *(each + 1 for each in file.seeds())])
    for number in range(seed, seed + count - lives):
        if len(wrong) >= MAX_FAILURES:
            break
        began = time.monotonic()
        happened, problems = _world(new_url(), number, kind)
        file.append(number, time.monotonic() - began, {"acts": happened, "wrong": problems})
        acts, wrong, lives = acts + happened, [*wrong, *problems], lives + 1
        on_progress(lives)
    summary = f"{lives:,} worlds, {acts['settled']:,} payments settled, {acts['unmatched']:,} returned"
    closed = f"{acts['day closed']:,} days closed"
    return Result(f"payments, {kind}", f"{summary}, {closed}", 0, tuple(wrong), minutes)


def _world(url: str, seed: int, kind: str) -> tuple[Counter[str], list[str]]:
    """Let one world live, and check its books. Returns what happened in it, and what is wrong."""
    try:
        with lived(url, seed=seed) as world:
            return world.acts + payment_books.check(world.app, world.ledgers()), []
    except AssertionError as problem:
        wrong = f"--only 'payments, {kind}' --payments 1 --seed {seed}: {str(problem)[:600]}"
        log.error(wrong)  # At once: the other worlds may live for hours.
        return Counter(), [wrong]


@cache
def keys() -> GatewayKeys:
    """Return the keys of all gateways of this process."""
    return GatewayKeys.generate()
