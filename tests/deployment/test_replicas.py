"""One receiver, several workers, a sender and its standby: processes die, and every answer comes, in order."""

from itertools import groupby
from pathlib import Path
from random import Random

from bot.engine.outbound.sender import IN_FLIGHT
from tests.deployment.fleet import fleet, telegram, until_it_runs
from tests.deployment.multi_process_driver import Street, is_answered, until_answered

PEOPLE = 100
ROUNDS = 6
MANY_PEOPLE = 250
MANY_ROUNDS = 20
WORKERS = 4
KILLS = 5


def test_workers_and_the_sender_die_and_every_answer_comes_in_order(postgresql_url: str, tmp_path: Path) -> None:
    with telegram(PEOPLE, tmp_path) as world, fleet(postgresql_url, str(world.base_url), tmp_path) as desk:
        receiver, worker, sender = (desk.start(role) for role in ("receiver", "worker", "sender"))
        until_it_runs(sender)
        desk.start("worker")
        standby = desk.start("sender")  # The first one holds the office: this one waits for it.
        for process in (receiver, worker, standby):
            until_it_runs(process)
        street = Street(world)
        for number in range(ROUNDS):
            street.writes()
            if number == 1:
                worker.kill()
                desk.start("worker")
            if number == ROUNDS - 2:
                sender.kill()
        until_answered(postgresql_url, PEOPLE * ROUNDS)
        heard = street.everything_heard()

    # A message under way when the sender died may come twice (its answer was not written down), never another one.
    assert {person: [word for word, _ in groupby(words)] for person, words in heard.items()} == street.wrote
    assert sum(map(len, heard.values())) - PEOPLE * ROUNDS <= IN_FLIGHT


def test_five_thousand_mixed_and_repeated_updates_while_workers_die(postgresql_url: str, tmp_path: Path) -> None:
    random = Random("many replicas")
    with telegram(MANY_PEOPLE, tmp_path) as world, fleet(postgresql_url, str(world.base_url), tmp_path) as desk:
        until_it_runs(desk.start("receiver"))  # It makes the tables.
        workers = [desk.start("worker") for _ in range(WORKERS)]
        for process in (*workers, desk.start("sender")):
            until_it_runs(process)
        world.post("/world/faults", json={"duplicate": 0.3}).raise_for_status()
        street, kills = Street(world), 0
        for number in range(1, MANY_ROUNDS + 1):
            street.writes()
            if number * KILLS // MANY_ROUNDS > kills and not is_answered(postgresql_url, MANY_PEOPLE * number):
                at = random.randrange(WORKERS)
                workers[at].kill()
                workers[at] = desk.start("worker")
                kills += 1
        until_answered(postgresql_url, MANY_PEOPLE * MANY_ROUNDS)
        heard = street.everything_heard()

    assert kills == KILLS
    assert heard == street.wrote
