"""Base class of the models: actions that may crash and be repeated, attacks, the clock, and a tally.

An action is a method with the decorator `action`. For each, such as `answer`, a method `may_answer` says who may carry
it out on what. Permitted actions must succeed, all others must be refused, and a crash may come at any statement.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC
from itertools import product
from typing import Any, ClassVar

from hypothesis import note, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlmodel import Session

from bot.adapters.payments.webhook_events import WebhookRejected
from bot.errors import Refusal
from storage import audit_chain, audit_verification
from tests.model_based import clock
from tests.model_based.store import AT_COMMIT, ModelDatabase, SimulatedCrash

Operation = Callable[[Session], Any]
NO_CRASH, AFTER_COMMIT = 0, -1
# When an action crashes: never, after the commit, or (any other number) before that statement.
CRASHES = st.sampled_from([NO_CRASH] * 8 + [AFTER_COMMIT] * 4 + [AT_COMMIT] * 2 + [2, 4, 7, 12])
REFUSED = object()


def action(*of: str, weight: int = 1) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a method an action. of: the methods that return the choices of each argument; weight: its weight."""

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        function.of, function.weight = of, weight  # type: ignore[attr-defined]
        return function

    return declare


def no_effect(*_: Any) -> None:
    """Do nothing: the effect of an action that does not change the model."""


class Entity:
    """A row in the model, with a short `repr` for the printout of failed examples."""

    def __repr__(self) -> str:
        values = [f"{value}" for value in vars(self).values() if isinstance(value, (str, int))]
        return f"{type(self).__name__}<{' '.join(values)}>"


