"""The invariant checker: after each input it reads what was written to, and checks every invariant."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from sqlmodel import Session

from tests.fault_injection.random_worlds import ended_matters, invitations, own_matters, owner_messages, records
from tests.fault_injection.random_worlds.answers import Answers
from tests.fault_injection.random_worlds.limits import Limits
from tests.fault_injection.random_worlds.lookups import Lookups
from tests.fault_injection.random_worlds.observations import Input, Observation, Sms
from tests.fault_injection.random_worlds.own_matters import OwnMatters

Check = Callable[[Observation], Iterable[str]]


class InvariantChecker:
    """Compares the rows before and after each input."""

    def __init__(self, session: Session, now: datetime, *more: Check) -> None:
        self._kinds = records.ALWAYS_READ | own_matters.tables() | invitations.READ | ended_matters.READ
        self.before = records.read(session, self._kinds, now=now, after=0)
        self._last_entry = max((entry.id for entry in self.before.entries), default=0)
        of_people = (OwnMatters().check, Answers().check, Limits().check, Lookups().check)
        self._checks = (*of_people, owner_messages.check, invitations.check, ended_matters.check, *more)
        self.actions = Counter[str]()

    def check(
        self,
        session: Session,
        *,
        now: datetime,
        inputs: list[Input],
        sms: list[Sms],
        new_sms: int,
        written: Collection[str],
    ) -> list[str]:
        """Return what is wrong since the last check.

        new_sms: how many of the text messages are new; written: the tables that were written to.
        """
        after = records.read(session, self._kinds, now=now, after=self._last_entry, since=self.before, written=written)
        self._last_entry = max((entry.id for entry in after.entries), default=self._last_entry)
        self.actions.update(entry.action for entry in after.entries)
        found = Observation(self.before, after, inputs, sms[len(sms) - new_sms :], sms)
        wrong = [problem for check in self._checks for problem in check(found)]
        self.before = after
        return wrong

    def has_seen_everything(self, session: Session) -> bool:
        """Return whether all rows are as they were when they were last read: no table was written to unseen."""
        now = records.read(session, self._kinds, now=self.before.now, after=self._last_entry)
        return now.tables == self.before.tables
