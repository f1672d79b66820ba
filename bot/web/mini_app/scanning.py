"""Scanning in the Mini App: a vehicle code begins a filing, a certificate or share code is verified.

text or picture ──► vehicle code ──► which relationship? ──► applied: the chat goes on with the identity check
                └─► certificate, decision, share code ──► the verdict
                └─► anything else ──► what it is, and nothing happens
"""

from typing import Any

from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.adapters.certificates.code_scanner import codes_of
from bot.adapters.pictures.sanitise import PictureProblem
from bot.adapters.sandbox.errors import SandboxBusy
from bot.cards.certificates import verification as verification_cards
from bot.cards.filing import filings as filing_cards
from bot.errors import Refusal
from bot.services.certificates import share_codes, verification
from bot.services.filing import approvals, typed_input, vehicle_code_links, vehicle_codes
from bot.services.filing.vehicle_code_links import OtherCodeKind
from bot.services.identity import app_sessions, consents
from bot.services.identity.app_sessions import AppUser
from bot.services.values import plates, short_codes
from bot.texts import Texts, plain_text
from bot.web.access import client_address
from bot.web.certificate_verification import RATINGS
from bot.web.errors import error_response
from bot.web.mini_app.app_request import AppRequest, AppRoutes, MalformedRequest
from bot.web.neighbourhood_queue import RETRY_SECONDS, NeighbourhoodQueue, QueueFull
from bot.web.route_policies import APP
from storage.certificates.views import ViewWay
from storage.filing.filings import FilingStatus, Relationship
from storage.register.people import Person
from storage.register.vehicles import Vehicle

MAX_CHARACTERS = 4096


class NotOurCode(Refusal, key="app-scan"):
    """A code of something else; each kind has its own text."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)


def routes(app: AppRoutes) -> list[Route]:
    """Return the routes."""
    pictures = Pictures()
    return [
        app.route(f"{APP}/scan", scan),
        app.route(f"{APP}/scan/picture", pictures.scan),
        app.route(f"{APP}/filings", apply),
    ]


async def scan(request: AppRequest) -> Response:
    """Take the text of a code, or a short code that was typed."""
    await request.require_user()
    return await _take(request, request.text("text"))


class Pictures:
    """Takes pictures of codes, one at a time; they are decoded in the sandbox of the public pages.

    An upload takes no place: a slow one would keep everybody else from it.
    """

    def __init__(self) -> None:
        self._queue = NeighbourhoodQueue(places=1)

    async def scan(self, request: AppRequest) -> Response:
        """Take the code in a picture: a vehicle code if there is one, else a certificate, else the first."""
        await request.require_user()
        try:
            with self._queue.enter(client_address(request.http.scope)) as entry:
                async with request.http.form(max_files=1, max_fields=1) as form, self._queue.turn(entry):
                    found = await self._codes(request, form.get("picture"))
        except (QueueFull, SandboxBusy):
            headers = {"Retry-After": str(RETRY_SECONDS)}
            return error_response(request.http.scope, 503, key="verification-web-busy", headers=headers)
        if not found:
            raise NotOurCode("nothing")
        username = request.web.bot_username
        vehicle = [text for text in found if vehicle_code_links.find_token(text, username=username)]
        certificate = [text for text in found if vehicle_code_links.classify(text) is OtherCodeKind.CERTIFICATE]
        return await _take(request, (vehicle or certificate or found)[0])

    async def _codes(self, request: AppRequest, picture: UploadFile | str | None) -> list[str]:
        if not isinstance(picture, UploadFile) or request.web.photo_pool is None:
            raise MalformedRequest
        result = await codes_of(request.web.photo_pool, await picture.read())
        if result.get("problem") == PictureProblem.BUSY:
            raise SandboxBusy
        if "problem" in result:
            raise NotOurCode("unreadable")
        return list(result["texts"])


async def apply(request: AppRequest) -> Response:
    """Apply with a scanned vehicle code. The identity check, which is next, is in the chat."""

    def action(session: Session, user: AppUser) -> str:
        person = app_sessions.require_person(session, user)
        consents.require(session, person)  # Revoked, perhaps, since the code was scanned.
        relationship = _relationship(request)
        is_other = relationship is Relationship.OTHER
        filing = vehicle_codes.apply(
            session,
            request.id("code"),
            relationship=relationship,
            relationship_text=typed_input.parse_relationship(request.text("words")) if is_other else "",
            by=person,
            lane=user.account.lane,
            now=request.now,
        )
        is_next = filing.status is FilingStatus.CHECKING
        if is_next:
            approvals.tell_agreed(session, filing, now=request.now)
        key = "app-filed" if is_next else "app-filed-by-sms"
        return request.texts.plain(key, **filing_cards.facts(session, filing, request.texts))

    return JSONResponse({"said": await request.act(action), "chat": request.chat_link})


def _relationship(request: AppRequest) -> Relationship:
    try:
        return Relationship(request.text("relationship"))
    except ValueError:
        raise MalformedRequest from None


async def _take(request: AppRequest, text: str) -> Response:
    """Answer a text. One that is too long is never looked at."""
    text = text.strip()
    if not text or len(text) > MAX_CHARACTERS:
        raise NotOurCode("nothing" if not text else "foreign")
    token = vehicle_code_links.find_token(text, username=request.web.bot_username)
    if token:
        request.payload = f"{vehicle_code_links.PREFIX}-{token}"
        return await _vehicle_code(request, link=token)
    kind = vehicle_code_links.classify(text)
    is_short = short_codes.parse(text, vehicle_codes.SHORT_LENGTH) is not None
    if kind is not OtherCodeKind.CERTIFICATE and not is_short:
        raise NotOurCode(kind.value)
    if is_short and not await request.read(lambda session, _: share_codes.find(session, text) is not None):
        return await _vehicle_code(request, short=short_codes.parse(text, vehicle_codes.SHORT_LENGTH) or "")
    return await _verify(request, text)


async def _vehicle_code(request: AppRequest, *, link: str = "", short: str = "") -> Response:
    def action(session: Session, person: Person) -> dict[str, Any]:
        consents.require(session, person)
        code = vehicle_codes.scan(session, links=[link] if link else [], short=short, by=person, now=request.now)
        plate = plates.display(session.get_one(Vehicle, code.vehicle_id).plate)
        question = request.texts("qr-ask-relationship", plate=plate, version=filing_cards.TERMS)
        return {"code": str(code.id), "plate": plate, "question": plain_text(question)}

    found = await request.act_as(action)
    return JSONResponse({"kind": "vehicle", **found, "relationships": _relationships(request.texts)})


def _relationships(texts: Texts) -> list[dict[str, str]]:
    labels = {kind: texts.plain(f"relationship-{kind.value}") for kind in Relationship}
    return [{"value": kind.value, "label": label[:1].upper() + label[1:]} for kind, label in labels.items()]


async def _verify(request: AppRequest, text: str) -> Response:
    def action(session: Session, user: AppUser) -> dict[str, Any]:
        found = verification.verify(session, text, way=ViewWay.TEXT, by=user.account, now=request.now)
        card = verification_cards.result(session, found, request.texts, now=request.now)
        rating = RATINGS.get(found.verdict, "bad")
        return {"kind": "certificate", "rating": rating, "lines": plain_text(card.text).splitlines()}

    return JSONResponse(await request.act(action))
