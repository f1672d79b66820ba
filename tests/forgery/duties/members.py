"""Identities of members of staff who are not registered: there is nobody whose ID document could be compared."""

from uuid import UUID

from sqlmodel import Session

from bot.cards.staff import member_identity
from storage.database import add
from storage.staff.members import StaffMember
from tests.forgery.buttons_of_rows import tapping
from tests.forgery.kinds import Kind, kind
from tests.forgery.own_matters import ROLES, as_second_accounts
from tests.forgery.scene import Scene

UNREGISTERED = UUID(int=40_000)
STAFF_PHONE = "+8613911114444"


def with_an_unregistered_member(scene: Scene) -> None:
    """The strangers are admins; another member of staff has no account."""
    as_second_accounts(lambda scene: STAFF_PHONE)(scene)

    def action(session: Session) -> None:
        if session.get(StaffMember, UNREGISTERED) is None:
            row = StaffMember(id=UNREGISTERED, telegram_id=899_000_001, roles=ROLES, since=scene.app.now)
            row.name = "小吴"
            add(session, row)

    scene.app.write(action)


KINDS: tuple[Kind, ...] = (
    kind(
        "identities of staff who are not registered",
        tapping(UNREGISTERED, member_identity.VERIFY), "member-not-registered", prepare=with_an_unregistered_member,
    ),
)  # fmt: skip
