"""Photos on the staff's page: watermarked as in the chat, out of the desk's own store; nothing of them is kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import Response

from bot.adapters.drawing.sandbox_jobs import WATERMARK
from bot.adapters.sandbox.errors import SandboxError
from bot.web.errors import error_response
from bot.web.staff.staff_request import StaffRequest


@dataclass(frozen=True)
class ShownPhoto:
    """A photo on a page. slot: which it is; name: for people; path: where it is served, below `home`."""

    slot: str
    name: str
    path: str


async def watermarked(request: StaffRequest, photo: bytes | None, words: str) -> Response:
    """Return the photo covered with these words, as JPEG that nobody may store. 404 if it has been deleted."""
    if photo is None:
        return error_response(request.http.scope, 404)
    if request.web.drawing_pool is None:
        return error_response(request.http.scope, 503)
    try:
        copy = await request.web.drawing_pool.run(WATERMARK, photo, text=words)
    except SandboxError:
        return error_response(request.http.scope, 503, headers={"Retry-After": "2"})
    return Response(copy, media_type="image/jpeg")


def shown(names: Iterable[tuple[str, str]], below: str) -> list[ShownPhoto]:
    """Return the photos of a page. names: slots and names for people; below: the path of the page."""
    return [ShownPhoto(slot, name, f"{below}/photos/{slot}") for slot, name in names]
