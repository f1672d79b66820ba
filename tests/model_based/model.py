"""What all models share: deeds that may die and are done again, attackers, the clock, and a tally of what ran.

A deed is a method marked with `deed`; beside `answer` stands `may_answer`, which says by the rules alone who may do
it to what. Honest people do what they may, attackers try anything, and at any statement the process may be killed.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC
from itertools import product
from typing import Any, ClassVar

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlmodel import Session

from bot.adapters.payments.webhook_events import WebhookRejected
from bot.errors import Refusal
from storage import audit
from tests.model_based import clocks
from tests.model_based.harness import AT_THE_END, Death, Ground

Deed = Callable[[Session], Any]
LIVES, DIES_AFTER = 0, -1
FATES = st.sampled_from([LIVES] * 8 + [DIES_AFTER] * 4 + [AT_THE_END] * 2 + [2, 4, 7, 12])
"""What befalls a deed: nothing, death after the commit, or (any other number) death before that statement."""
REFUSED = object()


def deed(*of: str, often: int = 1) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Mark something that can be done. of: the methods that give what and whom it is done with; often: its weight."""

    def mark(function: Callable[..., None]) -> Callable[..., None]:
        function.of, function.often = of, often  # type: ignore[attr-defined]
        return function

    return mark


def nothing(*_: Any) -> None:
    """What follows from a deed that leaves nothing to remember."""


class Noun:
    """Something a model knows, shown in few words: the example that failed is read by people."""

    def __repr__(self) -> str:
        told = [f"{value}" for value in vars(self).values() if isinstance(value, (str, int))]
        return f"{type(self).__name__}<{' '.join(told)}>"


