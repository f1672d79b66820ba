"""The part of the long run that compares the services with models while any transaction may fail."""

from collections import Counter
from pathlib import Path

from tests import databases
from tests.fault_injection.long_run import OnProgress, Result
from tests.model_based import running
from tests.model_based.registry import MODELS


def run_models(*, count: int, seed: int, folder: Path, on_progress: OnProgress) -> list[Result]:
    """Compare each model with the services over `count` examples."""
    databases.use_test_secret()
    done = Counter[str]()
    return [_run_model(name, count, seed, folder / f"model-{name}", done, on_progress) for name in MODELS]


def _run_model(name: str, count: int, seed: int, folder: Path, done: Counter[str], on_progress: OnProgress) -> Result:
    def begun() -> None:
        done[name] += 1
        on_progress(sum(done.values()) // len(MODELS))

    folder.mkdir()
    wrong: tuple[str, ...] = ()
    try:
        running.run(MODELS[name], folder, examples=count, seed=seed, begun=begun, shrinks=False)
    except Exception as problem:  # Any difference is reported; `python -m tests.model_based` shrinks it.
        wrong = (f"model of {name}, seed {seed}: {type(problem).__name__}: {str(problem)[:300]}",)
    tally = Counter[str]()
    for (_, outcome), times in MODELS[name].tally.items():
        tally[outcome] += times
    what = (
        f"{done[name]:,} examples, {tally['granted']:,} granted, {tally['refused']:,} refused,"
        f" {tally['crashed']:,} crashed"
    )
    return Result(f"model of {name}", what, 0, wrong)
