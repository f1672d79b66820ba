"""Records what people do in a local Telegram, as lines of JSON, and does it again.

    python -m bot.simulator --record FILE            writes each act of people while it runs
    python -m bot.simulator.recording FILE           does them again at a running simulator, begun as the recorded one

A line is {"at": seconds since the start, "method", "path", "type", "body": the body in base64}. Messages have the same
ids again if the bot answers with as many messages; an act that names a message waits until the chat has it.
"""

import argparse
import base64
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TextIO

import httpx
import orjson
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

RECORDED = ("/world/people", "/world/groups", "/world/clock", "/world/face", "/world/faults")
_NAMES = ("message_id", "reply_to", "edit", "forward")  # Fields of a body that name a message.
_LOOK_SECONDS = 0.05


class Recorder:
    """ASGI middleware that writes each successful act of people to a file, one line each."""

    def __init__(self, app: ASGIApp, *, file: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._file = file
        self._clock = clock
        self._start = clock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and write it down if it was an act that succeeded."""
        if scope["type"] != "http" or scope["method"] == "GET" or not scope["path"].startswith(RECORDED):
            await self._app(scope, receive, send)
            return
        at, chunks, succeeded = self._clock() - self._start, [b""], [False]

        async def receive_and_keep() -> Message:
            message = await receive()
            chunks.append(message.get("body", b""))
            return message

        async def send_and_look(message: Message) -> None:
            if message["type"] == "http.response.start":
                succeeded[0] = message["status"] < 300
            await send(message)

        await self._app(scope, receive_and_keep, send_and_look)
        if succeeded[0]:
            self._write(scope, at, b"".join(chunks))

    def _write(self, scope: Scope, at: float, body: bytes) -> None:
        query = scope["query_string"].decode()
        line = {
            "at": round(at, 3),
            "method": scope["method"],
            "path": scope["path"] + (f"?{query}" if query else ""),
            "type": Headers(scope=scope).get("content-type", ""),
            "body": base64.b64encode(body).decode(),
        }
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()


def replay(client: httpx.Client, lines: Iterable[str], *, speed: float = 1.0, patience: float = 30.0) -> int:
    """Do recorded acts at a running simulator and return their number.

    speed: how many times faster than recorded; patience: seconds to wait for a message that an act names.
    Raises ValueError, which names the line, for an act that is refused or whose message does not come.
    """
    start = time.monotonic()
    count = 0
    for number, line in enumerate(lines, 1):
        act = json.loads(line)
        time.sleep(max(0.0, start + act["at"] / speed - time.monotonic()))
        _await_message(client, act, time.monotonic() + patience)
        headers = {"content-type": act["type"]} if act["type"] else {}
        body = base64.b64decode(act["body"])
        answer = client.request(act["method"], act["path"], content=body, headers=headers)
        if answer.status_code >= 300:
            raise ValueError(f"line {number}: {act['method']} {act['path']}: {answer.text}")
        count = number
    return count


def _await_message(client: httpx.Client, act: dict[str, Any], end: float) -> None:
    """Wait until the chat of an act has the message that the act names; the act itself says what is missing then."""
    path, wanted = _named_message(act)
    while path and time.monotonic() < end:
        shown = client.get(path, params={"after": wanted - 1}).json().get("messages", [])
        if any(message["message_id"] == wanted for message in shown):
            return
        time.sleep(_LOOK_SECONDS)


def _named_message(act: dict[str, Any]) -> tuple[str, int]:
    """Return the path of the chat and the id of the message that an act names; "" if it names none."""
    chat = "/".join(act["path"].partition("?")[0].split("/")[:4]) + "/messages"
    last = act["path"].partition("?")[0].rpartition("/")[2]
    if act["method"] == "DELETE" and last.isdigit():
        return chat, int(last)
    body = _body_of(act)
    named = [body[name] for name in _NAMES if isinstance(body.get(name), int)]
    if not named:
        return "", 0
    is_forward = "forward" in body and body.get("from")
    return (f"/world/people/{body['from']}/messages" if is_forward else chat), named[0]


def _body_of(act: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON object that an act sends, empty if it sends something else."""
    is_json = act["type"].startswith("application/json")
    body = orjson.loads(base64.b64decode(act["body"]) or b"{}") if is_json else {}
    return body if isinstance(body, dict) else {}


def main() -> None:
    """Replay a file at a running simulator."""
    parser = argparse.ArgumentParser(prog="python -m bot.simulator.recording", description="Replay recorded acts.")
    parser.add_argument("file", type=Path, help="what --record has written")
    parser.add_argument("--address", default="http://127.0.0.1:8081", help="of the simulator (default: %(default)s)")
    parser.add_argument("--speed", type=float, default=1.0, help="times faster than recorded (default: %(default)s)")
    options = parser.parse_args()
    if options.speed <= 0:
        parser.error("--speed must be positive")
    with httpx.Client(base_url=options.address, timeout=60, trust_env=False) as client, options.file.open() as file:
        try:
            count = replay(client, file, speed=options.speed)
        except (ValueError, KeyError, httpx.HTTPError) as error:
            parser.exit(1, f"{error}\n")
    sys.stdout.write(f"{count} acts replayed.\n")


if __name__ == "__main__":
    main()
