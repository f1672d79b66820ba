"""Tries every guard in the fastest reliable way: switched off at run time, or removed from the source.

Guards that can be switched off are tried first, all in one process. The others, and those whose trial broke that
process, are tried one by one. Guards that went unnoticed and have a redundant guard are tried together with it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.mutation import redundant_guards, runner, running, switching
from tests.mutation.choosing import Recordings
from tests.mutation.mutants import Guard
from tests.mutation.runner import MutationOutcome, MutationRunner

USUALLY: dict[str, Any] = {"most": 6, "seconds": 8}
THOROUGHLY: dict[str, Any] = {"most": 60, "seconds": 90}


def every_outcome(
    folder: Path, recording: Recordings, wanted: list[Guard], guards: list[Guard], *, thorough: bool
) -> Iterator[tuple[Guard, MutationOutcome]]:
    """Yield the outcome of removing each of the wanted guards, as soon as it is known."""
    limits = THOROUGHLY if thorough else USUALLY
    survivors, to_remove = [], [guard for guard in wanted if not guard.switchable]
    for guard, outcome in _try_switched(folder / "switched", recording, wanted, guards, limits):
        if outcome is MutationOutcome.BROKEN:
            to_remove.append(guard)
        elif outcome is MutationOutcome.SURVIVED and redundant_guards.backups_of(guard, guards):
            survivors.append(guard)
        else:
            yield guard, outcome
    with MutationRunner(folder / "tree", recording) as mutation_runner:
        yield from _try_removed(mutation_runner, to_remove, survivors, guards, limits)


def _try_switched(
    tree: Path, recording: Recordings, wanted: list[Guard], guards: list[Guard], limits: dict[str, Any]
) -> Iterator[tuple[Guard, MutationOutcome]]:
    wanted = [guard for guard in wanted if guard.switchable]
    tests = {guard: recording.tests_for(guard, **limits) for guard in wanted}
    yield from ((guard, MutationOutcome.UNTESTED) for guard in wanted if not tests[guard])
    wanted = [guard for guard in wanted if tests[guard]]
    if not wanted:
        return
    runner.copy_to(tree)
    numbers = switching.switch(tree, guards)
    plan = [{"gone": [numbers[guard]], "tests": tests[guard]} for guard in wanted]
    for place, outcome, _ in running.run(tree, plan):
        yield wanted[place], MutationOutcome(outcome)


def _try_removed(
    mutation_runner: MutationRunner,
    to_remove: list[Guard],
    survivors: list[Guard],
    guards: list[Guard],
    limits: dict[str, Any],
) -> Iterator[tuple[Guard, MutationOutcome]]:
    noticed: dict[Guard, tuple[MutationOutcome, str]] = {}
    for guard in to_remove:
        outcome, test = mutation_runner.without([guard], **limits)
        if outcome is MutationOutcome.NOTICED:
            noticed[guard] = outcome, test
        elif outcome is MutationOutcome.SURVIVED and redundant_guards.backups_of(guard, guards):
            survivors.append(guard)
        else:
            yield guard, outcome
    for guard in survivors:
        outcome, test = mutation_runner.without([guard, *redundant_guards.backups_of(guard, guards)], **limits)
        if outcome is MutationOutcome.NOTICED:
            noticed[guard] = MutationOutcome.HELD, test
        else:
            yield guard, outcome
    failing = mutation_runner.failing(test for _, test in noticed.values())
    yield from (
        (guard, MutationOutcome.BROKEN if test in failing else outcome) for guard, (outcome, test) in noticed.items()
    )
