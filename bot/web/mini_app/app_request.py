"""One request of the Mini App: the Telegram user who has opened it, the language, the transaction, the answer in JSON.

The session's token comes in the header Authorization, which no other site can send. The session is looked up in the
transaction that reads or acts, so that signing out takes effect at the next request.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import orjson
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.errors import NotYours, Refusal
from bot.links import DeskLinks
from bot.services.identity import app_sessions
from bot.services.identity.app_sessions import AppUser
from bot.texts import Texts, plain_text, texts
from bot.web import route_policies
from bot.web.dependencies import WebDependencies
from bot.web.errors import error_response
from bot.web.recorded_acts import act_and_record
from bot.web.route_policies import POLICIES, Access
from bot.web.templating import language_of
from storage.register.people import Person

Result = TypeVar("Result")
BEARER = "Bearer "
STATUSES: dict[type[Refusal], int] = {NotYours: 404}


class AppClosed(Exception):
    """The request has no session, or the session has ended."""


class MalformedRequest(Exception):
    """The body is not the JSON that the page sends."""


@dataclass
class AppRequest:
    """One request. `user` is known after the first `read` or `act`; from then on `texts` are in the user's language."""

    http: Request
    web: WebDependencies
    now: datetime
    texts: Texts
    user: AppUser | None = None
    body: dict[str, Any] = field(default_factory=dict)
    payload: str = ""  # Of the deep link by which the chat goes on where the app cannot.

    async def read(self, work: Callable[[Session, AppUser], Result]) -> Result:
        """Run a query for the user, who may be a guest. Raises AppClosed."""
        return await self.web.database.read(lambda session: work(session, self._find(session)))

    async def require_user(self) -> None:
        """Require a session before the rest of the request is looked at. Raises AppClosed."""
        await self.read(lambda _, user: user)

    async def act(self, work: Callable[[Session, AppUser], Result]) -> Result:
        """Do something for the user, who may be a guest, in one transaction. Raises AppClosed, or the refusal.

        As in the chat, a refusal is recorded, and what was written before it stays only if it has to be remembered.
        """

        def account_id() -> UUID:
            assert self.user is not None
            return self.user.account_id

        def action(session: Session) -> Result:
            return work(session, self._find(session))

        return await act_and_record(self.web, action, by=account_id, now=self.now)

    async def read_as(self, work: Callable[[Session, Person], Result]) -> Result:
        """Run a query for the registered person. Raises AppClosed, or why they may not act."""
        return await self.read(lambda session, user: work(session, app_sessions.require_person(session, user)))

    async def act_as(self, work: Callable[[Session, Person], Result]) -> Result:
        """Do something for the registered person in one transaction. Raises AppClosed, or why they may not act."""
        return await self.act(lambda session, user: work(session, app_sessions.require_person(session, user)))

    def id(self, name: str) -> UUID:
        """Return an id of the body. Raises NotYours for what is none."""
        try:
            return UUID(self.text(name))
        except ValueError:
            raise NotYours from None

    def text(self, name: str) -> str:
        """Return a text of the body, empty without it. Raises MalformedRequest for anything else."""
        value = self.body.get(name, "")
        if not isinstance(value, str):
            raise MalformedRequest
        return value

    @property
    def chat_link(self) -> str:
        """The link that opens the chat, with the payload if there is one."""
        links = DeskLinks(self.web.bot_username)
        return links.deep_link(self.payload) if self.payload else f"https://t.me/{links.bot_username}"

    def speak(self, language: str) -> None:
        """Answer in this language from now on."""
        self.texts = texts(language).at(self.now)

    def _find(self, session: Session) -> AppUser:
        scheme, token = self.http.headers.get("authorization", "")[: len(BEARER)], self.token
        user = app_sessions.find(session, token, now=self.now) if scheme == BEARER else None
        if user is None:
            raise AppClosed
        self.user = user
        self.speak(user.account.language)
        return user

    @property
    def token(self) -> str:
        """The token that the request brings, empty without one."""
        return self.http.headers.get("authorization", "")[len(BEARER) :]


Endpoint = Callable[[AppRequest], Awaitable[Response]]


class AppRoutes:
    """Builds the routes of the Mini App: reads the body, requires a session, explains refusals."""

    def __init__(self, web: WebDependencies) -> None:
        self._web = web

    def route(self, path: str, endpoint: Endpoint) -> Route:
        """Return a route. A path whose policy asks for a session answers 401 without one."""
        needs_session = POLICIES[path].access is Access.APP

        async def answer(http: Request) -> Response:
            now = self._web.clock()
            request = AppRequest(http, self._web, now, texts(language_of(http.scope)).at(now))
            try:
                if needs_session and not request.token:
                    raise AppClosed
                request.body = await _body(http)
                return await endpoint(request)
            except AppClosed:
                return error_response(http.scope, 401, sentence=request.texts.plain("app-closed"))
            except MalformedRequest:
                return error_response(http.scope, 400)
            except Refusal as refusal:
                return _refused(request, refusal)

        return route_policies.route(path, answer)


async def _body(http: Request) -> dict[str, Any]:
    """Return the JSON object of the body, empty for requests without one. Raises MalformedRequest."""
    if not http.headers.get("content-type", "").startswith("application/json"):
        return {}
    try:
        body = orjson.loads(await http.body())
    except orjson.JSONDecodeError:
        raise MalformedRequest from None
    if not isinstance(body, dict):
        raise MalformedRequest
    return body


def _refused(request: AppRequest, refusal: Refusal) -> JSONResponse:
    """Return the reasons of a refusal; `offers`: the chat's commands that help."""
    reasons = refusal.reasons()
    sentence = "\n".join(plain_text(request.texts(reason.key, **reason.values)) for reason in reasons)
    offers = sorted({offer for reason in reasons for offer in reason.offers})
    answer = {"error": sentence, "offers": offers, "chat": request.chat_link}
    return JSONResponse(answer, STATUSES.get(type(reasons[0]), 409))
