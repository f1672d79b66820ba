"""The stations' kinds of work: paper copies to print and send, and those on their way whose arrival is to be noted."""

from sqlmodel import Session

from bot.services.certificates import paper_copies
from bot.services.certificates.paper_changes import PRINTERS
from bot.services.rules.names import RuleName
from bot.services.staff.work_kinds import WorkKind
from storage.certificates.paper_copies import PaperCopy
from storage.identity.accounts import Account


def _is_own(session: Session, copy: PaperCopy, by: Account) -> bool:
    return paper_copies.is_own(session, copy, by=by)


PAPER = WorkKind(
    name=paper_copies.WORK,
    place=60,
    model=PaperCopy,
    is_open="status IN ('requested', 'printed')",
    roles=PRINTERS,
    rule=RuleName.PAPER_WORKING_DAYS,
    since=lambda copy: copy.requested_at,
    is_own=_is_own,
    opens="paper-work",
    opens_held="paper-work",
    lists="papers",
)

PAPER_ARRIVAL = WorkKind(
    name="paper-arrival",
    place=61,
    model=PaperCopy,
    is_open="status IN ('posted', 'ready')",
    roles=PRINTERS,
    rule=RuleName.PAPER_ARRIVAL_DAYS,
    since=lambda copy: copy.changed_at,
    is_own=_is_own,
    opens="paper-work",
    opens_held="paper-work",
    lists="papers",
    is_quiet=True,
)
