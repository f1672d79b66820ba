"""Health checks: `/healthz` (liveness) and `/readyz` (readiness: the database responds, the loops of the desk run)."""

from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute

from bot.web.dependencies import WebDependencies
from bot.web.route_policies import route


class HealthChecks:
    """Both checks: status 200 or 503, and one word."""

    def __init__(self, web: WebDependencies) -> None:
        self._web = web

    def routes(self) -> list[BaseRoute]:
        """Return the two routes."""
        return [route("/healthz", self.liveness), route("/readyz", self.readiness)]

    async def liveness(self, request: Request) -> Response:
        """Answer 200 while the process runs."""
        return PlainTextResponse("alive\n")

    async def readiness(self, request: Request) -> Response:
        """Answer 200 if the desk runs with all its loops and the database responds."""
        if self._web.desk is None:
            return PlainTextResponse("starting\n", 503)
        try:
            await self._web.database.read(lambda session: session.connection().execute(text("SELECT 1")).scalar())
        except Exception:  # Any error means that the database cannot be used.
            return PlainTextResponse("no database\n", 503)
        if failing := self._web.desk.failing_loops():
            return PlainTextResponse(f"failing: {', '.join(failing)}\n", 503)
        return PlainTextResponse("ready\n")
