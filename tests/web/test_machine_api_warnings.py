"""The machine API names the fields of a row that it takes and yet does not set."""

import pytest
from sqlmodel import Session, select

from bot.services.identity import phone_changes
from bot.services.organisations import organisations as service
from storage.database import add
from storage.identity.accounts import Account
from storage.organisations import organisations
from storage.organisations.organisations import Organisation
from storage.register.people import Person
from tests.cli import files
from tests.stories.app_driver import AppDriver
from tests.web.test_machine_api import LATE, Client, client, filled, row, rows_of

__all__ = ["client", "filled"]


@pytest.fixture
def named(app: AppDriver, filled: Client) -> dict[str, Person]:
    """The people whom the client has sent, by name, each with an account."""
    with app.database.transaction() as session:
        found = {each.name: each for each in session.exec(select(Person))}
        for at, person in enumerate(found.values()):
            number = 710_000_000 + at
            add(
                session,
                Account(bot_id=1, telegram_id=number, person_id=person.id, created_at=app.now, registered_at=app.now),
            )
    return found


def test_an_administrator_who_has_handed_over_is_kept_back(
    app: AppDriver, filled: Client, named: dict[str, Person]
) -> None:
    former, new = named["李建国"], named["林梅"]

    def hand_over(session: Session) -> None:
        company = session.exec(select(Organisation)).one()
        user = organisations.add_member(session, company.id, new.id, seat=1, person_seat=0, at=app.now)
        assert user is not None
        service.hand_over(session, company.id, user.id, by=former, now=app.now)

    app.later(minutes=1)
    app.write(hand_over)
    (sent,) = rows_of(files.ORGANISATIONS)
    for fields, result in ((sent, "unchanged"), ({**sent, "name": "青山"}, "changed")):
        assert filled.puts("organisations", row("o1", fields, LATE)) == [result]
        assert filled.reasons("warnings") == [("administrator_id_number", "handed-over")]
    assert filled.puts("organisations", row("o1", {**sent, "administrator_id_number": new.id_number}, LATE)) == [
        "changed"
    ]
    assert filled.reasons("warnings") == []


def test_a_phone_number_that_is_not_the_persons_any_more_is_kept_back(
    app: AppDriver, filled: Client, named: dict[str, Person]
) -> None:
    person = named["李建国"]

    def release(session: Session) -> None:
        phone_changes.release(session, session.get_one(Person, person.id), by=person.id, now=app.now)

    app.write(release)
    assert filled.puts("people", *[row("p0", rows_of(files.PEOPLE)[0], LATE)]) == ["changed"]
    assert filled.reasons("warnings") == [("phone", "kept-back")]
