"""Users of a desk of several processes: they write commands; database and chats show what was handled."""

import time
from random import Random
from typing import Any

import httpx
import psycopg

TIMEOUT = 180.0
ANSWERS: dict[str, str | tuple[str, ...]] = {
    "/menu": "Vehicle owners' desk",
    "/language": "请选择语言 / Choose a language",
    "/help": "Commands you can use",
    "/rules": "Rules in force",
    "/privacy": "My data",
    # The last of these in version 0.1.0.
    "/cancel": ("There is nothing to cancel", "No step is open here", "Nothing is going on"),
}
ALL_HANDLED = "SELECT count(*) FILTER (WHERE state = 'done'), count(*) FROM inbox WHERE source = 'telegram'"
ALL_SENT = "SELECT count(*) FILTER (WHERE state = 'done'), count(*) FROM outbox"


class CommandSenders:
    """People who write commands to the desk, and a record of what each wrote."""

    def __init__(self, telegram: httpx.Client, seed: str = "replicas") -> None:
        self._telegram = telegram
        self._random = Random(seed)
        people = telegram.get("/world/people").json()["people"]
        self.wrote: dict[int, list[str]] = {person["id"]: [] for person in people}

    def write_all(self) -> None:
        """Let everyone write another command than the last time, in random order."""
        for person, words in self._random.sample(sorted(self.wrote.items()), len(self.wrote)):
            word = self._random.choice([each for each in ANSWERS if each not in words[-1:]])
            self._telegram.post(f"/world/people/{person}/messages", json={"text": word}).raise_for_status()
            words.append(word)

    def answered(self, person: int) -> list[str]:
        """Return the commands that the desk answered to this person, by its answers."""
        messages = self._telegram.get(f"/world/people/{person}/messages").json()["messages"]
        return [_command(message) for message in messages if message["from"]["is_bot"]]

    def all_answered(self) -> dict[int, list[str]]:
        """Return the same for everybody."""
        return {person: self.answered(person) for person in self.wrote}


def progress(url: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return how many updates are handled, and of how many; the same for deliveries."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        handled, sent = (connection.execute(question.encode()).fetchone() for question in (ALL_HANDLED, ALL_SENT))
    assert handled is not None
    assert sent is not None
    return (int(handled[0]), int(handled[1])), (int(sent[0]), int(sent[1]))


def is_answered(url: str, expected: int) -> bool:
    """Whether this many updates are handled and this many deliveries made."""
    return progress(url) == ((expected, expected),) * 2


def wait_until_answered(url: str, expected: int) -> None:
    """Wait until every update is handled and answered."""
    deadline = time.monotonic() + TIMEOUT
    while not is_answered(url, expected):
        assert time.monotonic() < deadline, f"handled, sent: {progress(url)}; expected {expected}"
        time.sleep(0.1)


def _command(message: dict[str, Any]) -> str:
    found = [word for word, answer in ANSWERS.items() if message.get("text", "").startswith(answer)]
    return found[0] if found else f"unexpected: {message}"
