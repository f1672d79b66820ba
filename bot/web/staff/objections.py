"""An objection with its evidence: the camera's photo and the person's own side by side; upheld or rejected in words."""

from typing import Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards import objections as cards
from bot.errors import NotYours
from bot.services import objection_answers, objections
from bot.services.staff import permissions
from bot.services.staff.web_sessions import StaffUser
from bot.texts import plain_text
from bot.web.route_policies import STAFF
from bot.web.staff import photos
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage import audit, files
from storage.objections import Objection
from storage.violations.violations import Violation

OBJECTION = f"{STAFF}/objections/{{objection:uuid}}"
CAMERA = "camera"


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of objections."""
    return [
        pages.route(OBJECTION, show_objection),
        pages.route(f"{OBJECTION}/photos/{{slot}}", show_photo),
        pages.route(f"{OBJECTION}/uphold", uphold),
        pages.route(f"{OBJECTION}/reject", reject),
    ]


async def show_objection(request: StaffRequest) -> Response:
    """Show an objection to who may answer it; that it was opened is recorded."""

    def action(session: Session, me: StaffUser) -> dict[str, Any]:
        objection = objections.find(session, request.id("objection"), by=me.account)
        audit.record(session, audit.Action.OBJECTION_SHOWN, by=me.account_id, on=objection.id, at=request.now)
        return _objection(session, me, objection, request)

    return request.show("staff/objection.html", **await request.act(action))


async def show_photo(request: StaffRequest) -> Response:
    """Return one photo, watermarked with who sees it and when; each time is recorded."""
    slot = request.http.path_params["slot"]

    def action(session: Session, me: StaffUser) -> tuple[bytes | None, str]:
        objection = objections.find(session, request.id("objection"), by=me.account)
        file_id = _evidence(session, objection).get(slot)
        if file_id is None:
            raise NotYours
        member = permissions.require(session, me.account, *objections.ANSWERERS)
        audit.record(session, audit.Action.PHOTO_VIEWED, by=me.account_id, on=objection.id, at=request.now, slot=slot)
        kept, when = files.read(session, file_id), request.texts.moment(request.now)
        words = request.texts.plain("case-watermark", who=member.name, when=when, number=str(objection.number))
        return kept.content if kept is not None else None, words

    return await photos.watermarked(request, *await request.act(action))


async def uphold(request: StaffRequest) -> Response:
    """Uphold the objection with an answer that the person will read."""
    return await _answer(request, uphold=True)


async def reject(request: StaffRequest) -> Response:
    """Reject the objection with an answer that the person will read."""
    return await _answer(request, uphold=False)


async def _answer(request: StaffRequest, *, uphold: bool) -> Response:
    objection_id, said = request.id("objection"), request.field("words")
    request.back = f"{STAFF}/objections/{objection_id}"
    await request.act(
        lambda session, me: objection_answers.answer(
            session,
            objection_id,
            uphold=uphold,
            said=said,
            by=me.account,
            now=request.now,
            shown=request.field("stage"),
        )
    )
    return request.redirect(f"/objections/{objection_id}")


def _objection(session: Session, me: StaffUser, objection: Objection, request: StaffRequest) -> dict[str, Any]:
    card = cards.case(session, request.texts, objection, by=me.account)
    names = [(slot, _name(slot, request)) for slot in _evidence(session, objection)]
    return {
        "title": f"{request.texts.plain('work-kind-objection')} #{objection.number}",
        "lines": plain_text(card.text).splitlines(),
        "facts": [],
        "photos": photos.shown(names, f"/objections/{objection.id}"),
        "may": "decide" if objection_answers.may_answer(session, objection, by=me.account) else "",
        "stage": objections.stage_of(objection),
        "least": objections.MIN_LENGTH,
        "most": objections.MAX_LENGTH,
    }


def _evidence(session: Session, objection: Objection) -> dict[str, UUID]:
    """Return the photos that are still kept: the camera's, then the person's own by number."""
    camera = session.get_one(Violation, objection.violation_id).photo_id
    found = {CAMERA: camera} | {str(at): photo for at, photo in enumerate(objection.photo_ids(), start=1)}
    return {slot: photo for slot, photo in found.items() if photo is not None and files.read(session, photo)}


def _name(slot: str, request: StaffRequest) -> str:
    if slot == CAMERA:
        return request.texts.plain("desk-photo-camera")
    return request.texts.plain("desk-photo-own", number=slot)
