"""A Bot API server that shares nothing with the local Telegram: its shapes are aiogram's, both ways.

What the bot asks is read by aiogram's model of that method, and refused if it holds a field
the model does not know; what the bot receives is built from aiogram's types and written by them.
"""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import uvicorn
from aiogram import methods
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Chat, InlineKeyboardMarkup, Message, Update, User
from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

MODELS: dict[str, type[TelegramMethod[Any]]] = {
    model.__api_method__: model
    for model in map(vars(methods).get, methods.__all__)
    if model is not None and hasattr(model, "__api_method__")
}
STILL = {
    "deleteWebhook",
    "setMyCommands",
    "deleteMyCommands",
    "setMyDescription",
    "setMyShortDescription",
    "setChatMenuButton",
    "answerCallbackQuery",
    "sendChatAction",
}
"""Methods that are read and answered with true."""

BOT = User(id=1_000_000_001, is_bot=True, first_name="Desk", username="desk_bot")
PERSON = User(id=42, is_bot=False, first_name="Wei", language_code="en")
CHAT = Chat(id=42, type="private", first_name="Wei")


class OtherServer:
    """One bot, one person, one chat."""

    def __init__(self) -> None:
        self.screen: dict[int, Message] = {}
        self.asked: list[str] = []
        self.refused: list[str] = []
        self._updates: list[Update] = []
        self._numbers, self._update_numbers = count(1), count(900_001)
        self._answers: dict[str, Callable[[Any], object]] = {
            "getMe": lambda _: BOT,
            "sendMessage": self._send,
            "editMessageText": self._edit,
        }

    def app(self) -> Starlette:
        """Return what serves it."""
        return Starlette(routes=[Route("/bot{token}/{method}", self._serve, methods=["GET", "POST"])])

    def says(self, text: str) -> None:
        """Let the person write."""
        message = Message(message_id=next(self._numbers), date=_now(), chat=CHAT, from_user=PERSON, text=text)
        kind = "bot_command" if text.startswith("/") else None
        entities = [{"type": kind, "offset": 0, "length": len(text.split()[0])}] if kind else None
        told = Message.model_validate(message.model_dump(by_alias=True) | {"entities": entities})
        self._updates.append(Update(update_id=next(self._update_numbers), message=told))

    def taps(self, label: str) -> None:
        """Let the person tap the newest button of which this is a part."""
        for message in reversed(self.screen.values()):
            for button in _buttons(message):
                if label in button.text:
                    query = CallbackQuery(
                        id="7", from_user=PERSON, chat_instance="1", message=message, data=button.callback_data
                    )
                    self._updates.append(Update(update_id=next(self._update_numbers), callback_query=query))
                    return
        raise AssertionError(f"no button {label!r}")

    async def _serve(self, request: Request) -> Response:
        name = str(request.path_params["method"])
        self.asked.append(name)
        try:
            question = MODELS[name].model_validate(await _parameters(request))
        except (KeyError, ValidationError) as problem:
            return self._refuse(f"{name}: {problem}")
        if question.model_extra:
            return self._refuse(f"{name} has no {sorted(question.model_extra)}")
        if isinstance(question, methods.GetUpdates):
            return _answer(await self._waiting(question))
        return _answer(True if name in STILL else self._answers[name](question))

    def _refuse(self, why: str) -> Response:
        self.refused.append(why)
        body = {"ok": False, "error_code": 400, "description": f"Bad Request: {why}"}
        return Response(json.dumps(body), 400, media_type="application/json")

    async def _waiting(self, question: methods.GetUpdates) -> list[Update]:
        self._updates = [each for each in self._updates if each.update_id >= (question.offset or 0)]
        for _ in range(20 * (question.timeout or 0)):
            if self._updates:
                break
            await asyncio.sleep(0.05)
        return self._updates[: question.limit]

    def _send(self, question: methods.SendMessage) -> Message:
        return self._show(next(self._numbers), question)

    def _edit(self, question: methods.EditMessageText) -> Message:
        assert question.message_id in self.screen
        return self._show(question.message_id, question)

    def _show(self, number: int, question: methods.SendMessage | methods.EditMessageText) -> Message:
        """Put a message on the screen; like Telegram's, it tells of inline keyboards alone."""
        assert question.chat_id == CHAT.id
        markup = question.reply_markup if isinstance(question.reply_markup, InlineKeyboardMarkup) else None
        shown = Message(
            message_id=number, date=_now(), chat=CHAT, from_user=BOT, text=question.text, reply_markup=markup
        )
        self.screen[number] = shown
        return shown


def _buttons(message: Message) -> list[Any]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    return [button for row in rows for button in row]


async def _parameters(request: Request) -> dict[str, Any]:
    """Read the parameters of a call: a JSON body or a form; in both a structure may be written as JSON text."""
    if request.headers.get("content-type", "").startswith("application/json"):
        given = dict(await request.json())
    else:
        given = {**request.query_params, **await request.form()}
    return {name: _structure(name, value) for name, value in given.items()}


def _structure(name: str, value: object) -> object:
    is_structure = isinstance(value, str) and value[:1] in ("[", "{") and name not in ("text", "caption")
    return json.loads(str(value)) if is_structure else value


def _answer(result: object) -> Response:
    return Response(json.dumps({"ok": True, "result": _plain(result)}), media_type="application/json")


def _plain(result: object) -> Any:
    if isinstance(result, list):
        return [_plain(each) for each in result]
    if isinstance(result, BaseModel):
        return result.model_dump(mode="json", by_alias=True, exclude_none=True)
    return result


def _now() -> Any:
    return int(time.time())


@contextmanager
def served() -> Iterator[tuple[OtherServer, str]]:
    """Serve one from a thread; gives it, and its address."""
    other = OtherServer()
    server = uvicorn.Server(uvicorn.Config(other.app(), log_level="critical", timeout_graceful_shutdown=1))
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        yield other, f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        thread.join()
