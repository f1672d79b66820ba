"""People who write to a desk of several processes, and what the desk's rows and their screens tell of it afterwards."""

import time
from random import Random
from typing import Any

import httpx
import psycopg

PATIENCE = 180.0
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

    def __init__(self, telegram: httpx.Client, seed: str = "replicas") -> None:
        self._telegram = telegram
        self._random = Random(seed)
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

    def everything_heard(self) -> dict[int, list[str]]:
        """The same of everybody."""
        return {person: self.heard(person) for person in self.wrote}


def counted(url: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return how many updates are handled and how many there are, and the same of deliveries: done, and all."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        handled, sent = (connection.execute(question.encode()).fetchone() for question in (ALL_HANDLED, ALL_SENT))
    assert handled is not None
    assert sent is not None
    return (int(handled[0]), int(handled[1])), (int(sent[0]), int(sent[1]))


def is_answered(url: str, expected: int) -> bool:
    """Whether so many updates are there and handled, and so many deliveries made."""
    return counted(url) == ((expected, expected),) * 2


def until_answered(url: str, expected: int) -> None:
    """Wait until every update is handled and answered."""
    deadline = time.monotonic() + PATIENCE
    while not is_answered(url, expected):
        assert time.monotonic() < deadline, f"handled, sent: {counted(url)}; expected {expected}"
        time.sleep(0.1)


def _question(message: dict[str, Any]) -> str:
    found = [word for word, answer in ANSWERS.items() if message.get("text", "").startswith(answer)]
    return found[0] if found else f"not expected: {message}"
