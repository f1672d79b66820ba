"""Words of other businesses: whatever separates or ends something in a bill or a notice, and rare characters."""

from random import Random

PIECES = (
    ",", ",`", "`", '"', "'", "\n", "\r\n", "\r", "\t", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c",
    "#", "#----", "&", "=", "%", "%26sign=", "+", ";", "|", "\ufeff", "\u200b", "\u202e", "奶茶", "大杯", "😀", "𠮷",
    "أهلا", "é", "·", "总交易单数", "退款", "合计", "CZ", "CZR", "2026-11-25", "200.00", "{", "}", "\\", "\\n", "null",
)  # fmt: skip


def words(random: Random, *, most: int = 6) -> str:
    """Return a name that somebody else has chosen."""
    return "".join(random.choice(PIECES) for _ in range(random.randrange(most)))
