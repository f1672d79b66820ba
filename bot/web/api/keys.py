"""Keys of the machine API in requests: Authorization: Bearer KEY."""

from starlette.requests import Request
from starlette.responses import Response

from bot.services.staff import api_clients
from bot.web.dependencies import WebDependencies
from bot.web.errors import error_response
from storage.staff.api_clients import ApiClient

BEARER = "bearer"  # Whatever its case: RFC 9110, 11.1.
NO_KEY = "Send the key of a client as Authorization: Bearer KEY."


async def client_of(web: WebDependencies, request: Request) -> ApiClient | None:
    """Return the client whose key a request brings, None if it brings none that counts."""
    header = request.headers.get("authorization", "")
    scheme, _, key = header.partition(" ")
    key = key.strip() if scheme.lower() == BEARER else ""
    return await web.database.read(lambda session: api_clients.find(session, key))


def no_key(request: Request) -> Response:
    """Return the answer to a request without such a key."""
    return error_response(request.scope, 401, headers={"WWW-Authenticate": "Bearer"}, sentence=NO_KEY)
