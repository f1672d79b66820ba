"""How python-telegram-bot's client of the story tests reaches the local Telegram."""

from typing import Any

from telegram.request import BaseRequest, RequestData

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
        data = request_data.json_parameters if request_data else None
        files = request_data.multipart_data if request_data and request_data.contains_files else None
        response = await self._client.request(method, url, data=data, files=files)
        return response.status_code, response.content
