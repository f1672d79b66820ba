"""A few random worlds of strangers and relatives; `python -m tests.fault_injection --only relatives` runs many."""

import logging
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from storage.register.vehicles import Vehicle
from tests.fault_injection.random_worlds import random_world, settled
from tests.fault_injection.random_worlds.driver import DeskFailed, WatchedDesk
from tests.fault_injection.random_worlds.random_world import WorldFailed
from tests.stories import cast

SEEDS = (1, 2)
LENGTH = 30


@pytest.mark.parametrize(("store_url", "seed"), [("sqlite", 1), ("postgresql", 2)], indirect=["store_url"])
def test_every_invariant_holds_after_each_input(store_url: str, seed: int) -> None:
    tally = random_world.run(store_url, seed=seed, length=LENGTH)
    assert tally.acts.total() == LENGTH
    assert tally.inputs >= LENGTH / 2
    assert tally.actions.total() >= LENGTH / 2


def test_a_failure_shows_the_last_acts_and_the_command_that_repeats_it(lite_url: str) -> None:
    with pytest.raises(WorldFailed) as failure:
        random_world.run(lite_url, seed=7, length=5, also=[lambda _: ["something is wrong"]])
    said = str(failure.value)
    assert said.startswith("something is wrong")
    assert "last acts:\n" in said
    assert said.endswith("python -m tests.fault_injection.random_worlds --database sqlite --seed 7 --acts 5")


def test_an_error_in_the_log_is_reported(lite_url: str) -> None:
    with closing(WatchedDesk(lite_url)) as desk:
        desk.watch()
        logging.getLogger("chezhu.turn").error("a turn has failed")
        with pytest.raises(DeskFailed, match="a turn has failed"):
            desk.check()


def test_inputs_at_once_are_received_before_the_first_is_handled(lite_url: str) -> None:
    with closing(WatchedDesk(lite_url)) as desk:
        actor = desk.person("甲")
        with desk.at_once():
            actor.says("/start")
            actor.says("/help")
            assert not any(message["from"]["is_bot"] for message in actor.messages())
        assert any(message["from"]["is_bot"] for message in actor.messages())


def test_each_world_begins_with_a_copy_of_the_settled_society(sqlite_template: Path, tmp_path: Path) -> None:
    start = settled.on_sqlite(sqlite_template, tmp_path)
    for seed in SEEDS:
        database = start.copy()
        with closing(WatchedDesk(database.url, database)) as desk:
            society = start.settled.begin(desk, Random(seed))
            assert all(each.messages() for each in society.everybody)
            desk.watch()
            assert desk.records.speaker(next(iter(desk.records.table(Vehicle)))) in society.people
            society.residents[0].says("/start")
            assert random_world.live(society, seed=seed, length=2).acts.total() == 2


def test_a_table_that_was_written_to_unseen_is_reported(lite_url: str) -> None:
    with closing(WatchedDesk(lite_url)) as desk:
        desk.watch()
        cast.driver(desk)
        desk.check()
        desk.check_that_everything_was_seen()
        cast.owner(desk)
        desk.database.writes.take()
        desk.check()
        with pytest.raises(DeskFailed, match="written to unseen"):
            desk.check_that_everything_was_seen()
