"""Steps of staff in the web tests: a code from the chat, a browser that is signed in to the staff's page."""

import re
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from storage.identity import accounts
from storage.identity.accounts import Account
from storage.staff.members import StaffRole
from tests.services.test_second_factor import code_at
from tests.stories import cast, shared_sandbox
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.web.visitor import Visitor


def code_for(actor: Actor) -> str:
    """Get a sign-in code in the chat."""
    actor.says("/web")
    found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}\b", actor.last())
    assert found is not None, actor.last()
    return found[0]


def signs_in(visitor: Visitor, code: str) -> int:
    """Submit a sign-in code at the staff's page and return the status."""
    visitor.opens("/staff")
    return visitor.sends("/staff/sign-in", code=code)


def signed_in(app: AppDriver, actor: Actor, **settings: Any) -> Visitor:
    """Return a browser in which this member of staff is signed in, at a page that can draw."""
    visitor = Visitor(app, drawing_pool=shared_sandbox.shared(), **settings)
    assert signs_in(visitor, code_for(actor)) == 200, visitor.page
    return visitor


def enrolled(app: AppDriver, page: Visitor) -> str:
    """Set up the second factor and return its secret."""
    page.opens("/staff/second-factor")
    page.sends("/staff/second-factor/begin")
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page.page)
    assert found is not None, page.page
    secret = found[1].replace(" ", "")
    assert page.sends("/staff/second-factor/confirm", factor=code_at(secret, app.now)) == 200
    page.sees("已设置")
    assert secret not in page.page.replace(" ", "")
    app.now += timedelta(seconds=30)
    return secret


def colleague(app: AppDriver, name: str, *roles: StaffRole) -> Actor:
    """Return a member of staff with these roles, who has opened the chat."""
    return cast.greeted(cast.reviewer(app, name, roles))


def account_of(session: Session, app: AppDriver, telegram_id: int) -> Account:
    """Return the account of this Telegram user."""
    found = accounts.by_telegram(session, app.bot.id, telegram_id)
    assert found is not None
    return found
