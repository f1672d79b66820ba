"""One receiver, several workers, a sender and its standby: processes die, and every answer comes, in order."""

import time
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import httpx
import psycopg

from bot.engine.send import IN_FLIGHT
from tests.operating.fleet import fleet, telegram, until_it_runs

PEOPLE = 100
ROUNDS = 6
PATIENCE = 90.0
ANSWERS = {
    "/menu": "Vehicle owners' desk",
    "/language": "请选择语言 / Choose a language",
    "/help": "Commands you can use",
    "/rules": "Rules in force",
    "/privacy": "My data",
    "/cancel": "Nothing is going on",
}
ALL_HANDLED = "SELECT count(*) FILTER (WHERE state = 'done'), count(*) FROM inbox WHERE source = 'telegram'"
ALL_SENT = "SELECT count(*) FILTER (WHERE state = 'done'), count(*) FROM outbox"


class Street:
    """People who write to the desk, and remember what they wrote."""

    def __init__(self, telegram: httpx.Client) -> None:
        self._telegram = telegram
        self._random = Random("replicas")
        people = telegram.get("/world/people").json()["people"]
        self.wrote: dict[int, list[str]] = {person["id"]: [] for person in people}

    def writes(self) -> None:
        """Let everyone write something else than the last time, in an order of chance."""
        for person, words in self._random.sample(sorted(self.wrote.items()), len(self.wrote)):
            word = self._random.choice([each for each in ANSWERS if each not in words[-1:]])
            self._telegram.post(f"/world/people/{person}/messages", json={"text": word}).raise_for_status()
            words.append(word)

    def heard(self, person: int) -> list[str]:
        """What the desk said to somebody, as the words that such an answer belongs to."""
        messages = self._telegram.get(f"/world/people/{person}/messages").json()["messages"]
        return [_question(message) for message in messages if message["from"]["is_bot"]]


def _question(message: dict[str, Any]) -> str:
    found = [word for word, answer in ANSWERS.items() if message.get("text", "").startswith(answer)]
    return found[0] if found else f"not expected: {message}"


def _counted(url: str, question: str) -> tuple[int, int]:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def _until_answered(url: str, expected: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while (found := (_counted(url, ALL_HANDLED), _counted(url, ALL_SENT))) != ((expected, expected),) * 2:
        assert time.monotonic() < deadline, f"handled, sent: {found}; expected {expected}"
        time.sleep(0.1)


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
        _until_answered(postgresql_url, PEOPLE * ROUNDS)
        heard = {person: street.heard(person) for person in street.wrote}

    # A message under way when the sender died may come twice (its answer was not written down), never another one.
    assert {person: [word for word, _ in groupby(words)] for person, words in heard.items()} == street.wrote
    assert sum(map(len, heard.values())) - PEOPLE * ROUNDS <= IN_FLIGHT
