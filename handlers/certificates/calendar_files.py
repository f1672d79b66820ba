"""The next inspection as a calendar file.

tap Add to calendar ──► a file with the last day and its alarms; a later one replaces it in the calendar
"""

from collections.abc import Iterator

from bot.cards.certificates import calendar_files as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_tap
from bot.services.certificates import calendar_files
from bot.services.filing import my_vehicles


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.CALENDAR, send)


def send(context: DeskContext) -> None:
    """Send the calendar file of a vehicle in the person's list."""
    session, texts, now = context.session, context.texts, context.now
    held = my_vehicles.find(session, context.person, context.tapped(cards.CALENDAR), now=now)
    following = calendar_files.next_inspection(session, held.vehicle, now=now)
    said = cards.words(held, following, texts)
    file_id = calendar_files.store(session, held.vehicle, following, **said, reader=context.person.id, now=now)
    context.say(cards.file(held, following, file_id, texts))
