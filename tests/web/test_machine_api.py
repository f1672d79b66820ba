"""The machine API: batches of rows for the register, keys and scopes, versions by the source's clock, deletion."""

import csv
import io
import json
from typing import Any

import pytest

from bot.services.importing.api_kinds import KINDS, ApiKind
from bot.services.staff import api_clients
from storage import audit
from storage.audit import AuditEntry
from storage.organisations.organisations import Organisation
from storage.register.people import Person
from storage.register.vehicles import Vehicle, VehicleState
from storage.staff.api_clients import ApiClient
from storage.violations.violations import Violation
from tests.cli import files
from tests.stories.app_driver import AppDriver, stored
from tests.web.visitor import Visitor

EVERYTHING = tuple(kind.value for kind in ApiKind)
EARLY, NOON, LATE = "2026-11-24T08:00:00Z", "2026-11-24T12:00:00+08:00", "2026-11-25T01:00:00Z"
PERSON = "999999199005170017"


def rows_of(text: str) -> list[dict[str, str]]:
    """Return the rows of a file as fields of the API, which takes no pictures."""
    return [
        {name: cell for name, cell in row.items() if name != "portrait"} for row in csv.DictReader(io.StringIO(text))
    ]


class Client:
    """A program of another system."""

    scheme = "Bearer"

    def __init__(self, app: AppDriver, *scopes: str, name: str = "register") -> None:
        self.app = app
        self.visitor = Visitor(app)
        self.row, self.key = app.write(lambda session: api_clients.create(session, name, scopes, now=app.now))

    def sends(self, kind: str, *rows: dict[str, Any]) -> int:
        """Send a batch and return the status."""
        headers = {"Authorization": f"{self.scheme} {self.key}", "Accept": "application/json"}
        return self.visitor.asks("POST", f"/api/v1/{kind}", json={"rows": list(rows)}, headers=headers)

    def puts(self, kind: str, *rows: dict[str, Any]) -> list[str]:
        """Send a batch and return what became of each row."""
        assert self.sends(kind, *rows) == 200, self.visitor.answer.text
        return [each["result"] for each in self.visitor.answer.json()["results"]]

    def reasons(self, of: str = "faults") -> list[tuple[str, str]]:
        """Return field and reason of each fault, or warning, of the last batch."""
        found = self.visitor.answer.json()["results"]
        return [(fault["field"], fault["reason"]) for each in found for fault in each.get(of, ())]


def row(key: str, fields: dict[str, Any], at: str = NOON, **more: Any) -> dict[str, Any]:
    return {"key": key, "changed_at": at, "fields": fields, **more}


@pytest.fixture
def client(app: AppDriver) -> Client:
    return Client(app, *EVERYTHING)


@pytest.fixture
def filled(client: Client) -> Client:
    """A client that has sent people, an organisation and vehicles."""
    people = [row(f"p{at}", each) for at, each in enumerate(rows_of(files.PEOPLE))]
    assert client.puts("people", *people) == ["new", "new"]
    assert client.puts("organisations", *[row("o1", each) for each in rows_of(files.ORGANISATIONS)]) == ["new"]
    assert client.puts("vehicles", *[row(f"v{at}", each) for at, each in enumerate(rows_of(files.VEHICLES))]) == [
        "new",
        "new",
    ]
    return client


def vehicle(app: AppDriver, plate: str = "桂A12345") -> Vehicle:
    rows: list[Vehicle] = app.read(lambda session: stored(session, Vehicle))
    (found,) = [each for each in rows if each.plate == plate]
    return found


def test_a_register_is_filled_and_the_same_batch_again_changes_nothing(app: AppDriver, filled: Client) -> None:
    assert {each.name for each in app.read(lambda session: stored(session, Person))} >= {"李建国", "林梅"}
    again = [row(f"v{at}", each) for at, each in enumerate(rows_of(files.VEHICLES))]
    assert filled.puts("vehicles", *again) == ["unchanged", "unchanged"]


