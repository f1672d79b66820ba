"""The part of the long run in which plain models stand beside the services, and every deed may die."""

from collections import Counter
from pathlib import Path

from tests import databases
from tests.fault_injection.long_run import Result, Tell
from tests.model_based import running
from tests.model_based.registry import MODELS


def modelled(*, count: int, seed: int, folder: Path, tell: Tell) -> list[Result]:
    """Hold each model against the services over so many examples."""
    databases.use_test_secret()
    done = Counter[str]()
    return [_held(name, count, seed, folder / f"model-{name}", done, tell) for name in MODELS]


def _held(name: str, count: int, seed: int, folder: Path, done: Counter[str], tell: Tell) -> Result:
    def begun() -> None:
        done[name] += 1
        tell(sum(done.values()) // len(MODELS))

    folder.mkdir()
    wrong: tuple[str, ...] = ()
    try:
        running.run(MODELS[name], folder, examples=count, seed=seed, begun=begun, shrinks=False)
    except (
        Exception
    ) as problem:  # Whatever disagrees is a line of the report; `python -m tests.model_based` makes it small.
        wrong = (f"model of {name}, seed {seed}: {type(problem).__name__}: {str(problem)[:300]}",)
    tally = Counter[str]()
    for (_, outcome), times in MODELS[name].tally.items():
        tally[outcome] += times
    what = (
        f"{done[name]:,} examples, {tally['granted']:,} granted, {tally['refused']:,} refused, {tally['died']:,} died"
    )
    return Result(f"model of {name}", what, 0, wrong)
