"""Races about the reviewers' group, on both databases: there is never more than one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from bot.services.staff import groups
from storage.audit import Action, AuditEntry
from storage.database import Database, add
from storage.engine import outbox_queue
from storage.engine.outbox import Delivery
from storage.staff import groups as store, members
from storage.staff.groups import StaffGroup
from tests.services.builders import staff_account
from tests.services.concurrency import NOW, SessionAction


@pytest.fixture
def admins(database: Database) -> range:
    """Return the Telegram IDs of four admins."""
    numbers = range(10, 14)
    with database.transaction() as session:
        for number in numbers:
            staff_account(session, number, "admin")
    return numbers


def at_once(database: Database, actions: list[SessionAction]) -> list[Any]:
    """Run the actions at once, each in its own transaction, and return their results."""

    def do(action: SessionAction) -> Any:
        with database.transaction() as session:
            return action(session)

    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(do, actions))


def add_bot(chat: int, by: int) -> SessionAction:
    return lambda session: groups.register(session, chat, bot_id=1, by=by, language="en", changed_at=NOW, now=NOW)


def kept(database: Database, kind: type[Any]) -> list[Any]:
    with database.reading() as session:
        return list(session.exec(select(kind)))


def audited(database: Database, action: Action) -> int:
    return sum(entry.action == action.value for entry in kept(database, AuditEntry))


def serving(database: Database) -> list[StaffGroup]:
    return [group for group in kept(database, StaffGroup) if group.ended_at is None]


def test_one_of_many_groups_registered_at_once_serves_and_the_others_are_left(
    database: Database, admins: range
) -> None:
    chats = [-100 - at for at in range(8)]
    found = at_once(database, [add_bot(chat, admins[at % 4]) for at, chat in enumerate(chats)])
    left = [before for _, before in found if before is not None]
    assert {what for what, _ in found} == {groups.GroupAddition.REGISTERED}
    assert sorted([*left, serving(database)[0].chat_id]) == sorted(chats)
    assert len(serving(database)) == 1


def test_a_group_reported_twice_is_registered_once(database: Database, admins: range) -> None:
    found = at_once(database, [add_bot(-100, by) for by in (*admins, *admins)])
    assert [what for what, _ in found].count(groups.GroupAddition.REGISTERED) == 1
    assert len(kept(database, StaffGroup)) == 1


def test_an_admin_removed_meanwhile_registers_no_group(database: Database, admins: range) -> None:
    """Either order is valid: a group added after the removal is unauthorised."""

    def end(session: Session) -> None:
        for member in members.lock_serving(session):
            member.ended_at = NOW
            session.add(member)

    found = at_once(database, [end, *(add_bot(-100, by) for by in admins)])[1:]
    chosen = [what for what, _ in found if what is groups.GroupAddition.REGISTERED]
    assert len(serving(database)) == len(chosen)
    assert at_once(database, [add_bot(-200, admins[0])]) == [(groups.GroupAddition.UNAUTHORISED, None)]


def test_a_removal_reported_several_times_counts_once(database: Database, admins: range) -> None:
    at_once(database, [add_bot(-100, admins[0])])
    at_once(database, [lambda session: groups.remove(session, -100, changed_at=NOW, now=NOW)] * 8)
    assert serving(database) == []
    assert audited(database, Action.GROUP_LOST) == 1


def test_a_migration_reported_several_times_counts_once(database: Database, admins: range) -> None:
    at_once(database, [add_bot(-100, admins[0])])
    at_once(database, [lambda session: groups.migrate(session, -100, -1001, now=NOW)] * 8)
    assert [group.chat_id for group in serving(database)] == [-1001]
    assert audited(database, Action.GROUP_MOVED) == 1


def test_simultaneous_commands_are_answered_once(database: Database, admins: range) -> None:
    at_once(database, [add_bot(-100, admins[0])])
    before = len(kept(database, Delivery))
    at_once(database, [lambda session: groups.ask_in_private(session, -100, now=NOW)] * 8)
    assert len(kept(database, Delivery)) == before + 1
    later = NOW + timedelta(minutes=1)
    at_once(database, [lambda session: groups.ask_in_private(session, -100, now=later)])
    assert len(kept(database, Delivery)) == before + 2


def test_the_database_allows_one_group_for_a_purpose(database: Database, admins: range) -> None:
    at_once(database, [add_bot(-100, admins[0])])
    (group,) = serving(database)
    with pytest.raises(IntegrityError), database.transaction() as session:
        add(session, StaffGroup(bot_id=1, chat_id=-200, chosen_by=group.chosen_by, chosen_at=NOW, changed_at=NOW))


def test_the_chat_id_of_a_supergroup_is_stored_completely(database: Database, admins: range) -> None:
    chat = -1_009_999_999_999
    at_once(database, [add_bot(chat, admins[0])])
    with database.reading() as session:
        assert store.is_serving(session, chat)


def test_without_a_group_no_notification_is_queued(database: Database, admins: range) -> None:
    with database.transaction() as session:
        assert not groups.notify(session, "group.overdue", uuid4(), at=NOW)
        assert not outbox_queue.next_deliveries(session, now=NOW, limit=1)