def test_an_older_version_never_replaces_a_newer_one(app: AppDriver, filled: Client) -> None:
    fields = rows_of(files.VEHICLES)[0]
    assert filled.puts("vehicles", row("v0", {**fields, "colour": "红"}, LATE)) == ["changed"]
    assert filled.puts("vehicles", row("v0", {**fields, "colour": "黑"}, EARLY)) == ["older"]
    assert filled.puts("vehicles", row("v0", {**fields, "colour": "红"}, LATE)) == ["unchanged"]
    assert vehicle(app).colour == "红"


def test_every_row_stands_or_falls_alone(app: AppDriver, filled: Client) -> None:
    fields = rows_of(files.VEHICLES)[0]
    wrong = {**fields, "plate": "桂A99999", "owner": "999999199005170999"}
    assert filled.puts("vehicles", row("v7", wrong), row("v0", {**fields, "colour": "蓝"}, LATE)) == [
        "invalid",
        "changed",
    ]
    assert filled.reasons() == [("owner", "unknown-owner")]
    assert filled.puts("vehicles", row("v7", {**wrong, "owner": PERSON}, EARLY)) == ["new"]  # Nothing was kept of it.


@pytest.mark.parametrize("kind", ["organisations", "vehicles", "insurances", "licences"])
def test_control_characters_are_refused_before_anything_is_looked_up(filled: Client, kind: str) -> None:
    how = KINDS[ApiKind(kind)]
    gone = {"deleted": True} if how.end is not None else {}
    sent = dict.fromkeys(how.named_by if gone else how.fields, "9\0")
    assert filled.puts(kind, row("x1", sent, LATE, **gone)) == ["invalid"]
    assert {reason for _, reason in filled.reasons()} == {"control-characters"}


def test_a_vehicle_and_an_organisation_end_with_all_that_follows(app: AppDriver, filled: Client) -> None:
    gone = row("v0", {"plate_type": "02", "plate": "桂A12345"}, LATE, deleted=True)
    assert filled.puts("vehicles", gone) == ["deleted"]
    assert vehicle(app).state is VehicleState.CANCELLED
    assert filled.puts("vehicles", row("v0", rows_of(files.VEHICLES)[0], EARLY)) == ["older"]
    sent = row("o1", {"credit_code": "91450100MADEMQC017"}, LATE, deleted=True)
    assert filled.puts("organisations", sent) == ["deleted"]
    (organisation,) = app.read(lambda session: stored(session, Organisation))
    assert organisation.dissolved_at is not None
    whole = {name: cell for name, cell in rows_of(files.ORGANISATIONS)[0].items() if name != "dissolved"}
    assert filled.puts("organisations", row("o1", whole, "2026-11-25T01:00:01Z")) == ["changed"]
    (organisation,) = app.read(lambda session: stored(session, Organisation))
    assert organisation.dissolved_at is None


def test_people_and_violations_are_not_deleted(filled: Client) -> None:
    assert filled.puts("people", row("p0", {"id_number": PERSON}, LATE, deleted=True)) == ["invalid"]
    assert filled.reasons() == [("deleted", "not-deleted")]


def test_a_key_of_the_source_never_names_another_row(app: AppDriver, filled: Client) -> None:
    other = {**rows_of(files.VEHICLES)[0], "plate": "桂A77777"}
    assert filled.puts("vehicles", row("v0", other, LATE)) == ["invalid"]
    assert filled.reasons() == [("key", "key-of-another-row")]
    assert vehicle(app).plate == "桂A12345"


def test_violations_come_without_photos(app: AppDriver, filled: Client) -> None:
    sent = {
        "number": "4501001234567890",
        "plate_type": "02",
        "plate": "桂A12345",
        "occurred_at": "2026-11-20 08:30",
        "place": "青山路口",
        "act_code": "1208",
        "act": "不按导向车道行驶",
        "provision": "",
        "basis": "",
        "fine_yuan": 100,
        "points": 2,
        "authority_code": "450100",
    }
    assert filled.puts("violations", row("w1", sent)) == ["new"]
    (found,) = app.read(lambda session: stored(session, Violation))
    assert (found.fine, found.points) == (10_000, 2)
    assert filled.puts("violations", row("w2", {**sent, "photo": "a.jpg"})) == ["invalid"]
    assert filled.reasons() == [("photo", "unknown-field")]


