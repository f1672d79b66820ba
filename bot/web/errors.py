"""Problems: what somebody gets who cannot get what he wants. A page or JSON, a sentence, never a stack."""

import secrets
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from bot.texts import texts
from bot.web.route_policies import Door
from bot.web.templating import language_of, page

SAID = frozenset({400, 403, 404, 405, 413, 415, 429, 500, 503})


class Problems:
    """Makes the answers, in the language of whoever asks."""

    def answer(
        self,
        scope: Scope,
        status: int,
        *,
        key: str = "",
        sentence: str = "",
        reference: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Return the answer with this status: a sentence of its own, that of a key, or that of the status."""
        said = texts(language_of(scope))
        sentence = sentence or said.plain(key or f"problem-{status if status in SAID else 500}")
        if not wants_page(scope):
            told = {"error": sentence} | ({"reference": reference} if reference else {})
            return JSONResponse(told, status, headers=headers)
        content = page("problem.html", said, status=status, sentence=sentence, reference=reference)
        return Response(content, status, headers=headers, media_type="text/html")

    async def refused(self, request: Request, problem: Exception) -> Response:
        """Answer what the router refuses: no such page, no such method."""
        assert isinstance(problem, HTTPException)
        return self.answer(request.scope, problem.status_code, headers=problem.headers)


def wants_page(scope: Scope) -> bool:
    """Say whether a page helps: the door answers people, or the browser says that it wants one."""
    door: Door | None = scope.get("state", {}).get("door")
    accepts = "text/html" in Headers(scope=scope).get("accept", "")
    return accepts and (door is None or door.pages)


def make_reference() -> str:
    """Make a number under which a problem can be found in the log."""
    return secrets.token_hex(4)
