"""Verification for the public: a page with camera, picture and text, the same for programs, and the keys themselves.

Pictures are opened in a laboratory; what is shown is what the public may see, and every look is written down.
"""

import json
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.adapters.certificates.code_scanner import codes_of
from bot.adapters.certificates.verifier import Detail, Verdict
from bot.adapters.sandbox.pool import SandboxBusy
from bot.cards import navigation
from bot.cards.certificates import verification as cards
from bot.errors import Refusal
from bot.services.certificates import keyring, verification
from bot.services.certificates.verification import Answer
from bot.texts import LANGUAGES, Texts, plain_text, texts
from bot.web.dependencies import WebSide
from bot.web.templating import LANGUAGE_COOKIE, language_of, page
from storage.certificates.views import LookWay

MOST_CHARACTERS = 4096
YEAR = 31_536_000
GOOD = frozenset({Verdict.VALID})
DOUBTFUL = frozenset({Verdict.EXPIRED, Verdict.SUPERSEDED, Verdict.STATUS_TOO_OLD})


@dataclass(frozen=True, slots=True)
class Told:
    """What is answered: to a program as JSON, to a person as lines; `look` is good, doubtful or bad."""

    status: int
    look: str
    lines: tuple[str, ...]
    facts: dict[str, Any]

    def json(self) -> dict[str, Any]:
        """Everything of it."""
        return {**self.facts, "look": self.look, "lines": list(self.lines)}


class Verification:
    """The public page and its twin for programs."""

    def __init__(self, side: WebSide) -> None:
        self._side = side

    def routes(self) -> list[BaseRoute]:
        """The routes."""
        return [
            Route("/verify", self.page, methods=["GET", "POST"]),
            Route("/api/verify", self.answer, methods=["GET", "POST"]),
            Route("/keys", self.keys),
        ]

    async def page(self, request: Request) -> Response:
        """Show the page; what a form on it brought is answered on it, so that it works without scripts."""
        chosen = request.query_params.get("language", "")
        language = chosen if chosen in LANGUAGES else language_of(request.scope)
        said = texts(language)
        told = await self._take(request, said) if request.method == "POST" else None
        content = page("verify.html", said, told=told, alternatives=_alternatives(language))
        response = Response(content, told.status if told else 200, media_type="text/html")
        if chosen in LANGUAGES:
            response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=YEAR, samesite="lax", httponly=True)
        return response

    async def answer(self, request: Request) -> Response:
        """Answer a program, or the script of the page: `text` or `picture` in, JSON out."""
        said = texts(language_of(request.scope))
        told = await self._take(request, said)
        return JSONResponse(told.json(), told.status)

    async def keys(self, request: Request) -> Response:
        """Give out the public keys and the signed list of what does not count; a new one is signed when due."""
        published = await self._side.database.read(self._published)
        if published is None:
            published = await self._side.database.write(self._publish)
        public, status = published
        return JSONResponse({**json.loads(public), "status": json.loads(status)})

    async def _take(self, request: Request, said: Texts) -> Told:
        try:
            text, picture = await _brought(request)
            if picture is not None:
                return await self._by_picture(picture, said)
        except ValueError:
            return _problem(said, "verification-web-nothing", 400)
        except SandboxBusy:
            return _problem(said, "verification-web-busy", 503)
        if not text.strip():
            return _problem(said, "verification-web-nothing", 400)
        return await self._judged([text], LookWay.WEB_TEXT, said)

    async def _by_picture(self, picture: bytes, said: Texts) -> Told:
        if self._side.photo_pool is None:
            raise SandboxBusy
        result = await codes_of(self._side.photo_pool, picture)
        if "texts" not in result:
            card = cards.unreadable(result["problem"], said)
            return Told(200, "bad", (plain_text(card.text),), {"verdict": "not_ours", "detail": result["problem"]})
        if not result["texts"]:
            return _problem(said, "verification-detail-no-code", 200, detail=Detail.NO_CODE.value)
        return await self._judged(result["texts"], LookWay.WEB_CAMERA, said)

    async def _judged(self, found: list[str], way: LookWay, said: Texts) -> Told:
        now = self._side.clock()

        def judge(session: Session) -> Told:
            answer = verification.check_codes(session, found, by=None, way=way, now=now)
            lines = plain_text(cards.answer(session, answer, said, now=now).text).splitlines()
            return Told(200, _look(answer), tuple(lines), {**_facts(answer), "checked_at": now.isoformat()})

        try:
            told = await self._side.database.write(judge)
        except Refusal as refusal:  # A share code that shows nothing any more.
            sentence = plain_text(navigation.refusal(refusal, said, ()).text)
            return Told(200, "bad", (sentence,), {"verdict": "share_over", "detail": ""})
        self._side.wake()
        return told

    def _published(self, session: Session) -> tuple[str, str] | None:
        status = keyring.current_list(session, now=self._side.clock())
        return (keyring.public(session).to_json(), status) if status is not None else None

    def _publish(self, session: Session) -> tuple[str, str]:
        status = keyring.publish_list(session, now=self._side.clock())
        return keyring.public(session).to_json(), status


async def _brought(request: Request) -> tuple[str, bytes | None]:
    """Return the text, or the picture, that a request brings. Raises ValueError for anything else."""
    if request.method == "GET":
        return request.query_params.get("text", "")[:MOST_CHARACTERS], None
    if request.headers.get("content-type", "").startswith("application/json"):
        found = json.loads(await request.body())
        if not isinstance(found, dict) or not isinstance(found.get("text"), str):
            raise ValueError("no text")
        return found["text"][:MOST_CHARACTERS], None
    async with request.form(max_files=1, max_fields=4) as form:
        return await _of_form(form)


async def _of_form(form: FormData) -> tuple[str, bytes | None]:
    picture, text = form.get("picture"), form.get("text", "")
    if isinstance(picture, UploadFile) and picture.size:
        return "", await picture.read()
    return text[:MOST_CHARACTERS] if isinstance(text, str) else "", None


def _problem(said: Texts, key: str, status: int, *, detail: str = "") -> Told:
    return Told(status, "bad", (plain_text(said(key)),), {"verdict": "not_ours", "detail": detail})


def _look(answer: Answer) -> str:
    if answer.verdict in GOOD:
        return "good"
    return "doubtful" if answer.verdict in DOUBTFUL else "bad"


def _facts(answer: Answer) -> dict[str, Any]:
    """What the public may know: no state in words, nobody's name."""
    return {
        "verdict": answer.verdict.value,
        "detail": answer.detail,
        "plate": answer.plate,
        "plate_type": answer.plate_type,
        "valid_until": answer.valid_until,
        "number": answer.number,
    }


def _alternatives(language: str) -> dict[str, str]:
    return {code: name for code, name in LANGUAGES.items() if code != language}