@pytest.mark.parametrize("key", ["", "chezhu_guessed", "Bearer", "chezhu_" + "x" * 5000])
def test_nobody_writes_without_a_key(app: AppDriver, key: str) -> None:
    client = Client(app, *EVERYTHING)
    client.key = key
    assert client.sends("people", row("p0", rows_of(files.PEOPLE)[0])) == 401
    assert app.read(lambda session: stored(session, Person)) == []


def test_the_scheme_of_a_key_is_read_whatever_its_case(client: Client) -> None:
    client.scheme = "bearer"
    assert client.puts("people", row("p0", rows_of(files.PEOPLE)[0])) == ["new"]


def test_a_key_writes_only_its_kinds_and_nothing_once_it_is_revoked(app: AppDriver) -> None:
    client = Client(app, "people")
    assert client.sends("vehicles", row("v0", rows_of(files.VEHICLES)[0])) == 403
    assert client.puts("people", row("p0", rows_of(files.PEOPLE)[0])) == ["new"]
    app.write(lambda session: api_clients.revoke(session, session.get_one(ApiClient, client.row.id), now=app.now))
    assert client.sends("people", row("p1", rows_of(files.PEOPLE)[1])) == 401


def test_clients_have_keys_of_their_own_for_the_same_rows(app: AppDriver, filled: Client) -> None:
    other = Client(app, *EVERYTHING, name="insurer")
    assert other.puts("vehicles", row("77", {**rows_of(files.VEHICLES)[0], "colour": "灰"}, EARLY)) == ["changed"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"rows": []}',
        b'{"rows": {}}',
        b'{"rows": [1]}',
        b'{"rows": [{"key": "a"}]}',
        b'{"rows": [{"key": "", "changed_at": "2026-11-24T08:00:00Z", "fields": {}}]}',
        b'{"rows": [{"key": "a", "changed_at": "2026-11-24T08:00:00", "fields": {}}]}',
        b'{"rows": [{"key": "a", "changed_at": "0001-01-01T00:00:00+14:00", "fields": {}}]}',
        b'{"rows": [{"key": "a", "changed_at": 5, "fields": {}}]}',
        b'{"rows": [{"key": "a", "changed_at": "2026-11-24T08:00:00Z", "fields": {"name": {}}}]}',
        b'{"rows": [{"key": "a", "changed_at": "2026-11-24T08:00:00Z", "fields": {"name": 1.5}}]}',
        b'{"rows": [{"key": "a", "changed_at": "2026-11-24T08:00:00Z", "fields": {}, "more": 1}]}',
    ],
)
def test_what_is_no_batch_is_refused_as_a_whole(app: AppDriver, client: Client, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {client.key}", "Content-Type": "application/json"}
    assert client.visitor.asks("POST", "/api/v1/people", content=body, headers=headers) == 400
    assert client.visitor.answer.json()["error"]
    assert app.read(lambda session: stored(session, Person)) == []


def test_too_many_rows_are_refused(client: Client) -> None:
    assert client.sends("people", *(row(f"p{at}", {}) for at in range(1001))) == 400


def test_every_call_is_recorded_by_counts_and_nothing_personal(app: AppDriver, filled: Client) -> None:
    entries = [
        each for each in app.read(lambda session: stored(session, AuditEntry))
        if each.action == audit.Action.API_ROWS_WRITTEN
    ]  # fmt: skip
    assert [json.loads(each.details) for each in entries] == [
        {"kind": "people", "new": 2},
        {"kind": "organisations", "new": 1},
        {"kind": "vehicles", "new": 2},
    ]
    assert app.read(lambda session: stored(session, ApiClient))[0].last_used_on is not None
