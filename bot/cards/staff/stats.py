"""The looks of the desk's figures."""

from typing import Any

from bot.card import Card
from bot.cards.navigation import go
from bot.money import to_yuan
from bot.services.staff.stats import DAYS
from bot.texts import Texts


def counting(texts: Texts) -> Card:
    """The figures are being gathered."""
    return Card(texts("stats-counting"))


def figures(told: dict[str, Any], texts: Texts) -> Card:
    """What came in, how long it took, what came back and why, what is due."""
    if told.get("failed"):
        return Card(texts("stats-failed"), ((go("stats", texts),),))
    lines = [texts("stats-title", days=DAYS), *_applications(told["applications"], texts)]
    lines += [texts(f"stats-{what}", **_times(told[what], texts)) for what in ("finishing", "reviewing")]
    lines += [
        texts("stats-return", why=texts.plain(f"progress-why-{reason}"), count=count)
        for reason, count in told["returns"]
    ]
    lines.append(texts("stats-unpaid", count=told["unpaid"], yuan=to_yuan(told["fines"], grouped=True)))
    lines.append(texts("stats-expiring", count=told["expiring"], days=DAYS))
    return Card("\n".join(lines), ((go("stats", texts), go("menu", texts)),))


def _applications(rows: list[list[Any]], texts: Texts) -> list[str]:
    if not rows:
        return [texts("stats-no-applications")]
    said = []
    for way, status, count in rows:
        words = texts.plain(f"filing-status-{status.replace('_', '-')}")
        said.append(texts("stats-application", way=texts.plain(f"stats-way-{way}"), status=words, count=count))
    return said


def _times(spread: dict[str, Any], texts: Texts) -> dict[str, Any]:
    return {
        "count": spread["count"],
        "median": _span(spread["p50"], texts),
        "most": _span(spread["p90"], texts),
    }


def _span(seconds: float, texts: Texts) -> str:
    """Write a span of time in the largest unit that fits."""
    if seconds < 90:
        return texts.plain("stats-seconds", count=round(seconds))
    if seconds < 90 * 60:
        return texts.plain("stats-minutes", count=round(seconds / 60))
    return texts.plain("stats-hours", count=round(seconds / 3600, 1))
