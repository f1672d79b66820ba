"""Database faults at random statements: each class of fault meets each statement, the pairs seen least come first."""

import re
from collections import Counter
from collections.abc import Sequence
from random import Random

from storage.database import Database
from tests.fault_injection import faulty_database
from tests.fault_injection.chaos.controls import Controls
from tests.fault_injection.chaos.journal import Journal
from tests.fault_injection.faulty_database import Fault

MILLION = 1_000_000
LISTS = re.compile(r"\((?:\s*(?:\?|%\(\w+\)s(?:::\w+)?|%s)\s*,?)+\)")  # Of any length, so that they are one statement.


class RandomFaults:
    """Lets as many statements and commits of a process fail as the driver says."""

    def __init__(self, controls: Controls, journal: Journal, random: Random, faults: Sequence[Fault]) -> None:
        self._controls, self._journal, self._random, self._faults = controls, journal, random, faults
        self._seen: Counter[tuple[str, str]] = Counter()

    def due(self, statement: str) -> Fault | None:
        """Return a fault for this statement, if it meets one."""
        if self._random.random() * MILLION >= self._controls.fault_rate:
            return None
        kind = kind_of(statement)
        fault = min(self._random.sample(self._faults, len(self._faults)), key=lambda each: self._seen[name(each), kind])
        self._seen[name(fault), kind] += 1
        self._journal.write("fault", f"{name(fault)} at {kind}")
        return fault

    def hides_commit(self) -> bool:
        """Return whether the answer to this commit is lost."""
        if self._random.random() * MILLION >= self._controls.hidden_commits:
            return False
        self._journal.write("fault", "hidden at COMMIT")
        return True


class ChaosDatabase(Database):
    """A database whose writing and reading connections meet faults."""

    def __init__(self, url: str, controls: Controls, journal: Journal, random: Random, *, workers: int) -> None:
        super().__init__(url, workers=workers)
        faults = RandomFaults(controls, journal, random, faulty_database.faults_of(self))
        for engine in {self.engine, self._readers}:
            faulty_database.inject_into(engine, faults)


def name(fault: Fault) -> str:
    """Return the name of a fault."""
    return fault if isinstance(fault, str) else fault.__name__


def kind_of(statement: str) -> str:
    """Return a statement in one line, shortened, the same for lists of any length."""
    return " ".join(LISTS.sub("(…)", statement).split())[:160]
