"""A random world: people act at random, and every invariant is checked after each input."""

from collections import Counter, deque
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from random import Random

from tests import databases
from tests.fault_injection.random_worlds import acts, changes, duties, errands
from tests.fault_injection.random_worlds.acts import Act
from tests.fault_injection.random_worlds.driver import DeskFailed, InvariantBroken, WatchedDesk
from tests.fault_injection.random_worlds.invariant_checker import Check
from tests.fault_injection.random_worlds.people import Society, settle_in

ACTS = 50  # Acts of one world.
SHOWN = 30  # The last acts that a failure shows.
WEIGHTS: dict[Act, int] = {
    acts.apply: 9,
    acts.show_code: 3,
    acts.wander: 7,
    acts.follow: 4,
    acts.stray: 6,
    acts.type_code: 7,
    acts.answer: 9,
    acts.answer_of_another: 2,
    acts.answer_and_withdraw: 4,
    acts.manage: 8,
    acts.guess: 1,
    acts.send_photos: 1,
    acts.pass_time: 6,
    changes.sign_out: 2,
    changes.unlock: 3,
    changes.register: 5,
    changes.delete_account: 2,
    changes.open_case: 4,
    changes.object_to_case: 1,
    changes.change_phone: 2,
    changes.import_phone: 2,
    changes.sell: 2,
    changes.hand_over: 2,
    changes.dissolve: 1,
    changes.submit: 7,
    duties.review: 8,
    duties.decide_identity: 5,
    duties.refund: 3,
    duties.propose: 1,
    duties.go_through_pages: 4,
    duties.look_up: 3,
    duties.use_commands: 2,
    errands.request_paper: 3,
    errands.object_to_violation: 3,
    errands.answer_objection: 2,
    errands.invite: 3,
    errands.accept_invitation: 4,
    errands.dismiss: 1,
    errands.object_by_contact: 2,
    errands.look_up_plates: 3,
}
BY_OTHERS = (changes.change_phone, changes.import_phone, changes.sell, changes.dissolve, changes.submit)
COMMAND = "python -m tests.fault_injection.random_worlds --database {} --seed {} --acts {}"


class WorldFailed(AssertionError):
    """An invariant does not hold in a world."""


@dataclass
class Tally:
    """What happened in some worlds: acts by name, inputs, and entries of the audit by action."""

    worlds: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    given_up: Counter[str] = field(default_factory=Counter)
    inputs: int = 0
    actions: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        """Add the other one's figures."""
        self.worlds, self.inputs = self.worlds + other.worlds, self.inputs + other.inputs
        self.acts += other.acts
        self.given_up += other.given_up
        self.actions += other.actions

    def summary(self) -> str:
        """Describe the figures."""
        done = f"{self.worlds:,} worlds, {self.acts.total():,} acts, {self.inputs:,} inputs"
        answered, own = self.actions["approval:answered"], self.actions["desk:refused"]
        return f"{done}; {answered:,} answers, {self.actions.total():,} audit entries, {own:,} refusals"


def run(url: str, *, seed: int, length: int = ACTS, also: Sequence[Check] = ()) -> Tally:
    """Let one world live in an empty store. Raises WorldFailed, which names the seed and the last acts.

    also: further checks.
    """
    databases.use_test_secret()
    with closing(WatchedDesk(url)) as app:
        return live(settle_in(app, Random(f"relatives|{seed}")), seed=seed, length=length, also=also)


def live(society: Society, *, seed: int, length: int = ACTS, also: Sequence[Check] = ()) -> Tally:
    """Let a society that has settled in live for so many acts. Raises WorldFailed."""
    app, random, last, tally = society.app, society.random, deque[str](maxlen=SHOWN), Tally(worlds=1)
    app.watch(*also)
    try:
        while tally.acts.total() < length:
            act = random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            _carry_out(act, society, tally, last)
        app.check_that_everything_was_seen()
    except (InvariantBroken, DeskFailed) as problem:
        kind = "sqlite" if app.database.is_sqlite else "postgresql"
        lived = "\n  ".join(last)
        repeat = COMMAND.format(kind, seed, length)
        raise WorldFailed(f"{problem}\nlast acts:\n  {lived}\nrepeat: {repeat}") from problem
    tally.inputs, tally.actions = app.inputs, app.actions
    return tally


def _carry_out(act: Act, society: Society, tally: Tally, last: deque[str]) -> None:
    """Let an act happen. Somebody who finds no button, code or message for it gives it up."""
    last.append(act.__name__)
    society.app.history = last
    inputs, now = society.app.inputs, society.app.now
    try:
        act(society)
    except (InvariantBroken, DeskFailed):
        raise
    except (AssertionError, IndexError):
        tally.given_up[act.__name__] += 1
        society.app.settle()
    if (society.app.inputs, society.app.now) != (inputs, now) or act in BY_OTHERS:
        tally.acts[act.__name__] += 1
    else:
        last.pop()  # There was nothing to do for it.
