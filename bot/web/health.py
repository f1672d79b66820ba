"""Health: `/healthz` says that the process lives, `/readyz` that it can serve (store there, desk running)."""

from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.web.dependencies import WebSide


class Health:
    """Both answers: 200 or 503, with one word."""

    def __init__(self, side: WebSide) -> None:
        self._side = side

    def routes(self) -> list[BaseRoute]:
        """The two routes."""
        return [Route("/healthz", self.alive), Route("/readyz", self.ready)]

    async def alive(self, request: Request) -> Response:
        """Answer as long as the process can."""
        return PlainTextResponse("alive\n")

    async def ready(self, request: Request) -> Response:
        """Answer 200 once the desk runs and the store answers."""
        if self._side.desk is None:
            return PlainTextResponse("starting\n", 503)
        try:
            await self._side.database.read(lambda session: session.connection().execute(text("SELECT 1")).scalar())
        except Exception:  # Whatever is wrong with the store, it is not there.
            return PlainTextResponse("no store\n", 503)
        return PlainTextResponse("ready\n")
