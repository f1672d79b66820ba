"""Revision 0007: terms of earlier versions belong to who was asked for the approval."""

from sqlalchemy import Connection, text

from storage.migrations import migrator
from tests.storage.test_upgrade_from_0001 import fill

APPROVED = "SELECT filing_id FROM approvals ORDER BY filing_id LIMIT 1"
LIMIT = text(f"UPDATE filings SET term_until = applied_at WHERE id = ({APPROVED})")
SETTERS = text(
    "SELECT filings.term_until IS NOT NULL, filings.term_by = approvals.owner_id"
    " FROM filings JOIN approvals ON approvals.filing_id = filings.id"
)


def setters(connection: Connection) -> set[tuple[bool, bool | None]]:
    """Return whether a filing has a term, and whether its setter is who was asked (None: it has no setter)."""
    return {(bool(limited), None if same is None else bool(same)) for limited, same in connection.execute(SETTERS)}


def test_terms_of_0001_get_who_was_asked_as_their_setter(database_url: str) -> None:
    migrator.upgrade(database_url, "0001")
    fill(database_url)
    with migrator.exclusive(database_url) as connection:
        connection.execute(LIMIT)
    for _ in range(2):
        migrator.upgrade(database_url, "0007")
        with migrator.exclusive(database_url) as connection:
            assert setters(connection) == {(True, True), (False, None)}
        migrator.downgrade(database_url, "0006")
