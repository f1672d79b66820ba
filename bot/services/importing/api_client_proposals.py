"""Clients of the machine API, from the chat: an admin proposes one, another confirms it, the first fetches the key.

propose ──► confirm ──► fetch_key: the key is made, and shown to who has proposed it, once ──► hide_key
       └──► refuse, withdraw: nothing changes
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.importing.api_kinds import ApiKind
from bot.services.staff import api_clients, permissions, work_news
from bot.services.staff.second_person import Proposals
from storage import audit, database
from storage.engine import timers
from storage.identity.accounts import Account
from storage.staff import api_client_proposals as store, proposals
from storage.staff.api_client_proposals import ApiClientProposal
from storage.staff.members import StaffMember, StaffRole
from storage.staff.proposals import ProposalStatus

WORK = "client"  # A kind of work.
HIDE = "api-key.hide"  # The timer that ends the showing of a key.
SCOPES = (*(kind.value for kind in ApiKind), api_clients.EVENTS)
FETCHED_WITHIN = timedelta(days=7)
SHOWN_FOR = timedelta(minutes=10)


class UnknownScope(Refusal, key="refused-api-client-scope", offers=("clients",)):
    """There is no such kind of rows. kinds: those that there are."""


class ScopesMissing(Refusal, key="refused-api-client-scopes-missing", offers=("clients",)):
    """A client with no scope could do nothing."""


class ApiClientProposedAlready(Refusal, key="refused-api-client-proposed-already", offers=("clients",)):
    """A proposal for this name is open already."""


class ApiClientProposalDecided(Refusal, key="refused-api-client-decided", offers=("clients",)):
    """The proposal is decided or withdrawn."""


class ApiKeyOfProposer(Refusal, key="refused-api-key-of-proposer", offers=("clients",)):
    """Only who has proposed the client may fetch its key."""


class ApiKeyShown(Refusal, key="refused-api-key-shown", offers=("clients",)):
    """The key was shown already."""


class ApiKeyLapsed(Refusal, key="refused-api-key-lapsed", offers=("clients",)):
    """The key was not fetched in time, so none is made. days: how long there was."""


PROPOSALS = Proposals(
    ApiClientProposal, ApiClientProposalDecided, audit.Action.API_CLIENT_REFUSED, "api_client.decided"
)


def read_scopes(said: Sequence[str]) -> list[str]:
    """Return the scopes that were typed, in their order. Raises UnknownScope."""
    wanted = {each.strip(",，、").lower() for each in said} - {""}
    if not wanted <= {*SCOPES}:
        raise UnknownScope(kinds=", ".join(SCOPES))
    return [each for each in SCOPES if each in wanted]


def check_name(session: Session, said: str, *, by: Account) -> str:
    """Return the name that was typed, if a client can have it. Raises NotStaff, InvalidClientName, ApiClientExists."""
    permissions.require(session, by, StaffRole.ADMIN)
    name = said.strip().lower()
    api_clients.require_free_name(session, name)
    return name


def propose(session: Session, name: str, scopes: Collection[str], *, by: Account, now: datetime) -> ApiClientProposal:
    """Propose a client, and notify the other admins.

    Raises NotStaff, InvalidClientName, ApiClientExists, ScopesMissing or ApiClientProposedAlready.
    """
    member = permissions.require(session, by, StaffRole.ADMIN)
    api_clients.require_free_name(session, name)
    if not scopes:
        raise ScopesMissing
    assert by.person_id is not None  # Members of staff are registered.
    row = ApiClientProposal(
        name=name,
        scopes=" ".join(sorted(scopes)),
        proposed_by=member.id,
        proposed_person=by.person_id,
        proposed_at=now,
    )
    if not database.try_add(session, row):
        raise ApiClientProposedAlready
    audit.record(session, audit.Action.API_CLIENT_PROPOSED, by=by.id, on=row.id, at=now, client=name, scopes=row.scopes)
    work_news.arrive(session, WORK, row.id, now=now)
    return row


def waiting(session: Session, *, by: Account, now: datetime) -> list[ApiClientProposal]:
    """Return the open proposals, and those whose key this admin may fetch, oldest first. Raises NotStaff."""
    permissions.require(session, by, StaffRole.ADMIN)
    assert by.person_id is not None
    own = store.unfetched(session, by.person_id, since=now - FETCHED_WITHIN)
    return [*own, *proposals.open_ones(session, ApiClientProposal)]


def show(session: Session, proposal_id: UUID, *, by: Account) -> ApiClientProposal:
    """Return a proposal, open or not, to an admin. Raises NotStaff or ApiClientProposalDecided if there is none."""
    permissions.require(session, by, StaffRole.ADMIN)
    proposal = session.get(ApiClientProposal, proposal_id)
    if proposal is None:
        raise ApiClientProposalDecided
    return proposal


def confirm(session: Session, proposal_id: UUID, *, by: Account, now: datetime) -> ApiClientProposal:
    """Confirm a proposal as a second admin: who has proposed it may fetch the key, and all others are told.

    Raises NotStaff, ApiClientProposalDecided, SecondAdminNeeded, FirstHasLeft or ApiClientExists.
    """
    proposal, member = PROPOSALS.find(session, proposal_id, by=by)
    PROPOSALS.require_second(session, proposal, by=by)
    api_clients.require_free_name(session, proposal.name)
    PROPOSALS.confirm(session, proposal, member, by=by, now=now)
    audit.record(session, audit.Action.API_CLIENT_CONFIRMED, by=by.id, on=proposal.id, at=now, client=proposal.name)
    PROPOSALS.tell(session, proposal, member, now=now)
    return proposal


def refuse(session: Session, proposal_id: UUID, *, by: Account, now: datetime) -> ApiClientProposal:
    """Refuse a proposal as a second admin, or withdraw it as the first. Raises NotStaff, ApiClientProposalDecided."""
    proposal, member = PROPOSALS.find(session, proposal_id, by=by)
    PROPOSALS.refuse(session, proposal, member, by=by, now=now)
    return proposal


def fetch_key(
    session: Session, proposal_id: UUID, *, by: Account, lane: str, now: datetime
) -> tuple[ApiClientProposal, str]:
    """Make the client that was confirmed. Returns its key, which is shown for a time; the other admins are told.

    lane: in which the key is shown. Raises NotStaff, ApiKeyOfProposer, ApiClientProposalDecided if it is not confirmed,
    ApiKeyShown, ApiKeyLapsed, or ApiClientExists if the operator has made a client of this name meanwhile.
    """
    proposal, member = _own(session, proposal_id, by=by)
    if proposal.status is not ProposalStatus.CONFIRMED or proposal.decided_at is None:
        raise ApiClientProposalDecided
    if proposal.client_id is not None:
        raise ApiKeyShown
    if proposal.decided_at + FETCHED_WITHIN <= now:
        raise ApiKeyLapsed(days=FETCHED_WITHIN.days)
    client, key = api_clients.create(session, proposal.name, proposal.scopes.split(), by=by, now=now)
    proposal.client_id = client.id  # The row is locked.
    database.add(session, proposal)
    timers.start(session, HIDE, proposal.id, lane=lane, due_at=now + SHOWN_FOR)
    PROPOSALS.tell(session, proposal, member, now=now)
    return proposal, key


def hide_key(session: Session, proposal_id: UUID, *, by: Account, now: datetime) -> ApiClientProposal:
    """End the showing of a key, as who has saved it. Raises NotStaff or ApiKeyOfProposer."""
    proposal, _ = _own(session, proposal_id, by=by)
    store.hide(session, proposal, at=now)
    return proposal


def end_showing(session: Session, proposal_id: UUID, *, now: datetime) -> ApiClientProposal | None:
    """End the showing of a key when its time is over. Returns None if it is not shown any more."""
    proposal = session.get(ApiClientProposal, proposal_id)
    return proposal if proposal is not None and store.hide(session, proposal, at=now) else None


def _own(session: Session, proposal_id: UUID, *, by: Account) -> tuple[ApiClientProposal, StaffMember]:
    """Return a proposal to who has made it, locked. One person, not who may be the same: it is about a secret."""
    member = permissions.require(session, by, StaffRole.ADMIN)
    proposal = database.lock_row(session, ApiClientProposal, proposal_id)
    if proposal is None or proposal.proposed_person != by.person_id:
        raise ApiKeyOfProposer
    return proposal, member
