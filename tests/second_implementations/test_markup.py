"""What the local Telegram reads in HTML, Markdown and MarkdownV2 is what a writer of the documented rules has meant.

The long run: `.venv/bin/python -m tests.second_implementations.test_markup 100000`.
"""

import sys
from random import Random
from typing import Any

import pytest

from bot.simulator.markup.message_entities import parse
from tests.second_implementations import markup_writer as writer

INPUTS = 1_500  # Documents of each parse mode.
MODES = ("HTML", "Markdown", "MarkdownV2")


def written(mode: str, random: Random) -> tuple[str, str, list[dict[str, Any]]]:
    """Return a source in a parse mode, and the text and entities that it means."""
    pieces = writer.flat_document(random) if mode == "Markdown" else writer.document(random)
    if mode == "HTML":
        source = writer.html(pieces, random)
    else:
        source = writer.markdown(pieces) if mode == "Markdown" else writer.markdown_v2(pieces)
    return source, *writer.meaning(pieces, mode)


def unordered(entities: list[dict[str, Any]]) -> list[str]:
    """Return entities in a form in which their order does not matter."""
    return sorted(str(sorted(each.items())) for each in entities)


def compare(mode: str, count: int, seed: int) -> int:
    """Compare so many documents; return how many entities they had."""
    random, compared = Random(seed), 0
    for _ in range(count):
        source, text, entities = written(mode, random)
        found, read = parse(source, mode)
        assert (found, unordered(read)) == (text, unordered(entities)), f"{mode}: {source!r}"
        compared += len(read)
    return compared


@pytest.mark.parametrize("mode", MODES)
def test_a_document_is_read_as_it_was_meant(mode: str) -> None:
    assert compare(mode, INPUTS, seed=5) > INPUTS


@pytest.mark.parametrize("mode", MODES)
def test_the_comparison_notices_another_meaning(mode: str) -> None:
    random, changed, noticed = Random(5), 0, 0
    for _ in range(100):
        source, text, entities = written(mode, random)
        other = source.replace("z", "zz", 1)
        found, read = parse(other, mode)
        changed += other != source
        noticed += (found, unordered(read)) != (text, unordered(entities))
    assert noticed == changed > 90


if __name__ == "__main__":
    each = -(-int(sys.argv[1]) // len(MODES))
    for name in MODES:
        sys.stdout.write(f"{name}: {each} documents, {compare(name, each, seed=0)} entities, no difference\n")
