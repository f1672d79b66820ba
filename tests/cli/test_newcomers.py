"""`staff newcomers` lists who has opened the chat last, so that the first admin finds their number."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from storage.database import Database
from storage.identity.accounts import Account
from tests.cli.test_commands import output, run


def test_the_newest_users_are_listed_so_that_the_first_admin_finds_their_number(tmp_path: Path) -> None:
    assert output(run(tmp_path, "staff", "newcomers")) == ""
    database = Database(f"sqlite:///{tmp_path / 'var' / 'chezhu.db'}")
    with closing(database), database.transaction() as session:
        for number, day in ((71, 1), (72, 3), (73, 2)):
            session.add(Account(bot_id=1, telegram_id=number, created_at=datetime(2026, 11, day, tzinfo=UTC)))
    listed = output(run(tmp_path, "staff", "newcomers")).splitlines()
    assert [line.split()[0] for line in listed] == ["72", "73", "71"]
