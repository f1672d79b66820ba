"""Bots of others: the table of what works, what a source names; in the long run a bot of each library works."""

from pathlib import Path

import pytest

from tests.foreign_bots import examples
from tests.foreign_bots.__main__ import CACHE, Outcome, page, tried
from tests.foreign_bots.examples import Example


def test_a_page_counts_what_works_and_tells_what_does_not() -> None:
    here = Path(__file__)
    outcomes = [
        Outcome(Example("aiogram", "good.py", here), 9, 4),
        Outcome(Example("aiogram", "bad.py", here), 3, 0, "no answer"),
        Outcome(Example("aiogram", "cloud.py", here, "runs in somebody's cloud")),
    ]
    text = page(outcomes)
    assert "1 of 2 that can run here do; 1 are left out." in text
    assert "| good.py | 9 | 4 | works |" in text
    assert "| bad.py | 3 | 0 | no answer |" in text
    assert "left out: runs in somebody's cloud |" in text


def test_the_commands_of_an_example_are_found_in_its_source(tmp_path: Path) -> None:
    source = tmp_path / "bot.py"
    source.write_text(
        "@bot.message_handler(commands=['start', 'help'])\n"
        'application.add_handler(CommandHandler("poll", poll))\n'
        'bot.command("keys", reply)\n'
        'print("no", "command")\n'
    )
    assert Example("x", "bot.py", source).commands == ["start", "help", "poll", "keys"]


@pytest.mark.long
@pytest.mark.parametrize("name", ["echobot.py", "echo_bot.py", "grammy_bot.mjs, polling", "telegraf_bot.mjs, webhook"])
def test_a_bot_of_each_library_works(name: str) -> None:
    """The libraries come from the registries; all their examples run by `python -m tests.foreign_bots`."""
    sources = [examples.download(library, version, CACHE) for library, version in examples.LIBRARIES.items()]
    every = [each for library, source in zip(examples.LIBRARIES, sources, strict=True)
             for each in examples.examples(library, source)]  # fmt: skip
    found = [each for each in [*every, *examples.javascript()] if each.name == name]
    assert found
    assert [outcome.problem for outcome in (tried(each, CACHE) for each in found)] == ["" for _ in found]
