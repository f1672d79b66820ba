"""The admins' kind of work about files of the register that another admin has sent."""

from bot.services.importing import proposals
from bot.services.staff.work import of_admins
from storage.staff.import_proposals import ImportProposal

IMPORT = of_admins(proposals.WORK, 73, ImportProposal, opens="imp-open", news="import.proposed", lists="import")