class Model(RuleBasedStateMachine):
    """A model that carries out each action on itself and on the services, and compares the results."""

    opening: ClassVar[tuple[str, ...]] = ()
    store: ClassVar[ModelDatabase]
    tally: ClassVar[Counter[tuple[str, str]]]
    begun: ClassVar[Callable[[], None]] = staticmethod(no_effect)

    def __init__(self) -> None:
        super().__init__()
        type(self).begun()
        self.store.restore()
        self.database = self.store.database
        self.now = clock.START
        self.action, self.crash, self.picked = "", NO_CRASH, 0
        self.chosen: tuple[Any, ...] = ()
        everything = [getattr(self, name) for name in dir(type(self)) if hasattr(getattr(type(self), name), "of")]
        self.actions: list[Any] = [one for one in everything for _ in range(one.weight)]

    @staticmethod
    def insert_rows(session: Session) -> Any:
        """Create the rows with which every example starts, and return their ids."""
        raise NotImplementedError

    @initialize(data=st.data())
    def begin(self, data: Any) -> None:
        """Start at any time of the day, with some of the model's opening actions carried out."""
        self.now += data.draw(st.integers(0, 13)) * clock.HOUR
        for name in self.opening[: len(self.opening) - data.draw(st.integers(0, len(self.opening)))]:
            for one, choices in [found for found in self.ready() if found[0].__name__ == name][:1]:
                self.carry_out(one, self.pick(data, choices), NO_CRASH)

    @rule(data=st.data())
    def honest(self, data: Any) -> None:
        """Carry out a permitted action; before it, the same with another person or row where that is not permitted."""
        ready = self.ready()
        if ready:
            one, choices = self.pick(data, ready)
            chosen = self.pick(data, choices)
            for variation in self._variations(data, one, chosen):
                if not self.may(one)(*variation):
                    self.carry_out(one, variation, NO_CRASH)
            self.carry_out(one, chosen, data.draw(CRASHES))

    @rule(data=st.data())
    def honest_again(self, data: Any) -> None:
        """Do the same, so that permitted actions are twice as frequent as attacks."""
        self.honest(data)

    @rule(data=st.data())
    def attack(self, data: Any) -> None:
        """Try any action with any arguments."""
        one, choices = self.pick(data, self.anything())
        self.carry_out(one, self.pick(data, choices), data.draw(CRASHES))

    @rule(jump=clock.NAMES)
    def move_clock(self, jump: str) -> None:
        """Let the clock jump, and run the timers that are due."""
        self.now = clock.JUMPS[jump](self.now).astimezone(UTC)
        self.tally[("clock", "back" if jump.startswith("back") else "on")] += 1
        self.time_passed()

    def time_passed(self) -> None:
        """Run the timers that are due."""

    def teardown(self) -> None:
        """Check the hash chain of the audit."""
        with self.database.transaction() as session:
            audit_chain.extend_chain(session, now=self.now)
            assert audit_verification.first_fault(session) is None

    def ready(self) -> list[tuple[Any, list[Any]]]:
        """Return every action that is permitted now, with its permitted arguments."""
        found = [(one, [chosen for chosen in self.choices(one) if self.may(one)(*chosen)]) for one in self.actions]
        return [(one, choices) for one, choices in found if choices]

    def anything(self) -> list[tuple[Any, list[Any]]]:
        return [(one, choices) for one in dict.fromkeys(self.actions) if (choices := self.choices(one))]

    def choices(self, one: Any) -> list[Any]:
        """Return all combinations of an action's arguments."""
        return list(product(*(getattr(self, kind)() for kind in one.of)))

    def may(self, one: Any) -> Callable[..., bool]:
        """Return the method that says whether an action is permitted."""
        found: Callable[..., bool] = getattr(self, f"may_{one.__name__}")
        return found

    def carry_out(self, one: Any, chosen: tuple[Any, ...], crash: int) -> None:
        """Carry out an action with these arguments and this crash."""
        self.action, self.chosen, self.crash = one.__name__, chosen, crash
        note(f"{self.now:%Y-%m-%d %H:%M} {self.action}{chosen}, crash {crash}")
        one(*chosen)

    def _variations(self, data: Any, one: Any, chosen: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        """Return the arguments with each of them in turn replaced by another of its kind."""
        others = [self.pick(data, list(getattr(self, kind)())) for kind in one.of]
        return [(*chosen[:at], other, *chosen[at + 1 :]) for at, other in enumerate(others)]

    def pick(self, data: Any, found: list[Any]) -> Any:
        """Draw one of these. Small numbers are drawn most often, so their meaning rotates."""
        self.picked += 1
        return found[(data.draw(st.integers(0, len(found) - 1)) + 7 * self.picked) % len(found)]

    def is_permitted(self) -> bool:
        """Return whether the present action is permitted in the present state."""
        allowed: bool = getattr(self, f"may_{self.action}")(*self.chosen)
        return allowed

    def attempt(
        self, do: Operation, then: Callable[[Any], Any] = no_effect, *, otherwise: Callable[[], Any] = no_effect
    ) -> None:
        """Carry out an action as a turn would. It must be refused exactly if the model says so, without any change.

        then, otherwise: the effect on the model after success and after a refusal. After a crash the action is
        repeated, as a person does who does not know its result; the model says whether it is permitted then.
        """
        if self.crash > 0:
            self._crash(do)
        self._do(do, then, otherwise, "")
        if self.crash == AFTER_COMMIT:
            self._do(do, then, otherwise, " again")

    def must_refuse(self, do: Operation) -> None:
        """Carry out an action that is never permitted: it must be refused, and change nothing."""
        before = self.store.version()
        done, _, _ = self._carried_out(do)
        self.tally[(self.action, "granted" if done is not REFUSED else "refused")] += 1
        assert done is REFUSED, f"{self.action}: granted, and never may be"
        assert self.store.version() == before, f"{self.action} was refused and changed the database"

    def _crash(self, do: Operation) -> None:
        before = self.store.version()
        try:
            with self.store.crashing_at(self.crash), self.database.transaction() as session:
                do(session)
                raise SimulatedCrash
        except (SimulatedCrash, Refusal, WebhookRejected):
            self.tally[(self.action, "crashed")] += 1
        assert self.store.version() == before, f"{self.action} crashed and changed the database"

    def _do(self, do: Operation, then: Callable[[Any], Any], otherwise: Callable[[], Any], again: str) -> None:
        allowed, before = self.is_permitted(), self.store.version()
        done, keeps, why = self._carried_out(do)
        self.tally[(self.action, ("refused" if done is REFUSED else "granted") + again)] += 1
        assert (done is not REFUSED) is allowed, f"{self.action}{again}: {why or 'granted, and may not be'}"
        if done is not REFUSED:
            then(done)
        else:
            assert keeps or self.store.version() == before, f"{self.action} was refused and changed the database"
            otherwise()

    def _carried_out(self, do: Operation) -> tuple[Any, bool, str]:
        """Return the result, whether a refusal keeps its changes, and the refusal's text."""
        try:
            with self.database.transaction() as session:
                try:
                    return do(session), False, ""
                except Refusal as refusal:
                    if not refusal.keeps:
                        raise
                    return REFUSED, True, repr(refusal)
        except (Refusal, WebhookRejected) as refusal:
            return REFUSED, False, repr(refusal)

    def yes_no(self) -> list[bool]:
        return [True, False]
