"""Calendar files: the lines of RFC 5545, read back by a second reader written from the standard."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.services.values.icalendar import AllDayEvent, file_of

MADE = datetime(2026, 11, 30, 12, 0, tzinfo=timezone(timedelta(hours=8)))
EVENT = AllDayEvent(
    uid="x@y",
    day=date(2027, 1, 31),
    summary="桂A·12345 检验，最晚今天",
    description="一行；\n第二行, a; b \\ c\r\n" + "长" * 60,
    made_at=MADE,
    alarms=(1, 90, 0, 1),
    location="银海大道 1200 号",
)


def unfolded(content: bytes) -> list[str]:
    """Return the content lines: a line that begins with a blank goes on with the one before (3.1)."""
    return content.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def values(content: bytes) -> dict[str, str]:
    """Return the properties of the event by name, without their parameters; texts without escapes (3.3.11)."""
    lines = unfolded(content)
    inside = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("BEGIN:VALARM")]
    return {line.partition(":")[0].partition(";")[0]: plain(line.partition(":")[2]) for line in inside}


def plain(text: str) -> str:
    pieces = text.replace("\\\\", "\0")
    return pieces.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\0", "\\")


def test_lines_end_as_the_standard_says_and_none_is_too_long() -> None:
    content = file_of(EVENT)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines), "no character is divided by a fold"


def test_the_event_is_a_floating_day_with_texts_that_read_back() -> None:
    found = values(file_of(EVENT))
    assert (found["DTSTART"], found["DTEND"]) == ("20270131", "20270201")
    assert (found["SUMMARY"], found["LOCATION"]) == (EVENT.summary, EVENT.location)
    assert found["DESCRIPTION"] == EVENT.description.replace("\r", "")
    assert found["DTSTAMP"] == "20261130T040000Z"
    assert not any("TZID" in line for line in unfolded(file_of(EVENT)))


def test_an_alarm_rings_at_nine_once_on_each_day() -> None:
    triggers = [line.removeprefix("TRIGGER:") for line in unfolded(file_of(EVENT)) if line.startswith("TRIGGER")]
    assert triggers == ["-P89DT15H", "-PT15H", "PT9H"]
    ahead = [timedelta(days=-89, hours=-15), timedelta(hours=-15), timedelta(hours=9)]
    start = datetime(2027, 1, 31, tzinfo=UTC)
    assert [(start + each).strftime("%m-%d %H") for each in ahead] == ["11-02 09", "01-30 09", "01-31 09"]


@pytest.mark.parametrize(("later", "rises"), [(timedelta(), False), (timedelta(minutes=1), True)])
def test_a_later_file_of_the_same_event_has_a_higher_sequence(later: timedelta, rises: bool) -> None:
    assert (sequence(MADE + later) > sequence(MADE)) is rises


def sequence(made_at: datetime) -> int:
    event = AllDayEvent("x@y", date(2027, 1, 31), "a", "b", made_at, alarms=(1,))
    found = int(values(file_of(event))["SEQUENCE"])
    assert 0 <= found < 2**31
    return found


def test_without_alarms_and_place_there_are_none() -> None:
    lines = unfolded(file_of(AllDayEvent("x@y", date(2027, 1, 31), "a", "b", datetime(2026, 1, 1, tzinfo=UTC))))
    assert not [line for line in lines if "ALARM" in line or line.startswith("LOCATION")]
