"""Public certificate verification: a page with camera, picture and text, a JSON API, and the published keys.

Pictures are decoded in the sandbox. The answer holds only what the public may see, and every view is recorded.
Requests of all neighbourhoods take turns (`neighbourhood_queue`); one that has to be sent again gets no verdict.
"""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from bot.adapters.certificates.code_scanner import codes_of
from bot.adapters.certificates.verifier import CertificateVerdict, VerdictDetail
from bot.adapters.pictures.sanitise import PictureProblem
from bot.adapters.sandbox.errors import SandboxBusy
from bot.cards import navigation
from bot.cards.certificates import verification as cards
from bot.errors import Refusal
from bot.services.certificates import audit_heads, signing_keys, verification
from bot.services.certificates.verification import VerificationResult
from bot.texts import LANGUAGES, Texts, plain_text, texts, without_signs
from bot.web.access import client_address
from bot.web.dependencies import WebDependencies
from bot.web.neighbourhood_queue import RETRY_SECONDS, NeighbourhoodQueue, QueueFull, QueueLimits
from bot.web.route_policies import VERIFY, is_upload, route
from bot.web.templating import LANGUAGE_COOKIE, language_of, page
from storage.certificates.views import ViewWay

MAX_CHARACTERS = 4096
YEAR = 31_536_000
# On SQLite updates wait behind texts that are verified: so there is one at a time, and a rest after it.
TEXTS_AT_ONCE, REST = 1, 3.0
UNREADABLE = CertificateVerdict.UNREADABLE.value
# The rating of the other verdicts is bad.
RATINGS = {CertificateVerdict.VALID: "good", CertificateVerdict.PAPER: "paper"} | dict.fromkeys(
    (
        CertificateVerdict.EXPIRED,
        CertificateVerdict.SUPERSEDED,
        CertificateVerdict.STATUS_TOO_OLD,
        CertificateVerdict.UNREADABLE,
    ),
    "doubtful",
)


@dataclass(frozen=True, slots=True)
class VerificationAnswer:
    """The answer, as JSON for programs and as lines for people.

    `rating`: good, paper (genuine, but no certificate), doubtful, bad, or "" without a verdict.
    retry_after: seconds after which a busy desk should be asked again.
    """

    status: int
    rating: str
    lines: tuple[str, ...]
    facts: dict[str, Any]
    retry_after: int = 0

    @property
    def headers(self) -> dict[str, str]:
        """Headers that the answer needs."""
        return {"Retry-After": str(self.retry_after)} if self.retry_after else {}

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        if self.retry_after:
            return {"error": " ".join(self.lines), "retry_after": self.retry_after}
        return {**self.facts, "look": self.rating, "lines": list(self.lines)}


class VerificationPages:
    """The public page, the API and the published keys."""

    def __init__(self, web: WebDependencies) -> None:
        self._web = web
        self._pictures = NeighbourhoodQueue(places=web.photo_pool.workers if web.photo_pool else 1)
        limits = QueueLimits(near=8, wide=16, waiting=32)
        self._texts = NeighbourhoodQueue(places=TEXTS_AT_ONCE, limits=limits, rest=REST)

    def routes(self) -> list[BaseRoute]:
        """Return the routes."""
        return [route(VERIFY, self.page), route("/api/verify", self.api), route("/keys", self.keys)]

    async def page(self, request: Request) -> Response:
        """Show the page. The result of its forms is shown on it too, so that it works without JavaScript."""
        chosen = request.query_params.get("language", "")
        language = chosen if chosen in LANGUAGES else language_of(request.scope)
        catalogue = texts(language).at(self._web.clock())
        answer = await self._verify(request, catalogue) if request.method == "POST" else None
        alternatives = {code: name for code, name in LANGUAGES.items() if code != language}
        content = page("verify.html", catalogue, answer=answer, alternatives=alternatives)
        status, headers = (answer.status, answer.headers) if answer else (200, {})
        response = Response(content, status, headers, media_type="text/html")
        if chosen in LANGUAGES:
            response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=YEAR, samesite="lax", httponly=True)
        return response

    async def api(self, request: Request) -> Response:
        """Answer a program or the script of the page: takes `text` or `picture`, returns JSON."""
        catalogue = texts(language_of(request.scope)).at(self._web.clock())
        answer = await self._verify(request, catalogue)
        return JSONResponse(answer.to_dict(), answer.status, answer.headers)

    async def keys(self, request: Request) -> Response:
        """Return the public keys, the signed status list, and the signed head of the audit as soon as there is one.

        Signs a new list if the last one is too old.
        """
        published = await self._web.database.read(self._published)
        if published is None:
            published = await self._web.database.write(self._publish)
        return JSONResponse(published)

    async def _verify(self, request: Request, catalogue: Texts) -> VerificationAnswer:
        """Verify a text or a picture in its turn. An upload counts from its beginning, and waits on the disk."""
        queue = self._pictures if is_upload(request.headers) else self._texts
        try:
            with queue.enter(client_address(request.scope)) as entry:
                async with _given(request) as (text, picture), queue.turn(entry):
                    if picture is not None:
                        return await self._verify_picture(await picture.read(), catalogue)
                    if text.strip():
                        return await self._verify_text(text, catalogue)
        except (QueueFull, SandboxBusy):
            return _busy(catalogue)
        except ValueError:
            pass
        return _problem(catalogue, "verification-web-nothing", 400)

    async def _verify_picture(self, picture: bytes, catalogue: Texts) -> VerificationAnswer:
        if self._web.photo_pool is None:
            raise SandboxBusy
        result = await codes_of(self._web.photo_pool, picture)
        if result.get("problem") == PictureProblem.BUSY:
            raise SandboxBusy
        if "texts" not in result:
            card = cards.unreadable(result["problem"], catalogue)
            facts = {"verdict": UNREADABLE, "detail": result["problem"]}
            return VerificationAnswer(200, "doubtful", (_words(card.text),), facts)
        if not result["texts"]:
            return _problem(catalogue, "verification-no-code", 200, detail=VerdictDetail.NO_CODE.value)
        codes, way = result["texts"], ViewWay.WEB_CAMERA
        return await self._answer(partial(verification.verify_codes, texts=codes, way=way, by=None), catalogue)

    async def _verify_text(self, text: str, catalogue: Texts) -> VerificationAnswer:
        verify = partial(verification.verify, text=text, way=ViewWay.WEB_TEXT, by=None)
        return await self._answer(verify, catalogue)

    async def _answer(self, verified: Callable[..., VerificationResult], catalogue: Texts) -> VerificationAnswer:
        now = self._web.clock()

        def verify(session: Session) -> VerificationAnswer:
            result = verified(session, now=now)
            lines = _words(cards.result(session, result, catalogue, now=now).text).splitlines()
            facts = {**_facts(result), "checked_at": now.isoformat()}
            return VerificationAnswer(200, RATINGS.get(result.verdict, "bad"), tuple(lines), facts)

        try:
            answer = await self._web.database.write(verify)
        except Refusal as refusal:  # A share code that has ended.
            sentence = _words(navigation.refusal(refusal, catalogue, ()).text)
            return VerificationAnswer(200, "bad", (sentence,), {"verdict": "share_over", "detail": ""})
        self._web.wake()
        return answer

    def _published(self, session: Session) -> dict[str, Any] | None:
        status = signing_keys.current_list(session, now=self._web.clock())
        return _key_document(session, status) if status is not None else None

    def _publish(self, session: Session) -> dict[str, Any]:
        return _key_document(session, signing_keys.publish_list(session, now=self._web.clock()))


