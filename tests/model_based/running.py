"""Runs a model for a number of examples, and formats its tally of actions as a table."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed as draw_by, settings
from hypothesis.stateful import run_state_machine_as_test
from rich.table import Table

from tests.model_based.model import Model, no_effect
from tests.model_based.store import ModelDatabase

Tally = Counter[tuple[str, str]]
STEPS = 40
OUTCOMES = ("granted", "refused", "crashed", "granted again", "refused again", "on", "back")


def run(
    model: type[Model],
    folder: Path,
    *,
    examples: int,
    seed: int | None = None,
    begun: Callable[[], None] = no_effect,
    shrinks: bool = True,
) -> Tally:
    """Compare a model with the services over `examples` examples. Without a seed they are the same in every run."""
    model.store = ModelDatabase(folder, model.insert_rows)
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
        model.store.close()
    return model.tally


def table(name: str, tally: Tally) -> Table:
    """Return a table of how often each action had which result."""
    found = Table("Action", *(outcome.capitalize() for outcome in OUTCOMES), title=name)
    for action in sorted({action for action, _ in tally}):
        found.add_row(action, *(f"{tally[(action, outcome)]:,}" for outcome in OUTCOMES))
    found.add_row(
        "all", *(f"{sum(count for (_, each), count in tally.items() if each == outcome):,}" for outcome in OUTCOMES)
    )
    return found
