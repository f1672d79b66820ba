"""Keys of the machine API that are revoked while a request is under way."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from bot.services.staff import api_clients
from storage.database import Database
from storage.register.people import Person
from storage.staff.api_clients import ApiClient
from tests.cli import files
from tests.stories.app_driver import AppDriver, stored
from tests.web.test_machine_api import Client, row, rows_of


class RevokedMeanwhile:
    """A database in which the key of a client is revoked after the first thing that is written."""

    def __init__(self, database: Database, client: Client) -> None:
        self.database, self.client = database, client

    def __getattr__(self, name: str) -> Any:
        return getattr(self.database, name)

    async def write(self, work: Callable[[Session], Any]) -> Any:
        written = await self.database.write(work)
        await self.database.write(self._revoke)
        return written

    def _revoke(self, session: Session) -> None:
        api_clients.revoke(session, session.get_one(ApiClient, self.client.row.id), now=self.client.app.now)


def test_a_key_that_is_revoked_during_a_batch_writes_nothing_more(app: AppDriver) -> None:
    client, people = Client(app, "people"), rows_of(files.PEOPLE)
    database: Any = RevokedMeanwhile(app.database, client)
    client.visitor.web.database = database
    assert client.puts("people", row("p0", people[0]), row("p1", people[1])) == ["new", "invalid"]
    assert client.reasons() == [("", "key-revoked")]
    assert len(app.read(lambda session: stored(session, Person))) == 1
