"""A Bot API server independent of the local Telegram: requests and responses have the types of aiogram.

Requests are validated by aiogram's model of the method and refused if they hold a field that the model does not know.
Responses are built and serialised by aiogram's types.
"""

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import uvicorn
from aiogram import methods
from aiogram.methods import TelegramMethod
from aiogram.types import BotName, Document, File, Message, PhotoSize, Update, User
from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.deployment import other_phones
from tests.deployment.other_phones import BOT, Phone

MODELS: dict[str, type[TelegramMethod[Any]]] = {
    model.__api_method__: model
    for model in map(vars(methods).get, methods.__all__)
    if model is not None and hasattr(model, "__api_method__")
}
RETURN_TRUE = {
    "deleteWebhook",
    "setMyCommands",
    "deleteMyCommands",
    "setMyDescription",
    "setMyShortDescription",
    "setChatMenuButton",
    "answerCallbackQuery",
    "sendChatAction",
}


class MessageGone(Exception):
    """The message was deleted, or never sent: the desk is told, as by Telegram."""


class IndependentServer:
    """A server with one bot and people with phones."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.refused: list[str] = []
        self._phones: dict[int, Phone] = {}
        self._files: dict[str, bytes] = {}
        self._updates: list[Update] = []
        self._numbers, self._update_numbers = count(1), count(900_001)
        self._answers: dict[str, Callable[[Any], object]] = {
            "getMe": lambda _: BOT,
            "getMyName": lambda _: BotName(name="Desk"),
            "sendMessage": lambda asked: self._send(asked, text=asked.text),
            "sendPhoto": lambda asked: self._send(asked, caption=asked.caption, photo=[self._photo(asked.photo)]),
            "sendDocument": lambda asked: self._send(asked, caption=asked.caption, document=self._document(asked)),
            "sendMediaGroup": self._send_group,
            "editMessageText": self._edit,
            "editMessageReplyMarkup": self._edit,
            "deleteMessages": self._delete,
            "deleteMessage": self._delete_one,
            "getFile": lambda asked: File(file_id=asked.file_id, file_unique_id="u", file_path=asked.file_id),
        }

    def phone(self, number: int, name: str, phone: str, language: str = "zh-hans") -> Phone:
        """Add a person with a phone."""
        person = User(id=number, is_bot=False, first_name=name, language_code=language)
        self._phones[number] = Phone(person, phone, self._push, self._files, self._numbers)
        return self._phones[number]

    def app(self) -> Starlette:
        """Return the web application."""
        methods = ["GET", "POST"]
        file = Route("/file/bot{token}/{path}", self._file)
        return Starlette(routes=[Route("/bot{token}/{method}", self._serve, methods=methods), file])

    def _push(self, **fields: Any) -> None:
        self._updates.append(other_phones.update(next(self._update_numbers), **fields))

    async def _serve(self, request: Request) -> Response:
        name = str(request.path_params["method"])
        self.asked.append(name)
        try:
            question = MODELS[name].model_validate(await self._parameters(request))
        except (KeyError, ValidationError) as problem:
            return self._refuse(f"{name}: {problem}")
        unknown = [
            extra for extra in question.model_extra or () if extra not in self._files
        ]  # Uploaded files are fields of their own.
        if unknown:
            return self._refuse(f"{name} has no {unknown}")
        if isinstance(question, methods.GetUpdates):
            return _answer(await self._waiting(question))
        if name not in RETURN_TRUE and name not in self._answers:
            return self._refuse(f"{name} is not served here")
        try:
            return _answer(True if name in RETURN_TRUE else self._answers[name](question))
        except MessageGone as gone:
            return _refusal(str(gone))

    async def _file(self, request: Request) -> Response:
        return Response(self._files[str(request.path_params["path"])])

    def _refuse(self, why: str) -> Response:
        self.refused.append(why)
        return _refusal(why)

    async def _waiting(self, question: methods.GetUpdates) -> list[Update]:
        self._updates = [each for each in self._updates if each.update_id >= (question.offset or 0)]
        for _ in range(20 * (question.timeout or 0)):
            if self._updates:
                break
            await asyncio.sleep(0.05)
        return self._updates[: question.limit]

    def _send(self, question: Any, **shown: Any) -> Message:
        phone = self._phones[int(question.chat_id)]  # In a form, numbers are text.
        return phone.show(next(self._numbers), reply_markup=question.reply_markup, **shown)

    def _send_group(self, question: methods.SendMediaGroup) -> list[Message]:
        phone = self._phones[int(question.chat_id)]
        return [
            phone.show(next(self._numbers), caption=each.caption, photo=[self._photo(each.media)], media_group_id="1")
            for each in question.media
        ]

    def _edit(self, question: methods.EditMessageText | methods.EditMessageReplyMarkup) -> Message:
        assert question.chat_id is not None
        assert question.message_id is not None
        phone = self._phones[int(question.chat_id)]
        shown = phone.screen.get(question.message_id)
        if shown is None:
            raise MessageGone("message to edit not found")
        text = question.text if isinstance(question, methods.EditMessageText) else shown.text
        return phone.show(question.message_id, text=text, caption=shown.caption, reply_markup=question.reply_markup)

    def _delete(self, question: methods.DeleteMessages) -> bool:
        for number in question.message_ids:
            self._phones[int(question.chat_id)].screen.pop(number, None)  # As Telegram, which says nothing of others.
        return True

    def _delete_one(self, question: methods.DeleteMessage) -> bool:
        if self._phones[int(question.chat_id)].screen.pop(question.message_id, None) is None:
            raise MessageGone("message to delete not found")
        return True

    def _photo(self, name: Any) -> PhotoSize:
        name = self._known(name)
        return PhotoSize(file_id=name, file_unique_id=f"u-{name}", width=640, height=800)

    def _document(self, question: methods.SendDocument) -> Document:
        name = self._known(question.document)
        return Document(file_id=name, file_unique_id=f"u-{name}")

    def _known(self, value: object) -> str:
        name = str(value).removeprefix("attach://")
        assert name in self._files, f"{name} was never sent"
        return name

    async def _parameters(self, request: Request) -> dict[str, Any]:
        """Return the parameters of a call, JSON or a form. Its files are stored and referred to as attachments."""
        if request.headers.get("content-type", "").startswith("application/json"):
            return {name: _structure(name, value) for name, value in dict(await request.json()).items()}
        async with request.form() as form:
            given = {**request.query_params, **form}
            return {name: await self._kept(name, value) for name, value in given.items()}

    async def _kept(self, name: str, value: object) -> object:
        if not isinstance(value, UploadFile):
            return _structure(name, value)
        kept = f"{name}-{len(self._files)}" if name in ("photo", "document") else name
        self._files[kept] = await value.read()
        return f"attach://{kept}"


def _structure(name: str, value: object) -> object:
    """Parse a value that is JSON in a text field."""
    is_structure = isinstance(value, str) and value[:1] in ("[", "{") and name not in ("text", "caption")
    return json.loads(str(value)) if is_structure else value


def _refusal(why: str) -> Response:
    body = {"ok": False, "error_code": 400, "description": f"Bad Request: {why}"}
    return Response(json.dumps(body), 400, media_type="application/json")


def _answer(result: object) -> Response:
    return Response(json.dumps({"ok": True, "result": _plain(result)}), media_type="application/json")


def _plain(result: object) -> Any:
    if isinstance(result, list):
        return [_plain(each) for each in result]
    if isinstance(result, BaseModel):
        return result.model_dump(mode="json", by_alias=True, exclude_none=True)
    return result


@contextmanager
def served() -> Iterator[tuple[IndependentServer, str]]:
    """Run a server in a thread; yields the server and its address."""
    other = IndependentServer()
    server = uvicorn.Server(
        uvicorn.Config(other.app(), log_config=None, log_level="critical", timeout_graceful_shutdown=1)
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield other, f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()
