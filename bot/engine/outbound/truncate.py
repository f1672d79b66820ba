"""Fitting a card's words into one message: Telegram takes 4096 UTF-16 units once the markup is read."""

import html
import re

from bot.texts import plain_text

MAX_UNITS = 4096
ROOM = MAX_UNITS - 2
TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")


def truncate(markup: str) -> str:
    """Return the words as they are if they fit; else whole lines of them, and a sign that more was there."""
    if len(markup) <= MAX_UNITS // 2 or size(markup) <= MAX_UNITS:
        return markup
    kept, room = [], ROOM
    for line in markup.split("\n"):
        room -= size(line) + 1
        if room < 0:
            break
        kept.append(line)
    cut = "\n".join(kept)
    if not kept or not _is_balanced(cut):  # One endless line, or markup over several: the words matter more.
        cut = html.escape(_units(plain_text(re.sub(r"<a [^>]*>|</a>", "", markup)), ROOM), quote=False)
    return f"{cut}\n…"


def size(markup: str) -> int:
    """Return how much of a message these words take."""
    return len(html.unescape(TAG.sub("", markup)).encode("utf-16-le")) // 2


def _units(words: str, most: int) -> str:
    return words.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")


def _is_balanced(markup: str) -> bool:
    opened: list[str] = []
    for end, name in TAG.findall(markup):
        if not end:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened
