"""Certificates and their paper copies. Owners record the same acts, as people; staff act as accounts."""

from typing import Any

from storage.audit import Action
from storage.certificates.certificates import Certificate
from storage.certificates.paper_copies import PaperCopy
from storage.certificates.revocation_proposals import RevocationProposal
from storage.identity.accounts import Account
from tests.fault_injection.random_worlds.matter_definition import Subjects, matter
from tests.fault_injection.random_worlds.matters.users_of_vehicles import users
from tests.fault_injection.random_worlds.observations import Observation


def _by_staff(observation: Observation, entry: Any) -> bool:
    return entry.by in observation.before.table(Account)


@matter(Certificate, Action.CERTIFICATE_ISSUED, Action.CERTIFICATE_CLOSED, is_duty=_by_staff)
def certificate(observation: Observation, row: Any) -> Subjects:
    """Return the users of its vehicle."""
    yield from users(observation, row.vehicle_id)


@matter(RevocationProposal, Action.REVOCATION_PROPOSED, Action.REVOCATION_REFUSED, is_duty=_by_staff)
def revocation_proposal(observation: Observation, row: Any) -> Subjects:
    """Return the users of the vehicle whose certificate it is."""
    found = observation.before.table(Certificate).get(row.certificate_id)
    if found is not None:
        yield from users(observation, found.vehicle_id)


@matter(PaperCopy, Action.PAPER_OPENED, Action.PAPER_MOVED, is_duty=_by_staff)
def paper_copy(observation: Observation, row: Any) -> Subjects:
    """Return who has requested it, and the users of its vehicle."""
    yield row.person_id
    yield from users(observation, row.vehicle_id)
