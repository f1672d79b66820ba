"""Truncates texts to one Telegram message: 4096 UTF-16 code units after parsing the HTML."""

import html
import re

from bot.texts import plain_text

MAX_UNITS = 4096
ROOM = MAX_UNITS - 2  # For the ellipsis.
TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")


def truncate(markup: str) -> str:
    """Return HTML that fits into one message: whole lines, and an ellipsis if something was cut."""
    if len(markup) <= MAX_UNITS // 2 or size(markup) <= MAX_UNITS:
        return markup
    kept, room = [], ROOM
    for line in markup.split("\n"):
        room -= size(line) + 1
        if room < 0:
            break
        kept.append(line)
    cut = "\n".join(kept)
    if not kept or not _is_balanced(cut):  # One very long line, or a tag across lines: drop the tags.
        cut = html.escape(_first_units(plain_text(re.sub(r"<a [^>]*>|</a>", "", markup)), ROOM), quote=False)
    return f"{cut}\n…"


def size(markup: str) -> int:
    """Return the length of HTML as Telegram counts it: UTF-16 code units without tags."""
    return len(html.unescape(TAG.sub("", markup)).encode("utf-16-le")) // 2


def _first_units(text: str, count: int) -> str:
    return text.encode("utf-16-le")[: 2 * count].decode("utf-16-le", errors="ignore")


def _is_balanced(markup: str) -> bool:
    opened: list[str] = []
    for end, name in TAG.findall(markup):
        if not end:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened
