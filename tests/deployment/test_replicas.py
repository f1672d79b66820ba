"""Replicas: a receiver, several workers, a sender and a standby answer every command in order, despite kills."""

from itertools import groupby
from pathlib import Path

import pytest

from bot.engine.outbound.budgets import MAX_MESSAGES
from tests.deployment.fleet import fleet, telegram, wait_until_running
from tests.deployment.multi_process_driver import CommandSenders, is_answered, wait_until_answered

PEOPLE = 100
ROUNDS = 6
SEVERAL_PEOPLE = 80
MANY_PEOPLE = 250
MANY_ROUNDS = 10
WORKERS = 4
KILLS = 5


def test_every_command_is_answered_in_order_when_workers_and_the_sender_are_killed(
    postgresql_url: str, tmp_path: Path
) -> None:
    with telegram(PEOPLE, tmp_path) as world, fleet(postgresql_url, str(world.base_url), tmp_path) as desk:
        receiver, worker, sender = (desk.start(role) for role in ("receiver", "worker", "sender"))
        wait_until_running(sender)
        desk.start("worker")
        standby = desk.start("sender")  # The first one holds the leader role; this one waits for it.
        for process in (receiver, worker, standby):
            wait_until_running(process)
        senders = CommandSenders(world)
        for number in range(ROUNDS):
            senders.write_all()
            if number == 1:
                worker.kill()
                desk.start("worker")
            if number == ROUNDS - 2:
                sender.kill()
        wait_until_answered(postgresql_url, PEOPLE * ROUNDS)
        answered = senders.all_answered()

    # Only a message in progress when the sender was killed may come twice, because its result was not stored.
    assert {person: [word for word, _ in groupby(words)] for person, words in answered.items()} == senders.wrote
    assert sum(map(len, answered.values())) - PEOPLE * ROUNDS <= MAX_MESSAGES


@pytest.mark.parametrize("people", [SEVERAL_PEOPLE, pytest.param(MANY_PEOPLE, marks=pytest.mark.long)])
def test_shuffled_and_repeated_updates_are_handled_once_while_workers_are_killed(
    people: int, postgresql_url: str, tmp_path: Path
) -> None:
    with telegram(people, tmp_path) as world, fleet(postgresql_url, str(world.base_url), tmp_path) as desk:
        wait_until_running(desk.start("receiver"))  # It creates the tables.
        workers = [desk.start("worker") for _ in range(WORKERS)]
        for process in (*workers, desk.start("sender")):
            wait_until_running(process)
        world.post("/world/faults", json={"duplicate": 0.3}).raise_for_status()
        senders, kills = CommandSenders(world), 0
        for number in range(1, MANY_ROUNDS + 1):
            senders.write_all()
            if number * KILLS // MANY_ROUNDS > kills and not is_answered(postgresql_url, people * number):
                at = kills % WORKERS  # The first four are those that work from the beginning.
                workers[at].kill()
                workers[at] = desk.start("worker")
                kills += 1
        wait_until_answered(postgresql_url, people * MANY_ROUNDS)
        answered = senders.all_answered()

    assert kills == KILLS
    assert answered == senders.wrote
