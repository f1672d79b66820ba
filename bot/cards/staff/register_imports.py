"""Cards of /import: which kind, the file, what it would change, proposals for a second admin, what came of them."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from bot.card import Attachment, Button, Card, Whose, column, grid
from bot.cards.menu import Command
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.services.importing.kinds import ImportKind
from bot.services.importing.proposals import KINDS
from bot.texts import Texts
from storage.staff import members
from storage.staff.import_proposals import ImportProposal
from storage.staff.members import StaffRole
from storage.staff.proposals import ProposalStatus

KIND = Button("imp-kind", str, whose=Whose.NO_ROW)
OPEN = Button("imp-open", UUID, whose=Whose.STAFF)
CONFIRM = Button("imp-yes", UUID, whose=Whose.STAFF)
REFUSE = Button("imp-no", UUID, whose=Whose.STAFF)
PROPOSE = Button("imp-propose", str, in_step=True)
COMMANDS = (Command("import", 85, StaffRole.ADMIN),)


def admin_page(proposals: Sequence[ImportProposal], texts: Texts) -> Card:
    """To an admin: choose a kind, and the open proposals."""
    kinds = [KIND.on(kind_name(kind, texts), kind.value) for kind in KINDS]
    waiting = [OPEN.on(counted(one, texts), one.id) for one in proposals]
    text = f"{texts('import-usage')}\n\n{texts('import-waiting', count=len(proposals))}"
    return Card(text, (*grid(kinds), *column(*waiting), (go("menu", texts),)))


def ask_file(kind: ImportKind, texts: Texts) -> Card:
    """Ask for the file."""
    return Card(texts("import-file", kind=kind_name(kind, texts)))


def received(texts: Texts) -> Card:
    """The file has arrived and is checked."""
    return Card(texts("import-received"))


def checked(kind: ImportKind, report: UUID | None, *, wrong: int, texts: Texts, **counts: int) -> Card:
    """What the file would change; asks whether to propose it, without its wrong rows. report: names these.

    counts: new, changed and unchanged rows.
    """
    key, propose = ("import-checked-partly", "import-propose-good") if wrong else ("import-checked", "import-propose")
    text = texts(key, kind=kind_name(kind, texts), wrong=wrong, **counts)
    attachments = (Attachment(report, as_document=True),) if report is not None else ()
    return Card(text, column(PROPOSE.on(texts.plain(propose), "")), attachments)


def not_usable(problem: str, wrong: int, report: UUID | None, texts: Texts) -> Card:
    """The file cannot be imported, and why."""
    attachments = (Attachment(report, as_document=True),) if report is not None else ()
    text = texts(f"import-problem-{problem.replace('_', '-')}", count=wrong)
    return Card(text, ((go("import", texts),),), attachments)


def proposal(session: Session, row: ImportProposal, texts: Texts) -> Card:
    """A proposal; with two buttons while it is open."""
    member = session.get(members.StaffMember, row.proposed_by)
    text = f"{texts('import-proposal', what=counted(row, texts), who=member.name if member else '–')}\n\n"
    text += f"{texts('import-proposal-wrong', count=row.wrong)}\n" if row.wrong else ""
    text += texts(f"import-proposal-{_state(row)}")
    if row.status is not ProposalStatus.OPEN:
        return Card(text, ((go("import", texts),),))
    yes, no = CONFIRM.on(texts.plain("import-confirm"), row.id), REFUSE.on(texts.plain("import-refuse"), row.id)
    return Card(text, ((yes, no), (go("import", texts),)))


def said(report: UUID, texts: Texts) -> Card:
    """The report of an import, as a file."""
    return Card(texts("import-report"), (), (Attachment(report, as_document=True),))


def kind_name(kind: ImportKind, texts: Texts) -> str:
    """Return the name of a kind in the reader's language."""
    return texts.plain(f"import-kind-{kind.value}")


@notification_about("import.proposed", ImportProposal)
def proposed_notification(session: Session, row: ImportProposal, reader: Reader) -> Card | None:
    """To the other admins: a proposal waits for confirmation."""
    return proposal(session, row, reader.texts) if row.status is ProposalStatus.OPEN else None


@notification_about("import.decided", ImportProposal)
def decided_notification(session: Session, row: ImportProposal, reader: Reader) -> Card | None:
    """To the admins: a proposal is decided, or a confirmed file is imported."""
    return proposal(session, row, reader.texts) if row.status is not ProposalStatus.OPEN else None


def _state(row: ImportProposal) -> str:
    if row.status is not ProposalStatus.CONFIRMED or row.succeeded is None:
        return row.status.value
    return "imported" if row.succeeded else "failed"


def counted(row: ImportProposal, texts: Texts) -> str:
    """Return the kind of a proposed file and how many rows it adds, changes and leaves."""
    counts = {"new": row.new, "changed": row.changed, "unchanged": row.unchanged}
    return texts.plain("import-counted", kind=kind_name(ImportKind(row.kind), texts), **counts)
