"""GET /api/v1/events: what has happened, a page at a time. A client goes on from the number that ends its last page."""

from functools import partial
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from bot import local_time
from bot.services.staff import published_events
from bot.services.staff.api_clients import EVENTS
from bot.services.staff.published_events import EventPage
from bot.web.api.keys import client_of, no_key
from bot.web.dependencies import WebDependencies
from bot.web.errors import error_response
from bot.web.route_policies import API, route
from storage import audit
from storage.staff.api_clients import ApiClient

MAX_DIGITS = 18


class EventFeed:
    """The route of the feed."""

    def __init__(self, web: WebDependencies) -> None:
        self._web = web

    def routes(self) -> list[BaseRoute]:
        """Return the route."""
        return [route(f"{API}/events", self._answer)]

    async def _answer(self, request: Request) -> Response:
        client = await client_of(self._web, request)
        if client is None:
            return no_key(request)
        if EVENTS not in client.kinds:
            return error_response(request.scope, 403, sentence="This key may not read events.")
        after = request.query_params.get("after", "0")
        if not (after.isascii() and after.isdigit() and len(after) <= MAX_DIGITS):
            return error_response(request.scope, 400, sentence="after is the number of an event, or 0.")
        page = await self._web.database.read(partial(published_events.after, position=int(after)))
        if page.events:
            await self._web.database.write(partial(self._record, client_id=client.id, page=page))
        events = [each.to_dict() for each in page.events]
        return JSONResponse({"events": events, "next": page.position, "more": page.has_more})

    def _record(self, session: Session, *, client_id: UUID, page: EventPage) -> None:
        now, client = self._web.clock(), session.get_one(ApiClient, client_id)
        client.last_used_on = local_time.date_of(now)
        session.add(client)
        read = {"first": page.events[0].position, "last": page.events[-1].position, "count": len(page.events)}
        audit.record(session, audit.Action.EVENTS_READ, by=None, on=client_id, at=now, **read)
