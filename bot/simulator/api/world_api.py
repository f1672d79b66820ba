"""The world around the chats over HTTP: events, files, text messages, the face check, faults."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.simulator.api.json_routes import json_answer, json_body, number, route
from bot.simulator.errors import WorldError
from bot.simulator.json_types import whole_number
from bot.simulator.world import World


class WorldApi:
    """The routes that belong to no single chat."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[Route]:
        """Everything this side answers."""
        return [
            route("/world/events", self.events),
            route("/world/files/{file_id}", self.file),
            route("/world/sms", self.texts),
            route("/sms", self.accept_text, "POST"),
            route("/world/face", self.faces),
            route("/world/face", self.set_face, "POST"),
            route("/face/check", self.check_face, "POST"),
            route("/world/faults", self.faults),
            route("/world/faults", self.set_faults, "POST"),
        ]

    async def events(self, request: Request) -> Response:
        """What happens, as server-sent events; Last-Event-ID or `?after=` resumes."""
        asked = request.headers.get("last-event-id") or request.query_params.get("after")
        person = whole_number(request.query_params.get("person"))
        stream = self.world.events.stream(after=whole_number(asked), person=person)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def file(self, request: Request) -> Response:
        """The bytes of a photo, a document or a sticker."""
        stored = self.world.files.by_id.get(request.path_params["file_id"])
        if stored is None:
            raise WorldError(404, "There is no such file.")
        how = "inline" if stored.mime.startswith("image/") and stored.mime != "image/svg+xml" else "attachment"
        headers = {
            "Content-Disposition": f"{how}; filename*=UTF-8''{quote(stored.name)}",
            "Cache-Control": "private, max-age=31536000, immutable",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(stored.data, media_type=stored.mime, headers=headers)

    async def texts(self, request: Request) -> Response:
        """The text messages a phone has received."""
        return json_answer({"sms": self.world.sms.received(request.query_params.get("phone"))})

    async def accept_text(self, request: Request) -> Response:
        """The SMS provider's side."""
        wanted = await json_body(request)
        parts = [str(wanted.get(name) or "") for name in ("id", "to", "text")]
        message = self.world.sms.accept(*parts, at=self.world.clock())
        return json_answer({"id": message["id"], "status": "accepted"})

    async def faces(self, request: Request) -> Response:
        """What the face check will answer, for one person or for everyone it was set for."""
        named = request.query_params.get("person")
        if named is None:
            return json_answer({"outcomes": {str(key): value for key, value in self.world.faces.outcomes.items()}})
        person = number(named, "person")
        return json_answer({"person": person, "outcome": self.world.faces.check(person)})

    async def set_face(self, request: Request) -> Response:
        """Decide what the face check will answer for a person."""
        wanted = await json_body(request)
        person = self.world.person(number(wanted.get("person"), "person")).id
        outcome = self.world.faces.set(person, wanted.get("outcome"))
        self.world.events.publish("face", {"person": person, "outcome": outcome}, person=person)
        return json_answer({"person": person, "outcome": outcome})

    async def check_face(self, request: Request) -> Response:
        """The face check's own side."""
        person = number((await json_body(request)).get("person"), "person")
        return json_answer({"outcome": self.world.faces.check(person)})

    async def faults(self, request: Request) -> Response:
        """The faults in force."""
        return json_answer(self.world.faults.shown())

    async def set_faults(self, request: Request) -> Response:
        """Ask for faults, or for the end of all; `flood` switches Telegram's own limits."""
        wanted = await json_body(request)
        flood = wanted.pop("flood", None)
        self.world.faults.set(wanted)
        if isinstance(flood, bool):
            for bot in self.world.bots.values():
                bot.flood.on = flood
        return json_answer({**self.world.faults.shown(), "flood": self.world.bot.flood.on})
