"""The admins' kinds of work about what another admin has sent or proposed: files of the register, API clients."""

from bot.services.importing import api_client_proposals, proposals
from bot.services.staff.work import of_admins
from storage.staff.api_client_proposals import ApiClientProposal
from storage.staff.import_proposals import ImportProposal

IMPORT = of_admins(proposals.WORK, 73, ImportProposal, opens="imp-open", news="import.proposed", lists="import")
CLIENT = of_admins(
    api_client_proposals.WORK,
    75,
    ApiClientProposal,
    opens="client-open",
    news="api_client.proposed",
    lists="clients",
    label=lambda session, proposal: proposal.name,
)
