"""Revision 0011 finds out which persons have acted in rows of 0.1.0, and leaves unknown what breaks a constraint."""

from sqlalchemy import Connection, NullPool, create_engine, text

from storage.migrations import migrator
from tests.storage.test_upgrade_from_0001 import fill

NAMED = "SELECT count(*) FROM {table} WHERE {column} IS NOT NULL"


def run(url: str, *statements: str) -> list[int]:
    """Execute statements, and return the count of rows that each one found or changed."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        found = [count(connection, statement) for statement in statements]
    engine.dispose()
    return found


def count(connection: Connection, statement: str) -> int:
    done = connection.execute(text(statement))
    return int(done.scalar() or 0) if done.returns_rows else done.rowcount


def test_persons_are_found_through_accounts_and_staff(database_url: str) -> None:
    migrator.upgrade(database_url, "0001")
    fill(database_url)
    member = "UPDATE staff SET telegram_id = (SELECT telegram_id FROM accounts WHERE person_id IS NOT NULL LIMIT 1)"
    proposer = "(SELECT proposed_by FROM rule_proposals LIMIT 1)"
    reviewer = "(SELECT id FROM accounts WHERE person_id NOT IN (SELECT filer_id FROM filings) LIMIT 1)"
    run(database_url, f"{member} WHERE id = {proposer}", f"UPDATE reviews SET reviewer = {reviewer}")
    (reviews,) = run(database_url, "SELECT count(*) FROM reviews WHERE reviewer IS NOT NULL")
    migrator.upgrade(database_url, "0011")
    rules, applicants, payers, same = run(
        database_url,
        NAMED.format(table="rule_proposals", column="proposed_person"),
        "SELECT count(*) FROM reviews JOIN filings ON filings.id = filing_id WHERE applicant_person <> filer_id",
        "SELECT count(*) FROM refunds WHERE payer_person IS NULL",
        "SELECT count(*) FROM reviews JOIN accounts ON accounts.id = reviewer WHERE reviewer_person = person_id",
    )
    assert rules >= 1
    assert (applicants, payers, same) == (0, 0, reviews)


def test_an_old_act_on_a_matter_of_ones_own_stays_and_names_nobody(database_url: str) -> None:
    migrator.upgrade(database_url, "0001")
    fill(database_url)
    account = "(SELECT {} FROM accounts WHERE person_id IS NOT NULL ORDER BY id LIMIT 1)"
    _, changed = run(
        database_url,
        f"UPDATE payment_orders SET payer_id = {account.format('person_id')}",
        f"UPDATE refunds SET first_by = {account.format('id')}, second_by = NULL",
    )
    migrator.upgrade(database_url, "0011")
    kept, named = run(database_url, NAMED.format(table="refunds", column="first_by"),
                      NAMED.format(table="refunds", column="first_person"))  # fmt: skip
    assert (kept, named) == (changed, 0)
    assert changed >= 1
