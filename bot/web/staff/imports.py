"""Files of the register on the page, as by /import: sent, checked by a task, and proposed to another admin."""

from typing import Any

from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.staff import register_imports as cards
from bot.services.importing import proposals as service
from bot.services.staff import permissions
from bot.services.staff.web_sessions import StaffUser
from bot.task_definition import put_order
from bot.tasks import register_imports as tasks
from bot.texts import plain_text
from bot.web.route_policies import STAFF
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.staff import proposals
from storage.staff.import_proposals import ImportProposal
from storage.staff.members import StaffRole

IMPORTS = f"{STAFF}/imports"


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of imports."""
    return [pages.route(IMPORTS, show), pages.route(f"{IMPORTS}/check", check, admits=_admit)]


async def show(request: StaffRequest) -> Response:
    """Show the form for a file, and the proposals that wait for a second admin."""

    def query(session: Session, me: StaffUser) -> list[tuple[ImportProposal, str]]:
        _admit(session, me)
        found = proposals.open_ones(session, ImportProposal)
        return [(each, plain_text(cards.counted(each, request.texts))) for each in found]

    waiting, checking = await request.read(query), "checking" in request.http.query_params
    kinds = [(each.value, cards.kind_name(each, request.texts)) for each in service.KINDS]
    return request.show("staff/imports.html", waiting=waiting, kinds=kinds, checking=checking)


async def check(request: StaffRequest) -> Response:
    """Store the file and have it checked: it is proposed if it can be imported, and the chat says if it cannot."""
    request.back = IMPORTS
    kind, good_rows = request.field("kind"), request.field("good_rows") == "yes"
    content = await _content(request.form.get("file"))
    if kind not in set(service.KINDS):
        raise service.NoImportFile

    def action(session: Session, me: StaffUser) -> None:
        account, language = me.account, request.texts.language
        file = service.take(session, content, by=account, now=request.now)
        order = tasks.check_uploaded_file.order(file=file, kind=kind, language=language, good_rows=good_rows)
        put_order(session, order, lane=account.lane, queue=account.lane, at=request.now)

    await request.act(action)
    return request.redirect("/imports?checking=1")


def _admit(session: Session, me: StaffUser) -> None:
    permissions.require(session, me.account, StaffRole.ADMIN)


async def _content(file: Any) -> bytes:
    """Return the content of the file of a form, empty without one."""
    return await file.read() if isinstance(file, UploadFile) else b""
