"""The API of everything outside the chats over HTTP: events, files, text messages, face checks, faults."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.simulator import snapshot
from bot.simulator.api.json_routes import json_body, json_response, number, route
from bot.simulator.errors import WorldError
from bot.simulator.json_types import whole_number
from bot.simulator.world import World
from bot.simulator.world_clock import WorldClock


class WorldApi:
    """The routes that belong to no single chat."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[Route]:
        """Return all routes."""
        return [
            route("/world/events", self.stream_events),
            route("/world/files/{file_id}", self.download_file),
            route("/world/sms", self.list_sms),
            route("/sms", self.accept_sms, "POST"),
            route("/world/face", self.show_face),
            route("/world/face", self.set_face, "POST"),
            route("/face/check", self.check_face, "POST"),
            route("/world", self.show_world),
            route("/world/clock", self.show_clock),
            route("/world/clock", self.move_clock, "POST"),
            route("/world/faults", self.show_faults),
            route("/world/faults", self.set_faults, "POST"),
        ]

    async def stream_events(self, request: Request) -> Response:
        """Stream server-sent events; Last-Event-ID or `?after=` resumes after an event."""
        after = request.headers.get("last-event-id") or request.query_params.get("after")
        person = whole_number(request.query_params.get("person"))
        stream = self.world.events.stream(after=whole_number(after), person=person)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def download_file(self, request: Request) -> Response:
        """Return the bytes of a photo, a document or a sticker."""
        stored = self.world.files.by_id.get(request.path_params["file_id"])
        if stored is None:
            raise WorldError(404, "There is no such file.")
        disposition = "inline" if stored.mime.startswith("image/") and stored.mime != "image/svg+xml" else "attachment"
        headers = {
            "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(stored.name)}",
            "Cache-Control": "private, max-age=31536000, immutable",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(stored.data, media_type=stored.mime, headers=headers)

    async def list_sms(self, request: Request) -> Response:
        """List the text messages to one number or to all."""
        return json_response({"sms": self.world.sms.received(request.query_params.get("phone"))})

    async def accept_sms(self, request: Request) -> Response:
        """Accept a text message, as an SMS provider does."""
        wanted = await json_body(request)
        parts = [str(wanted.get(name) or "") for name in ("id", "to", "text")]
        message = self.world.sms.accept(*parts, at=self.world.clock())
        return json_response({"id": message["id"], "status": "accepted"})

    async def show_face(self, request: Request) -> Response:
        """Return the outcome of the face check for one person, or all outcomes that were set."""
        wanted = request.query_params.get("person")
        if wanted is None:
            return json_response({"outcomes": {str(key): value for key, value in self.world.faces.outcomes.items()}})
        person = number(wanted, "person")
        return json_response({"person": person, "outcome": self.world.faces.check(person)})

    async def set_face(self, request: Request) -> Response:
        """Set the outcome of the face check for a person."""
        wanted = await json_body(request)
        person = self.world.person(number(wanted.get("person"), "person")).id
        outcome = self.world.faces.set(person, wanted.get("outcome"))
        self.world.events.publish("face", {"person": person, "outcome": outcome}, person=person)
        return json_response({"person": person, "outcome": outcome})

    async def check_face(self, request: Request) -> Response:
        """Answer a face check, as its provider does."""
        person = number((await json_body(request)).get("person"), "person")
        return json_response({"outcome": self.world.faces.check(person)})

    async def show_world(self, request: Request) -> Response:
        """Return the whole state as JSON; with `?files=true` the bytes of the files in base64 as well."""
        with_files = request.query_params.get("files") == "true"
        return json_response(snapshot.whole(self.world) if with_files else snapshot.to_dict(self.world))

    async def show_clock(self, request: Request) -> Response:
        """Return the time of this world in seconds since 1970."""
        return json_response({"now": self.world.clock()})

    async def move_clock(self, request: Request) -> Response:
        """Move the clock forward: {advance}, in seconds."""
        seconds = (await json_body(request)).get("advance")
        if not isinstance(self.world.clock, WorldClock):
            raise WorldError(409, "The clock of this world is that of the machine.")
        if not isinstance(seconds, (int, float)) or isinstance(seconds, bool) or seconds < 0:
            raise WorldError(400, "advance is a number of seconds, not below zero.")
        return json_response({"now": self.world.clock.advance(seconds)})

    async def show_faults(self, request: Request) -> Response:
        """Return the faults in force."""
        return json_response(self.world.faults.to_dict())

    async def set_faults(self, request: Request) -> Response:
        """Set faults or clear all; `flood` switches Telegram's rate limits."""
        wanted = await json_body(request)
        flood = wanted.pop("flood", None)
        self.world.faults.set(wanted)
        if isinstance(flood, bool):
            for bot in self.world.bots.values():
                bot.rate_limits.on = flood
        return json_response({**self.world.faults.to_dict(), "flood": self.world.bot.rate_limits.on})
