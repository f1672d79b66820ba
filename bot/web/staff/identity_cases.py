"""An identity case: both photos side by side, the facts, and the acts of /identity for reviewers."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.review import identity_queue as cards
from bot.cards.review.machine_advice import document_lines
from bot.errors import NotYours
from bot.services.identity import shared_numbers
from bot.services.review import identity_decisions, identity_holders, identity_queue
from bot.services.review.identity_moves import IDENTITY_LEASE_TIMER
from bot.services.review.identity_queue import IdentityHolding, NoSuchIdentityCase
from bot.services.staff import permissions
from bot.services.staff.web_sessions import StaffUser
from bot.tasks import identity_cases as tasks
from bot.texts import plain_text
from bot.web.route_policies import STAFF
from bot.web.staff import photos
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage import audit, files
from storage.engine import timers
from storage.identity.accounts import Account
from storage.review.identity_cases import IdentityCase
from storage.staff.members import StaffRole

CASE = f"{STAFF}/identity/{{case:uuid}}"


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of identity cases."""
    return [
        pages.route(CASE, show_case),
        pages.route(f"{CASE}/photos/{{slot}}", show_photo),
        pages.route(f"{CASE}/reading", show_reading),
        pages.route(f"{CASE}/take", take),
        pages.route(f"{CASE}/release", release),
        pages.route(f"{CASE}/approve", approve),
        pages.route(f"{CASE}/reject", reject),
    ]


async def show_case(request: StaffRequest) -> Response:
    """Show a case to who has taken it; to others what it is about, and who has it."""
    return request.show("staff/identity.html", **await request.act(lambda session, me: _case(session, me, request)))


async def show_photo(request: StaffRequest) -> Response:
    """Return one photo, watermarked with who sees it and when; each time is recorded."""
    slot = request.http.path_params["slot"]

    def action(session: Session, me: StaffUser) -> tuple[bytes | None, str]:
        case = identity_queue.require_held(session, request.id("case"), by=me.account, now=request.now)
        if slot not in case.photo_ids:
            raise NotYours
        kept = files.read(session, case.photo_ids[slot])
        _record_view(session, me, case, slot, request)
        return kept.content if kept is not None else None, _watermark(session, me, case, request)

    return await photos.watermarked(request, *await request.act(action))


async def show_reading(request: StaffRequest) -> Response:
    """Return what a machine reads of the document, as lines of a page; it takes seconds, and is asked for by itself."""

    def action(session: Session, me: StaffUser) -> tuple[bytes | None, tuple[str, str]]:
        case = identity_queue.require_held(session, request.id("case"), by=me.account, now=request.now)
        kept = files.read(session, case.document_id)
        _record_view(session, me, case, "reading", request)
        return kept.content if kept is not None else None, tasks.applicant_of(session, case.id)

    document, applicant = await request.act(action)
    pool = request.web.photo_pool
    read = await tasks.read_document(pool, document, applicant) if pool is not None and document is not None else {}
    lines = [plain_text(line) for line in document_lines(read, request.texts)]
    return request.show("staff/reading.html", lines=lines)


async def take(request: StaffRequest) -> Response:
    """Take the case."""
    return await _do(request, identity_queue.take)


async def release(request: StaffRequest) -> Response:
    """Put the case back into the queue."""
    return await _do(request, identity_queue.release, ends=True)


async def approve(request: StaffRequest) -> Response:
    """Approve the case with a reason; the form answers about a shared ID number, if one has to be answered."""
    counts = shared_numbers.ANSWERS.get(request.field("counts"))
    return await _do(request, identity_decisions.approve, request.field("words"), ends=True, counts=counts)


async def reject(request: StaffRequest) -> Response:
    """Reject the case with a reason."""
    return await _do(request, identity_decisions.reject, request.field("words"), ends=True)


async def _do(
    request: StaffRequest, service: Callable[..., IdentityCase], *said: str, ends: bool = False, **more: Any
) -> Response:
    """Do something with the case and show it. ends: what the chat shows of it to this reviewer goes."""
    here, case_id = f"/identity/{request.id('case')}", request.id("case")
    request.back = f"{STAFF}{here}"

    def work(session: Session, me: StaffUser) -> None:
        service(session, case_id, *said, by=me.account, now=request.now, **more)
        if ends:
            timers.bring_forward(session, IDENTITY_LEASE_TIMER, case_id, to=request.now)

    await request.act(work)
    return request.redirect(here)


def _case(session: Session, me: StaffUser, request: StaffRequest) -> dict[str, Any]:
    permissions.require(session, me.account, StaffRole.REVIEWER)
    case = session.get(IdentityCase, request.id("case"))
    if case is None:
        raise NoSuchIdentityCase(number="?")
    texts, holding = request.texts, identity_queue.holding(session, case, by=me.account, now=request.now)
    is_held = case.is_open and holding is IdentityHolding.YOURS
    shown = _held(session, me, case, request) if is_held else {"lines": _outside(case, holding, request)}
    return {
        "title": texts.plain("desk-identity-case", number=case.reference, kind=cards.staff_kind_name(texts, case.kind)),
        "facts": [],
        "photos": [],
        "may": "decide" if is_held else "take" if case.is_open and holding is IdentityHolding.FREE else "",
        "shares": False,
        "reading": "",
        "reasons": [],
        "most": identity_decisions.MAX_CHARACTERS,
        "is_open": case.is_open,
        **shown,
    }


def _held(session: Session, me: StaffUser, case: IdentityCase, request: StaffRequest) -> dict[str, Any]:
    """Return what who has taken the case sees, and record that they saw name and number in full."""
    texts, now = request.texts, request.now
    until = identity_holders.waits_until(session, case, now=now)
    until = until if until is not None and until > now else None
    shared = identity_decisions.shared_matters(session, case, now=now)
    own = shared_numbers.held_against(session, session.get_one(Account, case.account_id), now=now)
    card = cards.case(session, texts, case, holding=IdentityHolding.YOURS, until=until, shared=shared, own=own)
    _record_view(session, me, case, "facts", request)
    names = [(slot, texts.plain(f"identity-photo-{slot}")) for slot in case.photo_ids]
    return {
        "lines": plain_text(card.text).splitlines(),
        "facts": plain_text(cards.identity_in_full(session, texts, case)).splitlines(),
        "photos": photos.shown(names, f"/identity/{case.id}"),
        "shares": bool(shared),
        "reading": f"/identity/{case.id}/reading",
        "waits": until is not None,
    }


def _outside(case: IdentityCase, holding: IdentityHolding, request: StaffRequest) -> list[str]:
    key = f"identity-case-is-{holding.value}" if case.is_open else f"identity-case-{case.status.value}"
    return [request.texts.plain(key), request.texts.plain("desk-due-by", due=case.due_at)][: 2 if case.is_open else 1]


def _record_view(session: Session, me: StaffUser, case: IdentityCase, slot: str, request: StaffRequest) -> None:
    audit.record(session, audit.Action.PHOTO_VIEWED, by=me.account_id, on=case.id, at=request.now, slot=slot)


def _watermark(session: Session, me: StaffUser, case: IdentityCase, request: StaffRequest) -> str:
    member = permissions.require(session, me.account, StaffRole.REVIEWER)
    when = request.texts.moment(request.now)
    return request.texts.plain("case-watermark", who=member.name, when=when, number=case.reference)
