"""Clients of the machine API that are confirmed by who has proposed them, and keys that others would be shown."""

from uuid import UUID

from sqlmodel import Session

from bot.cards.staff import api_clients as cards
from storage.staff.api_client_proposals import ApiClientProposal
from storage.staff.members import StaffMember
from storage.staff.proposals import ProposalStatus
from tests.forgery.buttons_of_rows import tapping
from tests.forgery.kinds import Kind, kind
from tests.forgery.own_matters import as_second_accounts, first_of
from tests.forgery.scene import Scene
from tests.storage.rows import put

PROPOSED, OF_ANOTHER = UUID(int=51_000), UUID(int=51_001)
STAFF_PHONE = "+8613911114444"
# Refusals that protect nobody: there is nothing to do any more, a colleague was first, or nothing was chosen.
UNFORGED = {
    "ApiClientGone",
    "ApiClientProposalDecided",
    "ApiClientProposedAlready",
    "ApiKeyLapsed",
    "ApiKeyShown",
    "ScopesMissing",
}


def proposed(scene: Scene) -> None:
    """The first of the accounts, which are one person's, has proposed a client; another one is somebody else's."""
    as_second_accounts(lambda scene: STAFF_PHONE)(scene)

    def action(session: Session) -> None:
        if session.get(ApiClientProposal, PROPOSED) is not None:
            return
        member, account = first_of(session, scene)
        by = {"proposed_by": member.id, "proposed_person": account.person_id, "scopes": "people"}
        put(session, ApiClientProposal, id=PROPOSED, **by)
        decided = {"status": ProposalStatus.CONFIRMED, "decided_at": scene.app.now}
        by = {"proposed_by": put(session, StaffMember), "decided_by": put(session, StaffMember), "scopes": "people"}
        put(session, ApiClientProposal, id=OF_ANOTHER, proposed_person=scene.owner.person_id, **by, **decided)

    scene.app.write(action)


KINDS: tuple[Kind, ...] = (
    kind(
        "clients confirmed by who has proposed them, under a second account",
        tapping(PROPOSED, cards.CONFIRM), "second-admin-needed", prepare=proposed,
    ),
    kind(
        "keys of clients that another admin has proposed",
        tapping(OF_ANOTHER, cards.KEY, cards.SAVED), "api-key-of-proposer", prepare=proposed,
    ),
)  # fmt: skip
