"""Requests of one's vehicles in the Mini App: the rows, rights and acts of /approvals."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import local_time
from bot.cards.filing.filings import facts
from bot.errors import InvalidCallbackData, NotYours
from bot.services.filing import (
    approval_withdrawal,
    approvals,
    endings,
    filing_terms,
    filings,
    my_vehicles,
    owner_requests,
)
from bot.services.filing.owner_requests import OwnerRequest
from bot.services.organisations import question_messages
from bot.texts import Texts, plain_text
from bot.web.mini_app.app_request import AppRequest, AppRoutes
from bot.web.route_policies import APP
from storage.filing.approvals import Approval
from storage.filing.filings import Filing, FilingStatus
from storage.register.people import Person

REQUESTS = f"{APP}/requests"
MAX_PAGE = 10_000
NO_TERM = "0"


def routes(app: AppRoutes) -> list[Route]:
    """Return the routes."""
    acts = (approve, refuse, stop, unbind, term)
    return [app.route(REQUESTS, listing), *(app.route(f"{REQUESTS}/{act.__name__}", act) for act in acts)]


async def listing(request: AppRequest) -> Response:
    """Return a page of the requests."""
    typed = request.http.query_params.get("page", "1")
    number = min(int(typed), MAX_PAGE) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1

    def query(session: Session, person: Person) -> dict[str, Any]:
        page = owner_requests.page(session, person, now=request.now, number=number)
        rows = [_row(session, each, request.texts) for each in page.requests]
        none = request.texts.plain("approval-none")
        return {"requests": rows, "page": page.number, "pages": page.pages, "none": none}

    return JSONResponse(await request.read_as(query))


async def approve(request: AppRequest) -> Response:
    """Approve an application."""
    return await _answer(request, approvals.approve, "approval-approved")


async def refuse(request: AppRequest) -> Response:
    """Refuse an application."""
    return await _answer(request, approvals.refuse, "approval-refused")


async def stop(request: AppRequest) -> Response:
    """Withdraw the approval of an application that is not completed yet."""

    def action(session: Session, person: Person) -> str:
        filing = approval_withdrawal.withdraw(session, request.id("id"), by=person, now=request.now)
        filings.replace_owner_card(session, filing, person, now=request.now)
        return request.texts("approval-stopped", **facts(session, filing, request.texts))

    return await _done(request, action)


async def unbind(request: AppRequest) -> Response:
    """End an active filing of one's vehicle."""

    def action(session: Session, person: Person) -> str:
        filing = my_vehicles.find_active(session, request.id("id"), by=person, now=request.now)
        if filing.filer_id == person.id:
            raise NotYours  # Filers are told of unpaid decisions before they end one: in the chat.
        endings.unbind(session, filing, by=person, now=request.now)
        filings.replace_owner_card(session, filing, person, now=request.now)
        return request.texts("app-requests-ended", **facts(session, filing, request.texts))

    return await _done(request, action)


async def term(request: AppRequest) -> Response:
    """Limit a filing to some days, or end its term."""

    def action(session: Session, person: Person) -> str:
        choice = request.text("choice")
        if choice not in {NO_TERM, *map(str, filing_terms.DAYS)}:
            raise InvalidCallbackData
        if choice == NO_TERM:
            filing = filing_terms.end_term(session, request.id("id"), by=person, now=request.now)
        else:
            filing = filing_terms.set_term(session, request.id("id"), int(choice), by=person, now=request.now)
        key = "approval-term-changed" if filing.term_until else "approval-term-ended"
        until = local_time.date_of(filing.term_until) if filing.term_until else ""
        return request.texts(key, **facts(session, filing, request.texts), until=until)

    return await _done(request, action)


async def _answer(request: AppRequest, service: Callable[..., Approval], key: str) -> Response:
    """Answer a question; the messages of the chat that ask it lose their buttons."""

    def action(session: Session, person: Person) -> str:
        approval = service(session, request.id("id"), by=person, now=request.now)
        question_messages.end(session, approval, person.id, now=request.now)
        filing = session.get_one(Filing, approval.filing_id)
        return request.texts(key, **facts(session, filing, request.texts))

    return await _done(request, action)


async def _done(request: AppRequest, action: Callable[[Session, Person], str]) -> Response:
    said = await request.act_as(action)
    return JSONResponse({"said": plain_text(said)})


def _row(session: Session, request: OwnerRequest, texts: Texts) -> dict[str, Any]:
    filing, about = request.filing, facts(session, request.filing, texts)
    waits = filing.status is FilingStatus.WAITING_OWNER and request.approval is not None
    lines = [_state(request, about["status"], texts)]
    if filing.term_until is not None:
        lines.append(texts.plain("approval-term-until", until=local_time.date_of(filing.term_until)))
    lines.append(texts.plain("app-requests-identity", identity=about["identity"]))
    return {
        "number": filing.number,
        "plate": about["plate"],
        "who": texts.plain("app-requests-who", who=about["who"], relationship=about["relationship"]),
        "state": "waits" if waits else filing.status.value,
        "lines": lines,
        "acts": _acts(request, texts),
    }


def _state(request: OwnerRequest, status: str, texts: Texts) -> str:
    filing, approval = request.filing, request.approval
    if filing.status is FilingStatus.WAITING_OWNER and approval is not None:
        return texts.plain("approval-waits", until=approval.expires_at)
    if filing.status is FilingStatus.ACTIVE:
        return texts.plain("approval-active", since=filing.active_from)
    return texts.plain("approval-going-on", status=status)


def _acts(request: OwnerRequest, texts: Texts) -> list[dict[str, Any]]:
    """Return what the owner can do with a request: act, id, label; `sure`: the question to be asked before."""
    filing, approval = request.filing, request.approval
    if filing.status is FilingStatus.WAITING_OWNER and approval is not None:
        found = (("approve", approval.id, "approval-yes"), ("refuse", approval.id, "approval-no"))
        return [{"act": act, "id": str(row), "label": texts.plain(key)} for act, row, key in found]
    end = "unbind" if filing.status is FilingStatus.ACTIVE else "stop"
    choices = [{"choice": str(days), "label": texts.plain("approval-term", days=days)} for days in filing_terms.DAYS]
    if filing.term_until is not None:
        choices.append({"choice": NO_TERM, "label": texts.plain("approval-term-end")})
    about = {"label": texts.plain(f"app-requests-{end}"), "sure": texts.plain(f"app-requests-{end}-sure")}
    return [
        {"act": end, "id": str(filing.id), **about},
        {"act": "term", "id": str(filing.id), "label": texts.plain("approval-term-set"), "choices": choices},
    ]
