"""POST /api/v1/KIND: a batch of rows for the register, each with an answer of its own.

Each row is a transaction, so that people in the chat wait for one row at most, and a batch that was interrupted is sent
again as it was: the same row again changes nothing.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from bot import local_time
from bot.services.importing import api_rows
from bot.services.importing.api_kinds import ApiKind
from bot.services.importing.api_rows import RowOutcome, SentRow
from bot.services.importing.rows import InvalidRow, RowFault
from bot.texts import Texts, texts
from bot.web.api import openapi
from bot.web.api.keys import client_of, no_key
from bot.web.dependencies import WebDependencies
from bot.web.errors import error_response
from bot.web.route_policies import API, Endpoint, route
from storage import audit
from storage.staff.api_clients import ApiClient

MAX_ROWS = 1_000
EXACT = 2**53  # Up to here a number with a point has all digits that were written.
KEY = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)
_ROW_FIELDS = frozenset({"key", "changed_at", "deleted", "fields"})


class MalformedBatch(Exception):
    """The body is no batch. The message says why, in English."""


class RegisterApi:
    """The routes of the machine API."""

    def __init__(self, web: WebDependencies) -> None:
        self._web = web

    def routes(self) -> list[BaseRoute]:
        """Return the document and one route for each kind."""
        document = route(f"{API}/openapi.json", self._describe)
        return [document, *(route(f"{API}/{kind.value}", self._endpoint(kind)) for kind in ApiKind)]

    async def _describe(self, request: Request) -> Response:
        return JSONResponse(openapi.document(self._web.settings.public_url))

    def _endpoint(self, kind: ApiKind) -> Endpoint:
        async def answer(request: Request) -> Response:
            client = await client_of(self._web, request)
            if client is None:
                return no_key(request)
            if kind.value not in client.kinds:
                return error_response(request.scope, 403, sentence=f"This key may not write {kind.value}.")
            try:
                rows = read_batch(await request.body())
            except MalformedBatch as problem:
                return error_response(request.scope, 400, sentence=str(problem))
            return JSONResponse({"results": await self._write(client.id, kind, rows)})

        return answer

    async def _write(self, client_id: UUID, kind: ApiKind, rows: list[SentRow]) -> list[dict[str, Any]]:
        """Write the rows one by one, and record the call. A key that is revoked meanwhile writes nothing more."""
        puts = [partial(self._put, client_id=client_id, kind=kind, row=row) for row in rows]
        results = [await self._web.database.write(put) for put in puts]
        counts = Counter(result["result"] for result in results)
        await self._web.database.write(lambda session: self._record(session, client_id, kind, counts))
        self._web.wake()
        return results

    def _put(self, session: Session, client_id: UUID, kind: ApiKind, row: SentRow) -> dict[str, Any]:
        client = session.get_one(ApiClient, client_id)
        if client.revoked_at is not None:
            return _answer(row, RowOutcome.INVALID, [RowFault("", "key-revoked")])
        warnings: list[RowFault] = []
        try:
            with session.begin_nested():
                outcome = api_rows.put(session, client, kind, row, now=self._web.clock(), warn=warnings.append)
            return _answer(row, outcome, warnings=warnings)
        except InvalidRow as wrong:
            return _answer(row, RowOutcome.INVALID, wrong.faults)

    def _record(self, session: Session, client_id: UUID, kind: ApiKind, counts: Mapping[str, int]) -> None:
        now, client = self._web.clock(), session.get_one(ApiClient, client_id)
        client.last_used_on = local_time.date_of(now)
        session.add(client)
        audit.record(
            session, audit.Action.API_ROWS_WRITTEN, by=None, on=client_id, at=now, kind=kind.value, **dict(counts)
        )


def read_batch(body: bytes) -> list[SentRow]:
    """Return the rows of a body. Raises MalformedBatch."""
    try:
        batch = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise MalformedBatch("The body is no JSON.") from None
    rows = batch.get("rows") if isinstance(batch, dict) else None
    if not isinstance(rows, list) or not 0 < len(rows) <= MAX_ROWS:
        raise MalformedBatch(f"The body is an object with rows, a list of 1 to {MAX_ROWS} objects.")
    return [_row(number, row) for number, row in enumerate(rows)]


def _row(number: int, row: Any) -> SentRow:
    where = f"rows[{number}]"
    if not isinstance(row, dict) or not row.keys() <= _ROW_FIELDS:
        raise MalformedBatch(f"{where} is an object with key, changed_at, fields and perhaps deleted.")
    key, fields, deleted = row.get("key"), row.get("fields"), row.get("deleted", False)
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise MalformedBatch(f"{where}.key has 1 to 200 visible ASCII characters.")
    if not isinstance(fields, dict) or not isinstance(deleted, bool):
        raise MalformedBatch(f"{where}.fields is an object; deleted is true or false.")
    cells = {name: _cell(f"{where}.fields.{name}", value) for name, value in fields.items()}
    return SentRow(key, _moment(where, row.get("changed_at")), cells, deleted)


def _cell(where: str, value: Any) -> str:
    """Return a value as a cell of a file."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer() and abs(value) <= EXACT):
        return str(int(value))
    raise MalformedBatch(f"{where} is a text, a whole number, true, false or null.")


def _moment(where: str, value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value.upper())  # RFC 3339 allows t and z too.
    except (AttributeError, ValueError):
        raise MalformedBatch(f"{where}.changed_at is a moment such as 2026-11-30T08:00:00Z.") from None
    if moment.tzinfo is None:
        raise MalformedBatch(f"{where}.changed_at needs its offset: Z or +08:00.")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise MalformedBatch(f"{where}.changed_at is out of range.") from None


def _answer(
    row: SentRow, outcome: RowOutcome, faults: Sequence[RowFault] = (), *, warnings: Sequence[RowFault] = ()
) -> dict[str, Any]:
    answer: dict[str, Any] = {"key": row.key, "result": outcome.value}
    for name, found in (("faults", faults), ("warnings", warnings)):
        if found:
            answer[name] = [_fault(each, texts("en")) for each in found]
    return answer


def _fault(found: RowFault, words: Texts) -> dict[str, str]:
    reason = words.plain(f"import-fault-{found.reason}", **found.values)
    return {"field": found.column, "reason": found.reason, "message": reason}
