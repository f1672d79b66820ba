"""Clients of the machine API that two admins make: who may confirm, who is given the key, and how often."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.errors import NotStaff, Refusal
from bot.services.importing import api_client_proposals as service
from bot.services.staff import api_clients
from bot.services.staff.second_person import SecondAdminNeeded
from storage.audit import AuditEntry
from storage.database import Database
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.staff import members
from storage.staff.api_client_proposals import ApiClientProposal
from storage.staff.api_clients import ApiClient
from tests.services.builders import NOW, DataBuilder, staff_account
from tests.services.competing_transaction import nothing_written
from tests.services.concurrency import SessionAction, outcomes

LANE = "1:1"


@pytest.fixture
def admins(data: DataBuilder) -> tuple[Account, Account]:
    """Return two admins."""
    return data.staff("admin"), data.staff("admin")


def proposed(data: DataBuilder, by: Account) -> ApiClientProposal:
    return service.propose(data.session, "insurer", ["insurances", "taxes"], by=by, now=NOW)


def confirmed(data: DataBuilder, admins: tuple[Account, Account]) -> ApiClientProposal:
    return service.confirm(data.session, proposed(data, admins[0]).id, by=admins[1], now=NOW)


def refused(data: DataBuilder, refusal: type[Refusal], act: Callable[[], object]) -> None:
    with nothing_written(data.session), pytest.raises(refusal):
        act()


def fetch(data: DataBuilder, row: ApiClientProposal, by: Account, **later: int) -> str:
    return service.fetch_key(data.session, row.id, by=by, lane=LANE, now=NOW + timedelta(**later))[1]


def test_a_key_is_given_once_with_the_scopes_that_were_confirmed(
    data: DataBuilder, admins: tuple[Account, Account]
) -> None:
    row = confirmed(data, admins)
    key = fetch(data, row, admins[0])
    client = api_clients.find(data.session, key)
    assert client is not None
    assert (client.id, client.scopes) == (row.client_id, "insurances taxes")
    refused(data, service.ApiKeyShown, lambda: fetch(data, row, admins[0]))
    by = {each.action: each.by for each in data.session.exec(select(AuditEntry))}
    assert by["api_client:created"] == by["api_client:proposed"] == admins[0].id
    assert by["api_client:confirmed"] == admins[1].id


def test_nobody_confirms_their_own_client(data: DataBuilder, admins: tuple[Account, Account]) -> None:
    row = proposed(data, admins[0])
    refused(data, SecondAdminNeeded, lambda: service.confirm(data.session, row.id, by=admins[0], now=NOW))


def test_only_who_has_proposed_is_given_the_key(data: DataBuilder, admins: tuple[Account, Account]) -> None:
    row = confirmed(data, admins)
    for each in admins:  # Who may be the same person, by a shared phone, is not given the key either.
        people.set_phone(data.session.get_one(Person, each.person_id), "+8613911112222")
    data.session.flush()
    for other in (admins[1], data.staff("admin")):
        refused(data, service.ApiKeyOfProposer, lambda other=other: fetch(data, row, other))  # type: ignore[misc]
    fetch(data, row, admins[0])
    refused(data, service.ApiKeyOfProposer, lambda: service.hide_key(data.session, row.id, by=admins[1], now=NOW))


def test_no_key_is_made_before_the_confirmation_or_long_after_it(
    data: DataBuilder, admins: tuple[Account, Account]
) -> None:
    row = proposed(data, admins[0])
    refused(data, service.ApiClientProposalDecided, lambda: fetch(data, row, admins[0]))
    service.confirm(data.session, row.id, by=admins[1], now=NOW)
    assert service.waiting(data.session, by=admins[0], now=NOW) == [row]
    assert service.waiting(data.session, by=admins[1], now=NOW) == []
    refused(data, service.ApiKeyLapsed, lambda: fetch(data, row, admins[0], days=7))
    assert service.waiting(data.session, by=admins[0], now=NOW + timedelta(days=7)) == []
    fetch(data, row, admins[0], days=6)


def test_no_key_is_made_of_what_was_refused_or_withdrawn(data: DataBuilder, admins: tuple[Account, Account]) -> None:
    for by in reversed(admins):
        row = proposed(data, admins[0])
        service.refuse(data.session, row.id, by=by, now=NOW)
        refused(data, service.ApiClientProposalDecided, lambda row=row: fetch(data, row, admins[0]))  # type: ignore[misc]


def test_who_is_no_admin_any_more_is_given_no_key(data: DataBuilder, admins: tuple[Account, Account]) -> None:
    row = confirmed(data, admins)
    member = members.by_telegram(data.session, admins[0].telegram_id)
    assert member is not None
    member.roles = "reviewer"
    data.session.flush()
    refused(data, NotStaff, lambda: fetch(data, row, admins[0]))


def test_a_name_that_the_operator_has_given_meanwhile_is_taken(
    data: DataBuilder, admins: tuple[Account, Account]
) -> None:
    row = proposed(data, admins[0])
    api_clients.create(data.session, "insurer", {"people"}, now=NOW)
    refused(data, api_clients.ApiClientExists, lambda: service.confirm(data.session, row.id, by=admins[1], now=NOW))
    refused(data, api_clients.ApiClientExists, lambda: proposed(data, admins[0]))


def test_what_nobody_could_use_is_not_proposed(data: DataBuilder, admins: tuple[Account, Account]) -> None:
    by = admins[0]
    for name in ("x", "-a", "a b", "ä" * 3, "a" * 32):
        refused(
            data,
            api_clients.InvalidClientName,
            lambda name=name: service.check_name(data.session, name, by=by),  # type: ignore[misc]
        )
    refused(data, service.ScopesMissing, lambda: service.propose(data.session, "insurer", [], by=by, now=NOW))
    assert service.read_scopes(["Taxes,", "people"]) == ["people", "taxes"]
    with pytest.raises(service.UnknownScope):
        service.read_scopes(["cars"])
    proposed(data, by)
    refused(data, service.ApiClientProposedAlready, lambda: proposed(data, admins[1]))


def test_a_key_is_revoked_by_an_admin_alone_and_once(data: DataBuilder, admins: tuple[Account, Account]) -> None:
    key = fetch(data, confirmed(data, admins), admins[0])
    client = api_clients.find(data.session, key)
    assert client is not None
    for act in (api_clients.show, lambda *a, by: api_clients.revoke_at_once(*a, by=by, now=NOW)):
        refused(data, NotStaff, lambda act=act: act(data.session, client.id, by=data.staff("reviewer")))  # type: ignore[misc]
    api_clients.revoke_at_once(data.session, client.id, by=admins[1], now=NOW)
    assert api_clients.find(data.session, key) is None
    refused(
        data,
        api_clients.ApiClientGone,
        lambda: api_clients.revoke_at_once(data.session, client.id, by=admins[1], now=NOW),
    )
    refused(data, api_clients.ApiClientGone, lambda: api_clients.show(data.session, client.id, by=admins[1]))


def test_the_showing_of_a_key_ends_once(data: DataBuilder, admins: tuple[Account, Account]) -> None:
    row = confirmed(data, admins)
    assert service.end_showing(data.session, row.id, now=NOW) is None
    fetch(data, row, admins[0])
    service.hide_key(data.session, row.id, by=admins[0], now=NOW)
    assert row.key_hidden_at == NOW
    assert service.end_showing(data.session, row.id, now=NOW + service.SHOWN_FOR) is None


def test_admins_at_once_confirm_once_and_make_one_key(database: Database) -> None:
    with database.transaction() as session:
        first, *others = (staff_account(session, 30 + at, "admin") for at in range(4))
        row = service.propose(session, "insurer", ["taxes"], by=first, now=NOW)

    def acting(act: Callable[..., object], by: Account, **more: str) -> SessionAction:
        return lambda session: act(session, row.id, by=session.get_one(Account, by.id), now=NOW, **more)

    found = outcomes(database, [acting(service.confirm, by) for by in (first, *others)])
    assert found == ["ApiClientProposalDecided", "ApiClientProposalDecided", "SecondAdminNeeded", "passed"] or (
        sorted(found) == [*3 * ["ApiClientProposalDecided"], "passed"]
    )
    fetched = outcomes(database, [acting(service.fetch_key, first, lane=LANE) for _ in range(4)])
    assert fetched == [*3 * ["ApiKeyShown"], "passed"]
    with database.transaction() as session:
        (client,) = session.exec(select(ApiClient)).all()
    revoked = outcomes(
        database,
        [
            lambda session, by=by: api_clients.revoke_at_once(  # type: ignore[misc]
                session, client.id, by=session.get_one(Account, by.id), now=NOW
            )
            for by in others
        ],
    )
    assert revoked == ["ApiClientGone", "ApiClientGone", "passed"]
