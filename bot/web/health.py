"""Health checks: `/healthz` (liveness) and `/readyz` (readiness: the desk's own `Health` finds nothing wrong)."""

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
        """Answer 200 if nothing is wrong with the desk, 503 with a line for each problem.

        What is wrong outside of it is a line more, and changes no code.
        """
        if self._web.desk is None:
            return PlainTextResponse("starting\n", 503)
        health = self._web.desk.health
        problems = await health.problems()
        lines = [*(problems or ["ready"]), *health.notes()]
        return PlainTextResponse("".join(f"{line}\n" for line in lines), 503 if problems else 200)
