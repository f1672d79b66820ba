"""The OpenAPI document of the machine API: valid, public, and true of what the routes take and answer."""

from typing import Any

import pytest

from bot.services.importing.api_kinds import KINDS, ApiKind
from bot.services.staff import published_events
from bot.web.api import openapi, register_rows
from bot.web.rate_limit import RATES
from bot.web.route_policies import RateLimit
from storage.audit import Action
from tests.stories.app_driver import AppDriver
from tests.web.test_events import happen, page
from tests.web.test_machine_api import EVERYTHING, Client, row
from tests.web.visitor import Visitor


@pytest.fixture
def document(app: AppDriver) -> dict[str, Any]:
    visitor = Visitor(app)
    assert visitor.asks("GET", "/api/v1/openapi.json") == 200
    found: dict[str, Any] = visitor.answer.json()
    return found


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema, or the one that it refers to."""
    found: dict[str, Any] = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def fields_of(document: dict[str, Any], kind: ApiKind) -> dict[str, Any]:
    body = document["paths"][f"/api/v1/{kind.value}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    found: dict[str, Any] = resolved(document, body)["properties"]["rows"]["items"]["properties"]["fields"]
    return found


def test_every_reference_leads_to_a_schema_and_every_kind_has_its_path(document: dict[str, Any]) -> None:
    assert set(document["paths"]) == {f"/api/v1/{kind}" for kind in (*EVERYTHING, "events")}
    for path in document["paths"].values():
        for answer in [answer for operation in path.values() for answer in operation["responses"].values()]:
            assert resolved(document, answer["content"]["application/json"]["schema"])["type"] == "object"
    assert document["openapi"] == openapi.VERSION


@pytest.mark.parametrize("kind", list(ApiKind))
def test_the_fields_of_the_document_are_those_that_are_taken(
    app: AppDriver, document: dict[str, Any], kind: ApiKind
) -> None:
    client, described = Client(app, *EVERYTHING), fields_of(document, kind)
    client.puts(kind.value, row("a", dict.fromkeys(described["properties"], "")))
    assert not {reason for _, reason in client.reasons()} & {"unknown-field", "missing-field"}
    client.puts(kind.value, row("b", {"nonsense": "1"}))
    assert ("nonsense", "unknown-field") in client.reasons()
    missing = [field for field, reason in client.reasons() if reason == "missing-field"]
    assert ", ".join(missing) in described["description"]
    assert missing == list(KINDS[kind].required)


@pytest.mark.parametrize(
    ("value", "is_taken"),
    [
        ("x", True),
        (True, True),
        (None, True),
        (2.0, True),
        (2**64 - 1, True),
        (2**64, False),
        (0.5, False),
        ([], False),
    ],
)
def test_what_the_document_allows_as_a_value_is_taken(
    app: AppDriver, document: dict[str, Any], value: Any, is_taken: bool
) -> None:
    client, described = Client(app, *EVERYTHING), fields_of(document, ApiKind.TAXES)
    for schema in (described["properties"]["plate"], described["additionalProperties"]):
        is_number = isinstance(value, float | int) and not isinstance(value, bool)
        is_whole = is_number and value == int(value) and schema["minimum"] <= value <= schema["maximum"]
        assert ((value is None or isinstance(value, str | bool)) or is_whole) is is_taken, schema
    for name in ("plate", "nonsense"):
        assert client.sends("taxes", row("a", {name: value})) == (200 if is_taken else 400)


def test_the_answers_are_those_of_the_document(app: AppDriver, document: dict[str, Any]) -> None:
    client = Client(app, *EVERYTHING)
    client.puts("people", row("a", {"id_number": "1"}))
    (result,) = client.visitor.answer.json()["results"]
    described = document["components"]["schemas"]["Results"]["properties"]["results"]["items"]
    assert set(result) <= set(described["properties"])
    assert result["result"] in described["properties"]["result"]["enum"]
    assert set(result["faults"][0]) == set(described["properties"]["faults"]["items"]["required"])


@pytest.mark.parametrize(
    ("status", "method", "path", "sent"),
    [
        (400, "GET", "people", {"headers": {"Host": "evil.example"}}),
        (401, "POST", "people", {"json": {}}),
        (404, "GET", "nothing", {}),
        (405, "GET", "people", {}),
        (413, "POST", "people", {"content": b"x" * 4_000_001, "headers": {"Content-Type": "application/json"}}),
        (415, "POST", "people", {"content": b"x"}),
    ],
)
def test_every_refusal_is_the_error_of_the_document_in_english(
    app: AppDriver, document: dict[str, Any], status: int, method: str, path: str, sent: dict[str, Any]
) -> None:
    visitor = Visitor(app)
    assert visitor.asks(method, f"/api/v1/{path}", **sent) == status, "as a browser that prefers Chinese"
    assert_error(visitor, document)


def test_too_many_requests_are_refused_in_english_too(app: AppDriver, document: dict[str, Any]) -> None:
    visitor, burst = Visitor(app), int(RATES[RateLimit.API][1])
    statuses = [visitor.asks("POST", "/api/v1/people", json={}) for _ in range(burst + 1)]
    assert (statuses[-2], statuses[-1]) == (401, 429)
    assert_error(visitor, document)


def assert_error(visitor: Visitor, document: dict[str, Any]) -> None:
    """Check the form of an error, and that people who read English only can read it."""
    answer, described = visitor.answer.json(), document["components"]["schemas"]["Error"]
    assert set(described["required"]) <= set(answer) <= set(described["properties"])
    assert answer["error"].isascii(), answer


def test_events_are_those_of_the_document(app: AppDriver, document: dict[str, Any]) -> None:
    happen(app, Action.FILING_UNBOUND)
    found = page(Client(app, "events"))
    schemas = document["components"]["schemas"]
    assert set(found) == set(schemas["Events"]["properties"])
    assert set(found["events"][0]) == set(schemas["Event"]["properties"])
    body = document["webhooks"]["event"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert resolved(document, body) == schemas["Event"]
    details = {name for kind in published_events.KINDS.values() for name in kind.details}
    assert details < set(schemas["Event"]["properties"]["data"]["properties"])


def test_the_bounds_of_the_document_are_those_of_the_code(document: dict[str, Any]) -> None:
    rows = document["components"]["schemas"]["PeopleBatch"]["properties"]["rows"]
    assert rows["maxItems"] == register_rows.MAX_ROWS
    assert rows["items"]["properties"]["key"]["pattern"] == f"^{register_rows.KEY.pattern}$"