class Model(RuleBasedStateMachine):
    """A plain model beside the services. Whatever the model says of a deed, the store must say, too."""

    opening: ClassVar[tuple[str, ...]] = ()
    ground: ClassVar[Ground]
    tally: ClassVar[Counter[tuple[str, str]]]
    begun: ClassVar[Callable[[], None]] = staticmethod(nothing)

    def __init__(self) -> None:
        super().__init__()
        type(self).begun()
        self.ground.renew()
        self.database = self.ground.database
        self.now = clocks.BEGINNING
        self.deed, self.fate, self.picked = "", LIVES, 0
        self.chosen: tuple[Any, ...] = ()
        everything = [getattr(self, name) for name in dir(type(self)) if hasattr(getattr(type(self), name), "of")]
        self.deeds: list[Any] = [one for one in everything for _ in range(one.often)]

    @staticmethod
    def furnish(session: Session) -> Any:
        """Put everybody into the store. What is returned is the cast of every example."""
        raise NotImplementedError

    @initialize(data=st.data())
    def begin(self, data: Any) -> None:
        """Begin at any time of the day, with more or less of what the model opens with done."""
        self.now += data.draw(st.integers(0, 13)) * clocks.HOUR
        for name in self.opening[: len(self.opening) - data.draw(st.integers(0, len(self.opening)))]:
            for one, choices in [found for found in self.ready() if found[0].__name__ == name][:1]:
                self.carry_out(one, self.pick(data, choices), LIVES)

    @rule(data=st.data())
    def honest(self, data: Any) -> None:
        """Somebody does what he may; another tried the same just before, and somebody tried it with another thing."""
        ready = self.ready()
        if ready:
            one, choices = self.pick(data, ready)
            chosen = self.pick(data, choices)
            for nearly in self._nearly(data, one, chosen):
                if not self.may(one)(*nearly):
                    self.carry_out(one, nearly, LIVES)
            self.carry_out(one, chosen, data.draw(FATES))

    @rule(data=st.data())
    def honest_again(self, data: Any) -> None:
        """Most people are."""
        self.honest(data)

    @rule(data=st.data())
    def attack(self, data: Any) -> None:
        """Anybody tries anything, with the id of anything."""
        one, choices = self.pick(data, self.anything())
        self.carry_out(one, self.pick(data, choices), data.draw(FATES))

    @rule(leap=clocks.NAMES)
    def clock(self, leap: str) -> None:
        """The clock leaps; what timers do by themselves follows."""
        self.now = clocks.LEAPS[leap](self.now).astimezone(UTC)
        self.tally[("clock", "back" if leap.startswith("back") else "on")] += 1
        self.time_passed()

    def time_passed(self) -> None:
        """Do what timers do by themselves."""

    def teardown(self) -> None:
        """Follow the audit's chain from its beginning."""
        with self.database.transaction() as session:
            audit.extend_chain(session)
            assert audit.first_broken_link(session) is None

    def ready(self) -> list[tuple[Any, list[Any]]]:
        """Return every deed that somebody may do now, with what."""
        found = [(one, [chosen for chosen in self.choices(one) if self.may(one)(*chosen)]) for one in self.deeds]
        return [(one, choices) for one, choices in found if choices]

    def anything(self) -> list[tuple[Any, list[Any]]]:
        return [(one, choices) for one in dict.fromkeys(self.deeds) if (choices := self.choices(one))]

    def choices(self, one: Any) -> list[Any]:
        """Return everything a deed may be done with."""
        return list(product(*(getattr(self, kind)() for kind in one.of)))

    def may(self, one: Any) -> Callable[..., bool]:
        """Return the model's word on a deed."""
        found: Callable[..., bool] = getattr(self, f"may_{one.__name__}")
        return found

    def carry_out(self, one: Any, chosen: tuple[Any, ...], fate: int) -> None:
        """Do a deed with what and whom it is done, and with what befalls it."""
        self.deed, self.chosen, self.fate = one.__name__, chosen, fate
        note(f"{self.now:%Y-%m-%d %H:%M} {self.deed}{chosen}, fate {fate}")
        one(*chosen)

    def _nearly(self, data: Any, one: Any, chosen: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        """Return what a deed is done with, each of it in turn exchanged for another of its kind."""
        others = [self.pick(data, list(getattr(self, kind)())) for kind in one.of]
        return [(*chosen[:at], other, *chosen[at + 1 :]) for at, other in enumerate(others)]

    def pick(self, data: Any, found: list[Any]) -> Any:
        """Draw one of these. Small numbers are drawn most often, so what they mean goes round."""
        self.picked += 1
        return found[(data.draw(st.integers(0, len(found) - 1)) + 7 * self.picked) % len(found)]

    def is_right(self) -> bool:
        """Say whether the deed that is being done is allowed as things stand now."""
        allowed: bool = getattr(self, f"may_{self.deed}")(*self.chosen)
        return allowed

    def attempt(
        self, do: Deed, then: Callable[[Any], Any] = nothing, *, otherwise: Callable[[], Any] = nothing
    ) -> None:
        """Do it as a turn would. It must be refused exactly when the model says so, and then change nothing.

        then, otherwise: what the model remembers of it. After a death it is done again, by somebody who does not
        know whether it was done: the model says what is right then.
        """
        if self.fate > 0:
            self._die(do)
        self._do(do, then, otherwise, "")
        if self.fate == DIES_AFTER:
            self._do(do, then, otherwise, " again")

    def must_refuse(self, do: Deed) -> None:
        """Do what nobody may ever do: it must be refused, and change nothing."""
        before = self.ground.version()
        done, _, _ = self._carried_out(do)
        self.tally[(self.deed, "granted" if done is not REFUSED else "refused")] += 1
        assert done is REFUSED, f"{self.deed}: granted, and never must be"
        assert self.ground.version() == before, f"{self.deed} was refused and left something behind"

    def _die(self, do: Deed) -> None:
        before = self.ground.version()
        try:
            with self.ground.dying(self.fate), self.database.transaction() as session:
                do(session)
                raise Death
        except (Death, Refusal, WebhookRejected):
            self.tally[(self.deed, "died")] += 1
        assert self.ground.version() == before, f"{self.deed} died and left something behind"

    def _do(self, do: Deed, then: Callable[[Any], Any], otherwise: Callable[[], Any], again: str) -> None:
        allowed, before = self.is_right(), self.ground.version()
        done, keeps, why = self._carried_out(do)
        self.tally[(self.deed, ("refused" if done is REFUSED else "granted") + again)] += 1
        assert (done is not REFUSED) is allowed, f"{self.deed}{again}: {why or 'granted, and must not be'}"
        if done is not REFUSED:
            then(done)
        else:
            assert keeps or self.ground.version() == before, f"{self.deed} was refused and left something behind"
            otherwise()

    def _carried_out(self, do: Deed) -> tuple[Any, bool, str]:
        """Return what came of it, whether a refusal keeps what was written, and which it was."""
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
