"""The second factor on the staff's page: set up with an app's first code, shown as a QR code that the desk draws."""

import asyncio
from base64 import b64encode
from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.adapters.drawing.qr_code import qr_png
from bot.services.staff import permissions, second_factor
from bot.services.staff.second_factor import ConfirmedKind
from bot.services.staff.web_sessions import StaffUser
from bot.web.route_policies import STAFF
from bot.web.staff.staff_request import StaffRequest, StaffRoutes

FACTOR = f"{STAFF}/second-factor"
FIELD = "factor"  # Of the forms that ask for a code.


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of the second factor."""
    return [
        pages.route(FACTOR, show),
        pages.route(f"{FACTOR}/begin", begin),
        pages.route(f"{FACTOR}/confirm", confirm),
    ]


async def show(request: StaffRequest) -> Response:
    """Show whether there is a second factor, and how to set one up."""

    def query(session: Session, me: StaffUser) -> Any:
        permissions.require(session, me.account, *second_factor.ROLES)
        row = second_factor.find(session, me.account)
        return row.confirmed_at if row is not None else None

    return request.show("staff/second_factor.html", since=await request.read(query), secret="", picture="")


async def begin(request: StaffRequest) -> Response:
    """Make a secret and show it once, as a QR code and as text."""
    request.back = FACTOR
    issuer = request.web.bot_username or "Chezhu"  # Short and of ASCII, or the QR code becomes dense.

    def action(session: Session, me: StaffUser) -> tuple[str, str]:
        row = second_factor.begin(session, by=me.account, now=request.now)
        return row.secret, second_factor.uri(row, issuer=issuer, name="staff")

    secret, address = await request.act(action)
    picture = b64encode(await asyncio.to_thread(qr_png, address)).decode()
    parts = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return request.show("staff/second_factor.html", since=None, secret=parts, picture=picture)


async def confirm(request: StaffRequest) -> Response:
    """Confirm the secret by a first code."""
    request.back = FACTOR
    await request.act(
        lambda session, me: second_factor.confirm(session, request.field(FIELD), by=me.account, now=request.now)
    )
    return request.redirect("/second-factor")


async def give(request: StaffRequest, kind: ConfirmedKind) -> None:
    """Take the code of the form for this kind of act, in a transaction before that of the act: a code counts once."""
    await request.act(lambda session, me: second_factor.give(session, me, kind, request.field(FIELD), now=request.now))
