"""Invitations that have ended: used, withdrawn, expired, or sent by who may not invite any more."""

from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.cards import organisations as cards
from bot.cards.staff import members as staff_cards
from storage.organisations import invitations
from storage.staff import role_proposals
from storage.staff.members import StaffMember
from storage.staff.role_proposals import StaffProposal, StaffProposalStatus
from tests.forgery.kinds import Kind, kind
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, message, tap
from tests.storage.rows import put

USED, WITHDRAWN, EXPIRED = ("2345-6789-ABC" + last for last in "DEF")
ADMIN, OTHER_ADMIN, DISMISSED, NO_ADMIN = (UUID(int=41_000 + at) for at in range(4))
# Invitations to the staff that nobody can accept, by the code: who has sent them, and whether their time is over.
TO_STAFF = {
    "22222222222A": (ADMIN, OTHER_ADMIN, True),
    "22222222222B": (DISMISSED, ADMIN, False),
    "22222222222C": (ADMIN, DISMISSED, False),
    "22222222222D": (NO_ADMIN, ADMIN, False),
    "22222222222E": (ADMIN, NO_ADMIN, False),
}
ACCEPTED = "22222222222F"


def invited(scene: Scene) -> None:
    """The administrator has invited three times; nothing of it can be used."""
    code, now = USED.replace("-", ""), scene.app.now

    def action(session: Session) -> None:
        if invitations.by_code(session, code) is not None:
            return
        about: dict[str, Any] = {"by": scene.administrator.person_id, "at": now - timedelta(hours=2)}
        for each in (USED, WITHDRAWN, EXPIRED):
            until = now + timedelta(hours=-1 if each is EXPIRED else 1000)
            row = invitations.new(session, scene.organisation.id, each.replace("-", ""), until=until, **about)
            row.withdrawn_at = now if each is WITHDRAWN else None
            row.used_at, row.used_by = (now, scene.friend.person_id) if each is USED else (None, None)

    scene.app.write(action)


def to_organisation(scene: Scene, random: Random, at: int) -> Update:
    """Somebody types the code, follows its link or accepts it."""
    who, code = scene.strangers[at], random.choice((USED, WITHDRAWN, EXPIRED))
    if random.random() < 0.5:
        return message(who, random.choice(("/join {}", "/start join-{}")).format(code.replace("-", "")))
    return tap(who, scene.signed(cards.ACCEPT.on("", code.replace("-", "")), who))


def invited_to_the_staff(scene: Scene) -> None:
    """There are invitations to the staff whose time is over, whose senders have left, and one that was accepted."""
    now = scene.app.now

    def action(session: Session) -> None:
        if session.get(StaffMember, ADMIN) is not None:
            return
        for order, key in enumerate((ADMIN, OTHER_ADMIN, DISMISSED, NO_ADMIN)):
            ended = now if key is DISMISSED else None
            roles = "reviewer" if key is NO_ADMIN else "admin"
            put(session, StaffMember, id=key, telegram_id=899_100_000 + order, roles=roles, ended_at=ended)
        for code, (first, second, is_over) in TO_STAFF.items():
            _invite(session, scene, code, first, second, hours=-1 if is_over else 1000)
        proposal = _invite(session, scene, ACCEPTED, ADMIN, OTHER_ADMIN, hours=1000)
        proposal.status, proposal.accepted_by, proposal.accepted_at = StaffProposalStatus.ACCEPTED, NO_ADMIN, now

    scene.app.write(action)


def _invite(session: Session, scene: Scene, code: str, first: UUID, second: UUID, *, hours: int) -> StaffProposal:
    decided = {"status": StaffProposalStatus.CONFIRMED, "decided_by": second, "decided_at": scene.app.now}
    key = put(session, StaffProposal, proposed_by=first, proposed_at=scene.app.now, roles="admin", **decided)
    proposal = session.get_one(StaffProposal, key)
    role_proposals.invite(session, proposal, code, until=scene.app.now + timedelta(hours=hours))
    return proposal


def to_staff(scene: Scene, random: Random, at: int) -> Update:
    """Somebody follows the link, or accepts."""
    who, code = scene.strangers[at], random.choice((*TO_STAFF, ACCEPTED))
    if random.random() < 0.5:
        return message(who, f"/start staff-{code}")
    return tap(who, scene.signed(staff_cards.ACCEPT.on("", code), who))


KINDS: tuple[Kind, ...] = (
    kind("invitations that were used, withdrawn or have expired", to_organisation, "invitation-gone", prepare=invited),
    kind(
        "invitations to the staff that have ended",
        to_staff, "staff-invitation-gone", prepare=invited_to_the_staff,
    ),
)  # fmt: skip