def _key_document(session: Session, status: str) -> dict[str, Any]:
    head = audit_heads.published(session)
    signed = {"status": json.loads(status), **({"audit": head} if head is not None else {})}
    return {**json.loads(signing_keys.public(session).to_json()), **signed}


@asynccontextmanager
async def _given(request: Request) -> AsyncIterator[tuple[str, UploadFile | None]]:
    """Yield the text or the picture of a request. Raises ValueError if it has neither."""
    if request.method == "GET":
        yield request.query_params.get("text", "")[:MAX_CHARACTERS], None
    elif request.headers.get("content-type", "").startswith("application/json"):
        given = _parse(await request.body())
        if not isinstance(given, dict) or not isinstance(given.get("text"), str):
            raise ValueError("no text")
        yield given["text"][:MAX_CHARACTERS], None
    else:
        async with request.form(max_files=1, max_fields=4) as form:
            picture, text = form.get("picture"), form.get("text", "")
            typed = text[:MAX_CHARACTERS] if isinstance(text, str) else ""
            yield (typed, picture) if isinstance(picture, UploadFile) and picture.size else (typed, None)


def _parse(body: bytes) -> Any:
    """Return a JSON value. Raises ValueError, for one that is nested too deeply as well."""
    try:
        return json.loads(body)
    except RecursionError as problem:
        raise ValueError("nested too deeply") from problem


def _busy(catalogue: Texts) -> VerificationAnswer:
    """Return that the desk is busy: nothing is said of the certificate, and the caller may send it again."""
    sentence = plain_text(catalogue("verification-web-busy"))
    return VerificationAnswer(503, "", (sentence,), {}, retry_after=RETRY_SECONDS)


def _words(markup: str) -> str:
    """Return a card's text for the page, which draws the sign of the verdict itself."""
    return without_signs(plain_text(markup))


def _problem(catalogue: Texts, key: str, status: int, *, detail: str = "") -> VerificationAnswer:
    sentence = _words(catalogue(key))
    return VerificationAnswer(status, "doubtful", (sentence,), {"verdict": UNREADABLE, "detail": detail})


def _facts(result: VerificationResult) -> dict[str, Any]:
    """Return what the public may know: not the vehicle's state and no names."""
    return {
        "verdict": result.verdict.value,
        "detail": result.detail,
        "plate": result.plate,
        "plate_type": result.plate_type,
        "valid_until": result.valid_until,
        "number": result.number,
        **_paper_facts(result),
    }


def _paper_facts(result: VerificationResult) -> dict[str, Any]:
    """Return what the code of a decision or receipt says; nothing for certificates."""
    paper = result.paper
    if paper is None:
        return {}
    return {"paper": paper.kind.value, "decision": paper.number, "fen": paper.fen, "at": paper.at.isoformat()}
