"""Revision 0080: serving members of staff who are not verified await a check, and nobody else does."""

from sqlalchemy import Connection, text

from storage.migrations import migrator
from tests.storage.test_upgrade_from_0001 import fill

VERIFIED, REGISTERED, LEFT, UNKNOWN = 700000001, 700000002, 900000001, 900000002
AWAITING = text("SELECT telegram_id FROM staff WHERE awaits_check ORDER BY telegram_id")


def appoint(connection: Connection) -> None:
    """Make the stored members one of each kind: all of them serve but one, and one of them is verified."""
    stored = connection.execute(text("SELECT telegram_id FROM staff ORDER BY telegram_id")).scalars().all()
    for now, before in zip((LEFT, UNKNOWN, VERIFIED, REGISTERED), stored, strict=True):
        connection.execute(text(f"UPDATE staff SET telegram_id = {now}, ended_at = NULL WHERE telegram_id = {before}"))
    connection.execute(text(f"UPDATE staff SET ended_at = since WHERE telegram_id = {LEFT}"))
    moment = "(SELECT since FROM staff LIMIT 1)"
    of_account = "(SELECT person_id FROM accounts WHERE telegram_id = {})"
    connection.execute(text(f"UPDATE people SET verified_at = {moment} WHERE id = {of_account.format(VERIFIED)}"))
    connection.execute(text(f"UPDATE people SET verified_at = NULL WHERE id = {of_account.format(REGISTERED)}"))


def test_members_who_are_not_verified_await_a_check(database_url: str) -> None:
    migrator.upgrade(database_url, "0001")
    fill(database_url)
    with migrator.exclusive(database_url) as connection:
        appoint(connection)
    for _ in range(2):
        migrator.upgrade(database_url, "0080")
        with migrator.exclusive(database_url) as connection:
            assert list(connection.execute(AWAITING).scalars()) == [REGISTERED, UNKNOWN]
        migrator.downgrade(database_url, "0079")
