"""Trying guards in the quickest way that is honest for each: switched off while a process runs, or cut out of the text.

First those that can be switched, all in one process; then the others, and those whose trial spoilt the process, each in
a process of its own; last those that nobody missed and that have another beside them: both together.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.mutation import redundant_guards, runner, running, switching
from tests.mutation.choosing import Recording
from tests.mutation.mutants import Guard
from tests.mutation.runner import Ground, Outcome

USUALLY: dict[str, Any] = {"most": 6, "seconds": 8}
THOROUGHLY: dict[str, Any] = {"most": 60, "seconds": 90}


def every_outcome(
    folder: Path, recording: Recording, wanted: list[Guard], guards: list[Guard], *, thorough: bool
) -> Iterator[tuple[Guard, Outcome]]:
    """Yield what became of the desk without each of the wanted guards, as it is found out."""
    much = THOROUGHLY if thorough else USUALLY
    survivors, cut = [], [guard for guard in wanted if not guard.in_function]
    for guard, outcome in _switched(folder / "switched", recording, wanted, guards, much):
        if outcome is Outcome.BROKEN:
            cut.append(guard)
        elif outcome is Outcome.SURVIVED and redundant_guards.beside(guard, guards):
            survivors.append(guard)
        else:
            yield guard, outcome
    with Ground(folder / "tree", recording) as ground:
        yield from _cut(ground, cut, survivors, guards, much)


def _switched(
    tree: Path, recording: Recording, wanted: list[Guard], guards: list[Guard], much: dict[str, Any]
) -> Iterator[tuple[Guard, Outcome]]:
    wanted = [guard for guard in wanted if guard.in_function]
    tests = {guard: recording.tests_for(guard, **much) for guard in wanted}
    yield from ((guard, Outcome.UNTESTED) for guard in wanted if not tests[guard])
    wanted = [guard for guard in wanted if tests[guard]]
    if not wanted:
        return
    runner.copy_to(tree)
    numbers = switching.switch(tree, guards)
    plan = [{"gone": [numbers[guard]], "tests": tests[guard]} for guard in wanted]
    for place, outcome, _ in running.run(tree, plan):
        yield wanted[place], Outcome(outcome)


def _cut(
    ground: Ground, cut: list[Guard], survivors: list[Guard], guards: list[Guard], much: dict[str, Any]
) -> Iterator[tuple[Guard, Outcome]]:
    noticed: dict[Guard, tuple[Outcome, str]] = {}
    for guard in cut:
        outcome, test = ground.without([guard], **much)
        if outcome is Outcome.NOTICED:
            noticed[guard] = outcome, test
        elif outcome is Outcome.SURVIVED and redundant_guards.beside(guard, guards):
            survivors.append(guard)
        else:
            yield guard, outcome
    for guard in survivors:
        outcome, test = ground.without([guard, *redundant_guards.beside(guard, guards)], **much)
        if outcome is Outcome.NOTICED:
            noticed[guard] = Outcome.HELD, test
        else:
            yield guard, outcome
    failing = ground.failing(test for _, test in noticed.values())
    yield from ((guard, Outcome.BROKEN if test in failing else outcome) for guard, (outcome, test) in noticed.items())
