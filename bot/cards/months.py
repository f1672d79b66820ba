"""Months as cards write them."""

from bot.services.values.months import Month
from bot.texts import Texts


def month(text: str, texts: Texts) -> str:
    """Return YYYY-MM in the reader's words. Raises ValueError for anything else."""
    found = Month.parse(text)
    return texts.plain("certificate-month", year=str(found.year), month=found.month)
