"""A case of the photo review: photos and portrait side by side, findings, and the acts of /take, /pass and /return."""

from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.review import queue as cards
from bot.errors import NotYours
from bot.services.identity import shared_numbers
from bot.services.review import case_decisions, photo_access, queue, return_reasons
from bot.services.review.queue import Holding
from bot.services.review.return_reasons import REASONS_BY_NUMBER
from bot.services.staff import permissions
from bot.services.staff.web_sessions import StaffUser
from bot.texts import plain_text
from bot.web.route_policies import STAFF
from bot.web.staff import false_material, photos
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.filing.filings import Filing
from storage.review import reviews
from storage.review.photo_views import PhotoView, ViewedItem
from storage.review.reviews import Review
from storage.staff.members import StaffRole

CASES = f"{STAFF}/cases"
CASE = f"{CASES}/{{review:uuid}}"
PHOTOS = (ViewedItem.HANDHELD, ViewedItem.SCENE, ViewedItem.PORTRAIT)


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of cases."""
    return [
        pages.route(f"{CASES}/next", take_next),
        pages.route(CASE, show_case),
        pages.route(f"{CASE}/photos/{{slot}}", show_photo),
        pages.route(f"{CASE}/take", take),
        pages.route(f"{CASE}/release", release),
        pages.route(f"{CASE}/pass", pass_case),
        pages.route(f"{CASE}/return", return_case),
    ]


async def take_next(request: StaffRequest) -> Response:
    """Take the earliest due case, and open it."""
    request.back = f"{STAFF}/inbox"
    taken = await request.act(lambda session, me: case_decisions.take_next(session, by=me.account, now=request.now).id)
    return request.redirect(f"/cases/{taken}")


async def show_case(request: StaffRequest) -> Response:
    """Show a case; with photos and facts in full to who has taken it."""
    return request.show("staff/review.html", **await request.act(lambda session, me: _case(session, me, request)))


async def show_photo(request: StaffRequest) -> Response:
    """Return one photo, watermarked with who sees it and when; each time is recorded."""
    slot = request.http.path_params["slot"]

    def action(session: Session, me: StaffUser) -> tuple[bytes | None, str]:
        if slot not in [each.value for each in PHOTOS]:
            raise NotYours
        review, filing = queue.of_review(session, request.id("review"))
        photo = photo_access.view(session, review, ViewedItem(slot), by=me.account, now=request.now)
        return photo, _watermark(session, me, filing, request)

    return await photos.watermarked(request, *await request.act(action))


async def take(request: StaffRequest) -> Response:
    """Take the case."""
    return await _do(
        request, lambda session, me: case_decisions.take(session, request.id("review"), **_by(request, me))
    )


async def release(request: StaffRequest) -> Response:
    """Put the case back into the queue."""
    return await _do(
        request,
        lambda session, me: case_decisions.release(session, request.id("review"), **_by(request, me)),
        ends=True,
    )


async def pass_case(request: StaffRequest) -> Response:
    """Pass the case; the form answers about a shared ID number, if anything is held against others who declared it."""
    counts = shared_numbers.ANSWERS.get(request.field("counts"))
    return await _do(
        request,
        lambda session, me: case_decisions.pass_case(session, request.id("review"), counts=counts, **_by(request, me)),
        ends=True,
    )


async def return_case(request: StaffRequest) -> Response:
    """Return the case for the ticked reasons, with the reviewer's own words."""
    ticked = [each for each in request.form.getlist("why") if isinstance(each, str)]
    why = return_reasons.parse_reasons(",".join(ticked)) if ticked else []
    return await _do(
        request,
        lambda session, me: case_decisions.return_case(
            session, request.id("review"), *why, words=request.field("words"), **_by(request, me)
        ),
        ends=True,
    )


async def _do(request: StaffRequest, action: Any, *, ends: bool = False) -> Response:
    """Do something with the case and show it. ends: what the chat shows of it to this reviewer goes."""
    here = f"/cases/{request.id('review')}"
    request.back = f"{STAFF}{here}"

    def work(session: Session, me: StaffUser) -> None:
        action(session, me)
        if ends:
            photo_access.end_soon(session, request.id("review"), by=me.account, now=request.now)

    await request.act(work)
    return request.redirect(here)


def _by(request: StaffRequest, me: StaffUser) -> dict[str, Any]:
    return {"by": me.account, "now": request.now}


def _case(session: Session, me: StaffUser, request: StaffRequest) -> dict[str, Any]:
    review, _ = queue.of_review(session, request.id("review"))
    filing, holding = queue.open_case(session, review, by=me.account, now=request.now)
    shared = case_decisions.shared_matters(session, review, now=request.now)
    is_open = review.status in reviews.OPEN_STATUSES
    is_held = is_open and holding is Holding.YOURS
    card = cards.case(session, review, filing, request.texts, holding=holding, shared=shared)
    return {
        "title": f"{request.texts.plain('work-kind-case')} #{filing.number}",
        "lines": plain_text(card.text).splitlines(),
        "facts": _facts(session, me, review, filing, request) if is_held else [],
        "photos": photos_of(session, review, request) if is_held else [],
        "may": "decide" if is_held else "take" if is_open and holding is Holding.FREE else "",
        "shares": bool(shared),
        "reasons": list(REASONS_BY_NUMBER),
        "most": return_reasons.MAX_CHARACTERS,
        "is_open": is_open,
        "takes_cases": permissions.has_role(session, me.account, StaffRole.REVIEWER),
        **false_material.asked(session, me, review, request),
    }


def _facts(session: Session, me: StaffUser, review: Review, filing: Filing, request: StaffRequest) -> list[str]:
    """Return name and numbers of the applicant in full, and record that they are shown."""
    photo_access.view(session, review, ViewedItem.FACTS, by=me.account, now=request.now)
    seen = PhotoView(review_id=review.id, account_id=me.account_id, slot=ViewedItem.FACTS)
    return plain_text(cards.shown(session, seen, filing, request.texts).text).splitlines()


def photos_of(
    session: Session, review: Review, request: StaffRequest, *, portrait: bool = True
) -> list[photos.ShownPhoto]:
    """Return the photos of a case that are kept. portrait: also the one on record, for who has taken the case."""
    kept = photo_access.originals(session, review.id).photos
    shown = [each for each in PHOTOS if each in kept and (portrait or each is not ViewedItem.PORTRAIT)]
    names = [(each.value, request.texts.plain(f"photo-{each.value}")) for each in shown]
    return photos.shown(names, f"/cases/{review.id}")


def _watermark(session: Session, me: StaffUser, filing: Filing, request: StaffRequest) -> str:
    member = permissions.require(session, me.account, StaffRole.REVIEWER, StaffRole.ADMIN)
    when = request.texts.moment(request.now)
    return request.texts.plain("case-watermark", who=member.name, when=when, number=filing.number)
