"""The OpenAPI document of the machine API, made from the rows that the desk itself reads."""

from typing import Any

from bot import program_name
from bot.services.importing.api_kinds import KINDS, ApiKind, RowKind
from bot.services.importing.api_rows import RowOutcome
from bot.services.importing.registry import IMPORTERS
from bot.web.api import event_schemas
from bot.web.route_policies import API

VERSION = "3.1.0"
_SUMMARIES = {
    ApiKind.PEOPLE: "People with their phone number and driving licence",
    ApiKind.ORGANISATIONS: "Organisations with their administrator",
    ApiKind.VEHICLES: "Vehicles with their owner, inspection, insurance and tax",
    ApiKind.VIOLATIONS: "Violations recorded by cameras, without their photo",
    ApiKind.INSPECTIONS: "Until when inspections of vehicles are valid",
    ApiKind.INSURANCES: "Until when compulsory insurances of vehicles are valid",
    ApiKind.TAXES: "Until when the tax of vehicles is paid",
    ApiKind.LICENCES: "Licence states and points of people",
}
_FORMATS = {"occurred_at": "2026-11-24T08:30:00+08:00", "inspection_valid_until": "2027-05", "fine_yuan": "200"}
_YES_NO = frozenset(
    name for each in IMPORTERS.values() for name, field in each.row.model_fields.items() if field.annotation is bool
)


def document(address: str) -> dict[str, Any]:
    """Return the document. address: where people reach the desk, empty if that is not set."""
    return {
        "openapi": VERSION,
        "info": {
            "title": "Chezhu",
            "version": program_name.version(),
            "summary": "Writes to the register of a vehicle owners' desk, and reads what has happened there.",
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": address or "/"}],
        "security": [{"key": []}],
        "paths": {
            f"{API}/events": {"get": event_schemas.feed(_refusals(*_FEED_ERRORS))},
            **{f"{API}/{kind.value}": {"post": _operation(kind, how)} for kind, how in KINDS.items()},
        },
        "webhooks": {"event": {"post": event_schemas.webhook()}},
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": _KEY}},
            "schemas": {
                "Results": _RESULTS,
                "Error": {
                    "type": "object",
                    "required": ["error"],
                    "properties": {"error": {"type": "string"}, "reference": {"type": "string"}},
                },
                **event_schemas.SCHEMAS,
                **{_name(kind): _batch(how) for kind, how in KINDS.items()},
            },
        },
    }


_DESCRIPTION = (
    "Rows are upserts under the key that they have in your system. changed_at is the moment at which the row changed "
    "there: an older version never replaces a newer one, and the same row again changes nothing, so a batch that was "
    "interrupted is sent again. Each row has an answer of its own; a row that is invalid changes nothing."
)
_KEY = "Made by the operator: `clients add NAME KIND …`. It is shown once."
_FAULT = {
    "type": "object",
    "required": ["field", "reason", "message"],
    "properties": {name: {"type": "string"} for name in ("field", "reason", "message")},
}
_WARNINGS = "Fields that are kept back, because the desk knows better since; the rest of the row is taken."
_RESULTS = {
    "type": "object",
    "required": ["results"],
    "properties": {
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["key", "result"],
                "properties": {
                    "key": {"type": "string"},
                    "result": {"type": "string", "enum": [each.value for each in RowOutcome]},
                    "faults": {"type": "array", "items": _FAULT},
                    "warnings": {"type": "array", "items": _FAULT, "description": _WARNINGS},
                },
            },
        }
    },
}
# The numbers of JSON that this desk reads exactly.
_VALUE = {"type": ["string", "integer", "boolean", "null"], "minimum": -(2**63), "maximum": 2**64 - 1}
_NEEDED = "A row needs these fields, and is invalid without them, unless it is deleted:"
_UNKNOWN = "With a field of another name it is invalid."
_ERRORS = {
    "400": "The body is no batch, or a parameter is wrong; nothing was written.",
    "401": "No key, or one that was revoked.",
    "403": "The key is not for this.",
    "413": "The body is too large.",
    "415": "The body is not declared as JSON.",
    "429": "Too many requests; Retry-After says when to go on.",
}
_FEED_ERRORS = ("400", "401", "403", "429")


def _refusals(*statuses: str) -> dict[str, Any]:
    return {status: {"description": _ERRORS[status], "content": _json("Error")} for status in statuses}


def _operation(kind: ApiKind, how: RowKind) -> dict[str, Any]:
    return {
        "operationId": f"put_{kind.value}",
        "summary": _SUMMARIES[kind],
        "requestBody": {"required": True, "content": _json(_name(kind))},
        "responses": {
            "200": {"description": "An answer for each row, in their order.", "content": _json("Results")},
            **_refusals(*_ERRORS),
        },
    }


def _batch(how: RowKind) -> dict[str, Any]:
    row = {
        "type": "object",
        "required": ["key", "changed_at", "fields"],
        "additionalProperties": False,
        "properties": {
            "key": {"type": "string", "pattern": "^[\\x21-\\x7e]{1,200}$", "minLength": 1, "maxLength": 200},
            "changed_at": {"type": "string", "format": "date-time"},
            "deleted": {"type": "boolean", "default": False, "description": _deletion(how)},
            "fields": _fields(how),
        },
    }
    rows = {"type": "array", "minItems": 1, "maxItems": 1000, "items": row}
    return {"type": "object", "required": ["rows"], "properties": {"rows": rows}}


def _deletion(how: RowKind) -> str:
    if how.end is None:
        return "Rows of this kind are not deleted: send what has changed."
    ends = ", ".join(f"{name} becomes {value}" for name, value in how.end.items() if value)
    return f"With the fields that name the row alone: {ends}, with all that follows."


def _fields(how: RowKind) -> dict[str, Any]:
    """Return the schema of the fields. It is as wide as what is no error: a wrong row has an answer of its own."""
    return {
        "type": "object",
        "description": f"{_NEEDED} {', '.join(how.required)}. {_UNKNOWN}",
        "properties": {name: _field(name) for name in how.fields},
        "additionalProperties": _VALUE,
    }


def _field(name: str) -> dict[str, Any]:
    found: dict[str, Any] = dict(_VALUE)
    examples = [True, False] if name in _YES_NO else [_FORMATS[name]] if name in _FORMATS else []
    return found | ({"examples": examples} if examples else {})


def _name(kind: ApiKind) -> str:
    return f"{kind.value.capitalize()}Batch"


def _json(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
