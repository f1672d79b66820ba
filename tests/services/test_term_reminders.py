"""The reminder before a term ends: sent once to both sides, and only if the term will end the filing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from bot.services.filing import endings, filing_terms, filings, term_reminders
from storage.database import table_of
from storage.engine.timers import Timer, TimerState
from storage.filing import filings as store
from storage.filing.filings import AGREED_STATUSES, EndReason, Filing, FilingStatus
from tests.services.builders import NOW, DataBuilder
from tests.services.sms_builders import notifications

DUE = NOW + timedelta(days=30 - 7)
KINDS = ["filing.term.soon", "filing.term.soon.owner"]


def sent(data: DataBuilder) -> set[tuple[UUID, str]]:
    """Return the term reminders that are queued: recipient and key; nobody here is a user, so they are SMS."""
    return {each for each in notifications(data.session) if each[1] in KINDS}


def limited(data: DataBuilder, days: int = 30, status: FilingStatus = FilingStatus.ACTIVE) -> Filing:
    return filing_terms.set_term(data.session, data.filing(status).id, days, by=data.owner, now=NOW)


def set_timers(session: Session, filing: Filing) -> list[Timer]:
    timers = table_of(Timer)
    query = select(Timer).where(timers.c.kind == filings.TERM_REMIND, timers.c.subject == filing.id)
    return list(session.exec(query.where(timers.c.state == TimerState.SET)))


@pytest.mark.parametrize("status", [*AGREED_STATUSES, FilingStatus.ACTIVE])
def test_both_sides_are_reminded(data: DataBuilder, status: FilingStatus) -> None:
    filing = limited(data, status=status)
    term_reminders.send(data.session, filing.id, now=DUE)
    assert sent(data) == {(data.filer.id, KINDS[0]), (data.owner.id, KINDS[1])}


def test_a_term_ends_although_the_filer_has_no_account(data: DataBuilder) -> None:
    lane = data.account(data.owner).lane
    filing = limited(data)
    timers = table_of(Timer)
    found = data.session.exec(select(Timer).where(timers.c.subject == filing.id, timers.c.state == TimerState.SET))
    assert {(each.kind, each.lane) for each in found} == {(filings.TERM, lane), (filings.TERM_REMIND, lane)}


def extend(data: DataBuilder, filing: Filing) -> None:
    filing_terms.set_term(data.session, filing.id, 90, by=data.owner, now=NOW)


def end_term(data: DataBuilder, filing: Filing) -> None:
    filing_terms.end_term(data.session, filing.id, by=data.owner, now=NOW)


def unbind(data: DataBuilder, filing: Filing) -> None:
    endings.end(data.session, filing, EndReason.BY_FILER, by=data.filer.id, now=NOW)


def sell(data: DataBuilder, filing: Filing) -> None:
    data.car.owner_person_id = data.stranger.id
    data.session.add(data.car)
    data.session.flush()


@pytest.mark.parametrize("change", [extend, end_term, unbind, sell])
def test_nothing_is_sent_if_the_term_will_not_end_the_filing(
    data: DataBuilder, change: Callable[[DataBuilder, Filing], None]
) -> None:
    filing = limited(data)
    change(data, filing)
    term_reminders.send(data.session, filing.id, now=DUE)
    assert not sent(data)


@pytest.mark.parametrize("now", [DUE - timedelta(seconds=1), NOW + timedelta(days=30)])
def test_nothing_is_sent_too_early_or_after_the_end(data: DataBuilder, now: datetime) -> None:
    filing = limited(data)
    term_reminders.send(data.session, filing.id, now=now)
    assert not sent(data)


def test_an_unknown_filing_is_ignored(data: DataBuilder) -> None:
    term_reminders.send(data.session, data.owner.id, now=DUE)
    assert not sent(data)


def test_one_timer_is_set_and_follows_the_term(data: DataBuilder) -> None:
    filing = limited(data)
    term_reminders.schedule(data.session, filing, lane="1:900", now=NOW)
    (timer,) = set_timers(data.session, filing)
    assert timer.due_at == DUE
    store.set_term(data.session, filing, NOW + timedelta(days=90), by=data.owner.id)
    term_reminders.schedule(data.session, filing, lane="1:900", now=NOW)
    (timer,) = set_timers(data.session, filing)
    assert timer.due_at == NOW + timedelta(days=83)
    filing_terms.end_term(data.session, filing.id, by=data.owner, now=NOW)
    assert not set_timers(data.session, filing)


def test_a_term_that_ends_within_those_days_has_no_reminder(data: DataBuilder) -> None:
    filing = limited(data)
    term_reminders.schedule(data.session, filing, lane="1:900", now=NOW)
    term_reminders.schedule(data.session, filing, lane="1:900", now=DUE)
    assert not set_timers(data.session, filing)


def test_the_end_of_a_filing_cancels_its_reminder(data: DataBuilder) -> None:
    filing = limited(data)
    term_reminders.schedule(data.session, filing, lane="1:900", now=NOW)
    unbind(data, filing)
    assert not set_timers(data.session, filing)
