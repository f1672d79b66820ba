"""Long runs that were stopped count as one."""

from collections import Counter
from pathlib import Path

from tests.fault_injection.chaos.checks import Findings
from tests.fault_injection.chaos.tally import Tally
from tests.fault_injection.random_worlds import random_world
from tests.fault_injection.random_worlds.kept_worlds import KeptWorlds


def test_the_episodes_of_several_runs_add_up(tmp_path: Path) -> None:
    path = tmp_path / "tally"
    one = Findings(repeated=Counter({"kill": 3}), events=10, faults={"a at b"}, turns=7)
    Tally(path, "SQLite").add(4, 90.0, one)
    Tally(path, "PostgreSQL").add(4, 90.0, Findings(events=100))
    Tally(path, "SQLite").add(5, 30.0, Findings(["lost"], Counter({"kill": 1}), events=5, faults={"a at c"}, turns=2))
    kept = Tally(path, "SQLite")
    expected = Findings(["lost"], Counter({"kill": 4}), events=15, faults={"a at b", "a at c"}, turns=7)
    assert (kept.total(), kept.seeds(), kept.minutes()) == (expected, [4, 5], 2.0)


def test_without_a_file_nothing_is_kept() -> None:
    kept = Tally(None, "SQLite")
    kept.add(1, 1.0, Findings(events=1))
    assert (kept.total(), kept.seeds()) == (Findings(), [])


def test_the_worlds_of_several_runs_add_up_and_seeds_go_on(tmp_path: Path) -> None:
    path, kinds = tmp_path / "tally", ("SQLite", "PostgreSQL")
    Tally(path, "SQLite").add(90, 60.0, Findings(events=100))
    first = KeptWorlds(path, kinds)
    one = random_world.Tally(1, Counter({"sell": 2}), Counter({"sell": 1}), 9, Counter({"approval:answered": 1}))
    first.add("SQLite", 4, one, "")
    KeptWorlds(path, kinds).add("SQLite", 5, random_world.Tally(worlds=1), "seed 5: wrong")
    kept = KeptWorlds(path, kinds)
    assert kept.tallies["SQLite"] == random_world.Tally(2, one.acts, one.given_up, 9, one.actions)
    assert (kept.wrong, kept.worlds()) == ({"SQLite": ["seed 5: wrong"], "PostgreSQL": []}, 1)
    assert (kept.first_seed(2), kept.first_seed(8), KeptWorlds(None, kinds).first_seed(2)) == (6, 8, 2)
