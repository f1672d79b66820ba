"""Running a model: so many examples of so many deeds, and a table of what was done, granted and refused."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as draw_by
from hypothesis.stateful import run_state_machine_as_test
from rich.table import Table

from tests.model_based.harness import Ground
from tests.model_based.model import Model, nothing

Tally = Counter[tuple[str, str]]
STEPS = 40
OUTCOMES = ("granted", "refused", "died", "granted again", "refused again", "on", "back")


def run(
    model: type[Model],
    folder: Path,
    *,
    examples: int,
    seed: int | None = None,
    begun: Callable[[], None] = nothing,
    shrinks: bool = True,
) -> Tally:
    """Hold a model against the services over so many examples. Without a seed they are the same in every run."""
    model.ground = Ground(folder, model.furnish)
    model.tally, model.begun = Counter(), staticmethod(begun)
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    bounded = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=seed is None,
        suppress_health_check=checks,
        phases=[Phase.generate, *([Phase.shrink] if shrinks else [])],
    )
    try:
        run_state_machine_as_test(model if seed is None else draw_by(seed)(model), settings=bounded)
    finally:
        model.ground.close()
    return model.tally


def table(name: str, tally: Tally) -> Table:
    """Return how often each deed was tried, and what came of it."""
    found = Table("Deed", *(outcome.capitalize() for outcome in OUTCOMES), title=name)
    for deed in sorted({deed for deed, _ in tally}):
        found.add_row(deed, *(f"{tally[(deed, outcome)]:,}" for outcome in OUTCOMES))
    found.add_row(
        "all", *(f"{sum(count for (_, each), count in tally.items() if each == outcome):,}" for outcome in OUTCOMES)
    )
    return found
