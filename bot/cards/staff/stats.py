"""Cards of /stats: the figures of the desk."""

from typing import Any

from bot.card import Card
from bot.cards.menu import Command
from bot.cards.navigation import go, sentence
from bot.cards.staff.work import kind_name
from bot.money import to_yuan
from bot.services.staff.stats import DAYS, DeskFigures, Percentiles, WorkFigures
from bot.texts import Texts
from storage.staff.members import StaffRole

COMMANDS = (Command("stats", 83, StaffRole.ADMIN),)

counting = sentence("stats-counting")
failed = sentence("stats-failed", "stats")


def figures(found: DeskFigures, texts: Texts) -> Card:
    """Applications, how long they took, what was returned and why, what is due."""
    lines = [texts("stats-title", days=DAYS), *_applications(found.applications, texts)]
    for key, times in (("stats-finishing", found.finishing), ("stats-reviewing", found.reviewing)):
        lines.append(texts(key, **_times(times, texts)) if times.count else texts(f"{key}-none"))
    lines += [
        texts("stats-return", why=texts.plain(f"progress-why-{reason}"), count=count) for reason, count in found.returns
    ]
    lines.append(texts("stats-unpaid", count=found.unpaid, yuan=to_yuan(found.fines, grouped=True).removesuffix(".00")))
    lines.append(texts("stats-expiring", count=found.expiring, days=DAYS))
    lines += _work(found.work, texts)
    return Card("\n".join(lines), ((go("stats", texts), go("menu", texts)),))


def _work(rows: list[WorkFigures], texts: Texts) -> list[str]:
    if not rows:
        return []
    lines = [texts("stats-work")]
    for row in rows:
        counts = {"waiting": row.waiting, "overdue": row.overdue, "done": row.done, "late": row.late}
        median, most = duration(row.taking.p50, texts), duration(row.taking.p90, texts)
        key = "stats-work-kind" if row.done else "stats-work-waiting"
        lines.append(texts(key, kind=kind_name(row.kind, texts), median=median, most=most, **counts))
    return lines


def _applications(rows: list[tuple[str, str, int]], texts: Texts) -> list[str]:
    if not rows:
        return [texts("stats-no-applications")]
    lines = []
    for way, status, count in rows:
        words = texts.plain(f"filing-status-{status.replace('_', '-')}")
        lines.append(texts("stats-application", way=texts.plain(f"stats-way-{way}"), status=words, count=count))
    return lines


def _times(found: Percentiles, texts: Texts) -> dict[str, Any]:
    return {"count": found.count, "median": duration(found.p50, texts), "most": duration(found.p90, texts)}


def duration(seconds: float, texts: Texts) -> str:
    """Return a duration in the largest unit that fits."""
    if seconds < 90:
        return texts.plain("stats-seconds", count=round(seconds))
    if seconds < 90 * 60:
        return texts.plain("stats-minutes", count=round(seconds / 60))
    return texts.plain("stats-hours", count=round(seconds / 3600, 1))
