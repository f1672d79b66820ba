"""Staff groups: one in use for each purpose, ended rows unchanged, outdated reports ignored."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from storage.database import Database, add
from storage.staff import groups
from storage.staff.groups import StaffGroup
from storage.staff.members import StaffMember

CHAT, OTHER = -1_001_000_000_001, -1_001_000_000_002


def chosen(session: Session, now: datetime, chat: int = CHAT) -> StaffGroup:
    """Insert a group chosen by an admin."""
    member = StaffMember(telegram_id=-chat, roles="admin", since=now)
    member.name = "admin"
    add(session, member)
    return add(session, StaffGroup(bot_id=1, chat_id=chat, chosen_by=member.id, chosen_at=now, changed_at=now))


def test_the_current_group_is_found_and_an_ended_one_is_not(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        assert groups.current(session) is None
        group = chosen(session, now)
        assert groups.current(session) == groups.lock_current(session) == group
        assert (groups.is_serving(session, CHAT), groups.is_serving(session, OTHER)) == (True, False)
        assert groups.end(session, CHAT, changed_at=now, at=now) == group.id
        assert groups.current(session) is None
        assert groups.lock_current(session) is None
        assert not groups.is_serving(session, CHAT)


def test_another_group_can_follow_an_ended_one(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        first = chosen(session, now)
        assert groups.end(session, CHAT, changed_at=now, at=now) == first.id
        assert groups.current(session) is groups.lock_current(session) is None
        second = chosen(session, now, OTHER)
        assert groups.current(session) == groups.lock_current(session) == second


def test_only_the_current_group_ends_and_only_once(database: Database, now: datetime) -> None:
    later = now + timedelta(hours=1)
    with database.transaction() as session:
        first = chosen(session, now)
        assert groups.end(session, OTHER, changed_at=None, at=now) is None
        assert groups.end(session, CHAT, changed_at=None, at=now) == first.id
        assert groups.end(session, CHAT, changed_at=None, at=later) is None
        second = chosen(session, now, OTHER)
        assert groups.end(session, CHAT, changed_at=None, at=later) is None
        assert groups.current(session) == second
        session.refresh(first)
        assert first.ended_at == now


def test_only_the_current_group_moves_and_only_once(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        group = chosen(session, now)
        assert groups.move(session, OTHER, -5) is None
        assert groups.move(session, CHAT, OTHER) == group.id
        assert groups.move(session, CHAT, -5) is None
        groups.end(session, OTHER, changed_at=None, at=now)
        assert groups.move(session, OTHER, -5) is None
        session.refresh(group)
        assert group.chat_id == OTHER


@pytest.mark.parametrize(("seconds", "ends"), [(-1, False), (0, True), (1, True)])
def test_a_report_older_than_the_last_sign_of_the_bot_ends_nothing(
    database: Database, now: datetime, seconds: int, ends: bool
) -> None:
    seen = now + timedelta(hours=1)
    with database.transaction() as session:
        group = chosen(session, now)
        groups.mark_present(session, group, changed_at=seen)
        groups.mark_present(session, group, changed_at=now)
        told = groups.end(session, CHAT, changed_at=seen + timedelta(seconds=seconds), at=seen)
        assert (told == group.id) is ends


def test_a_command_is_answered_once_in_each_pause(database: Database, now: datetime) -> None:
    pause = timedelta(minutes=1)
    with database.transaction() as session:
        group = chosen(session, now)
        answered = [
            groups.mark_answered(session, group, at=now + timedelta(seconds=seconds), pause=pause)
            for seconds in (0, 59, 60, 61, 120)
        ]
        assert answered == [True, False, True, False, True]
