"""A calendar file with one all-day event: iCalendar, RFC 5545.

The day is floating: it has no time zone, and is the same day wherever the phone is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MAX_OCTETS = 75  # Of a line, without its end (3.1).
ALARM_AT = timedelta(hours=9)  # In the morning of the day of an alarm.
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


@dataclass(frozen=True, slots=True)
class AllDayEvent:
    """An event of one day. A later file with the same uid replaces it in the calendar.

    alarms: so many days before the day, at nine in the morning. made_at: orders the versions of the event.
    """

    uid: str
    day: date
    summary: str
    description: str
    made_at: datetime
    alarms: Sequence[int] = ()
    location: str = ""


def file_of(event: AllDayEvent) -> bytes:
    """Return the file in UTF-8, its lines folded and ended as the standard says."""
    return "".join(f"{folded}\r\n" for line in _lines(event) for folded in _fold(line)).encode()


def _lines(event: AllDayEvent) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Chezhu//Inspection//EN", "METHOD:PUBLISH")
    yield from ("BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{event.made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    yield f"SEQUENCE:{int(event.made_at.timestamp()) // 60}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(event.summary)}"
    yield f"DESCRIPTION:{_text(event.description)}"
    if event.location:
        yield f"LOCATION:{_text(event.location)}"
    yield "TRANSP:TRANSPARENT"
    for days in sorted(set(event.alarms), reverse=True):
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(event.summary)}")
        yield from (f"TRIGGER:{_before(timedelta(days=days) - ALARM_AT)}", "END:VALARM")
    yield from ("END:VEVENT", "END:VCALENDAR")


def _before(span: timedelta) -> str:
    """Return a duration before the start of the day: 27 days and 15 hours are -P27DT15H; after it, PT9H."""
    sign, span = ("-", span) if span >= timedelta() else ("", -span)
    days, hours = span.days, span.seconds // 3600
    return f"{sign}P" + (f"{days}D" if days else "") + (f"T{hours}H" if hours or not days else "")


def _text(words: str) -> str:
    return words.translate(_ESCAPES)


def _fold(line: str) -> Iterator[str]:
    """Yield the line in pieces of at most 75 octets, no character divided; each further one begins with a blank."""
    piece, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > MAX_OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + character, size + octets
    yield piece
