"""Values of dated rules that a store may hold can still be read: no rule is lost, gets another unit or narrower bounds.

Reading a value that is not one of its rule raises TypeError in every act that needs it.
"""

from pathlib import Path

import pytest

from bot.services.rules.catalogue import DEFINITIONS
from bot.services.rules.names import RuleName

STORED = Path(__file__).parents[1] / "data" / "stored_rules.txt"
LINES = [line.split() for line in STORED.read_text().splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_a_value_that_could_be_stored_still_can(line: list[str]) -> None:
    name, unit, lower, upper, *choices = line
    known = DEFINITIONS[RuleName(name)]
    assert known.unit == unit, "A rule of another unit is another rule: give it a new name"
    assert known.lower <= int(lower) <= int(upper) <= known.upper, "Bounds only become wider, or a migration is needed"
    assert set("".join(choices).split(",")) - {""} <= set(known.choices), "Choices stay"


def test_every_rule_is_listed() -> None:
    missing = {name.value for name in RuleName} - {line[0] for line in LINES}
    assert missing == set(), "Add them to tests/data/stored_rules.txt: name, unit, lower and upper bound, choices"
