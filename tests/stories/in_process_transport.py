"""How python-telegram-bot's client of the story tests reaches the local Telegram."""

from typing import Any

from telegram.request import BaseRequest, RequestData

from bot.engine.telegram_transport import JSON
from tests.in_process_client import InProcessClient


class InProcess(BaseRequest):
    """The transport of the client: into the local Telegram without a socket."""

    def __init__(self, client: InProcessClient) -> None:
        self._client = client

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        response = await self._client.request(method, url, **_body(request_data))
        return response.status_code, response.content


def _body(request_data: RequestData | None) -> dict[str, Any]:
    """Return body and headers: JSON, or a form if there are files, as of the desk's own transport."""
    if request_data is None:
        return {}
    if request_data.contains_files:
        return {"data": request_data.json_parameters, "files": request_data.multipart_data}
    return {"content": request_data.json_payload, "headers": JSON}
