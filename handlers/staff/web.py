"""/web: a sign-in code for the staff's page in a browser.

/web ──► a code, and the address ── Another code, Sign out all browsers
"""

from collections.abc import Iterator

from bot.cards.staff import web as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap
from bot.services.organisations import web_sessions as portal_sessions
from bot.services.staff import permissions, web_sessions
from storage.staff.members import StaffRole


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("web", make_code)
    yield on_tap(cards.CODE, make_code)
    yield on_tap(cards.SIGN_OUT, sign_out)


def make_code(context: DeskContext) -> None:
    """Create a sign-in code, in place of an older one."""
    code, until = web_sessions.make_code(context.session, context.account, now=context.now)
    page = context.links.page_url("/staff")
    context.say(cards.sign_in_code(context.texts, code, until=until, page=page))


def sign_out(context: DeskContext) -> None:
    """Sign out every browser of this member of staff."""
    permissions.require(context.session, context.account, *StaffRole)
    count = portal_sessions.end_all(context.session, context.account, now=context.now)
    context.show(cards.signed_out(context.texts, count))
