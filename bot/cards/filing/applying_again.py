"""When a person may apply again, and the button for it, below an application or a filing that is over."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.card import CardButton
from bot.cards.navigation import go
from bot.services.filing import eligibility
from bot.services.filing.eligibility import Blacklisted, DailyQuotaReached, YearlyQuotaReached
from bot.texts import Texts
from storage.register.people import Person

_TIMED = (Blacklisted, DailyQuotaReached, YearlyQuotaReached)


def offer(session: Session, filer_id: UUID, texts: Texts, *, now: datetime) -> tuple[list[str], CardButton]:
    """Return the line that says from which day on they may apply again, none if today, and a button that works now."""
    obstacles = eligibility.person_obstacles(session, session.get_one(Person, filer_id), now=now)
    if not obstacles:
        return [], go("file", texts)
    first_offer = next((command for each in obstacles for command in each.offers), "menu")
    if not all(isinstance(each, _TIMED) and each.values.get("limit") != 0 for each in obstacles):
        return [], go(first_offer, texts)
    until = max(local_time.date_of(each.values["until"]) for each in obstacles)
    return [texts("progress-again-from", until=until)], go(first_offer, texts)
