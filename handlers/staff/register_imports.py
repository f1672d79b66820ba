"""/import: an admin sends a file of the register, a second one confirms it.

/import ──► open proposals, kinds
/import KIND, or tap a kind ──► FILE ── a document ──► (checked by a task) ──► CHECK ── tap Propose ──► proposed
the staff's page: a document ──► (checked by a task) ──► proposed, or told why not
another admin: tap Confirm ──► imported by a task ──► everybody told      tap Refuse ──► nothing changes
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import Card
from bot.cards.staff import register_imports as cards
from bot.context import DeskContext
from bot.engine.listeners import (
    END,
    Ask,
    Flow,
    FlowSignal,
    FlowStep,
    Handler,
    on_command,
    on_picture,
    on_result,
    on_tap,
)
from bot.services.importing import proposals as service
from bot.services.importing.kinds import ImportKind
from bot.services.staff import permissions
from bot.stored_json import Draft
from bot.tasks import register_imports as tasks
from storage.staff import proposals
from storage.staff.import_proposals import ImportProposal
from storage.staff.members import StaffRole


class Step(FlowStep):
    """What the flow waits for."""

    FILE = "file"
    CHECK = "check"


class ImportDraft(Draft):
    """The kind, and the checked file with what it would change. report: names its wrong rows."""

    kind: str = ""
    file: UUID | None = None
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    wrong: int = 0
    report: UUID | None = None


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.OPEN, show_proposal)
    yield on_tap(cards.CONFIRM, confirm)
    yield on_tap(cards.REFUSE, refuse)
    yield on_result(tasks.import_register_file, take_outcome)
    yield on_result(tasks.check_uploaded_file, take_upload)
    yield Flow(
        "import",
        entry_points=[on_command("import", begin), on_tap(cards.KIND, take_kind)],
        steps={
            Step.FILE: Ask(ask_file, on_picture(take_file), on_result(tasks.check_register_file, take_check)),
            Step.CHECK: Ask(ask_check, on_tap(cards.PROPOSE, propose), asks_yes=True),
        },
    )


def begin(context: DeskContext) -> Step | None:
    """Ask for a file of the kind that is named; without one show the kinds and the open proposals."""
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    if context.arguments and context.arguments[0].lower() in set(service.KINDS):
        return _begin(context, context.arguments[0].lower())
    context.show(cards.admin_page(proposals.open_ones(context.session, ImportProposal), context.texts))
    return None


def take_kind(context: DeskContext) -> Step | None:
    """Ask for a file of the kind that is tapped."""
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    kind = context.tapped(cards.KIND)
    if kind in set(service.KINDS):
        return _begin(context, kind)
    context.show(cards.admin_page(proposals.open_ones(context.session, ImportProposal), context.texts))
    return None


def ask_file(context: DeskContext) -> Card:
    """Ask for the file."""
    return cards.ask_file(_kind(context), context.texts)


def take_file(context: DeskContext) -> None:
    """Have the file downloaded and checked."""
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    context.order_task(
        tasks.check_register_file,
        file_id=context.file.file_id,
        kind=_kind(context).value,
        language=context.texts.language,
    )
    context.say(cards.received(context.texts))


def take_check(context: DeskContext) -> Step | FlowSignal:
    """Show what the file would change, or that it cannot be imported."""
    found = context.result_of(tasks.check_register_file)
    if found is None or found.file is None:
        problem, wrong, report = (found.problem, found.wrong, found.report) if found else ("gone", 0, None)
        context.show(cards.not_usable(problem, wrong, report, context.texts))
        return END
    draft = context.load_draft(ImportDraft)
    context.store_draft(ImportDraft(kind=draft.kind, file=found.file, report=found.report, **_counts(found)))
    return Step.CHECK


def ask_check(context: DeskContext) -> Card:
    """Show what the file would change, and ask whether to propose it."""
    draft = context.load_draft(ImportDraft)
    return cards.checked(_kind(context), draft.report, texts=context.texts, **_counts(draft))


def propose(context: DeskContext) -> FlowSignal:
    """Propose the file to the other admins."""
    draft = context.load_draft(ImportDraft)
    if draft.file is None:
        raise service.ImportFileGone
    row = service.propose(
        context.session, _kind(context), draft.file, by=context.account, now=context.now, **_counts(draft)
    )
    context.show(cards.proposal(context.session, row, context.texts))
    return END


def show_proposal(context: DeskContext) -> None:
    """Show a proposal."""
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    row = context.session.get(ImportProposal, context.tapped(cards.OPEN))
    if row is None:
        raise service.ImportProposalDecided
    context.show(cards.proposal(context.session, row, context.texts))


def confirm(context: DeskContext) -> None:
    """Confirm a proposal as the second admin, and have it imported."""
    row = service.confirm(context.session, context.tapped(cards.CONFIRM), by=context.account, now=context.now)
    context.order_task(
        tasks.import_register_file,
        file=row.file_id,
        kind=row.kind,
        proposal=row.id,
        language=context.texts.language,
        good_rows=row.wrong > 0,
    )
    context.show(cards.proposal(context.session, row, context.texts))


def refuse(context: DeskContext) -> None:
    """Refuse a proposal as the second admin, or withdraw it as the first."""
    row = service.refuse(context.session, context.tapped(cards.REFUSE), by=context.account, now=context.now)
    context.show(cards.proposal(context.session, row, context.texts))


def take_outcome(context: DeskContext) -> None:
    """Tell the admins what came of an import, and give the one who confirmed it the report."""
    outcome = context.result_of(tasks.import_register_file)
    if outcome is None:
        return
    service.end(context.session, outcome.proposal, succeeded=outcome.succeeded, wrong=outcome.wrong, now=context.now)
    if outcome.report is not None and permissions.has_role(context.session, context.account, StaffRole.ADMIN):
        context.say(cards.said(outcome.report, context.texts))


def take_upload(context: DeskContext) -> None:
    """Propose a file that was sent on the page, or tell who has sent it that it cannot be imported."""
    checked = context.result_of(tasks.check_uploaded_file)
    if checked is None:
        return
    found = checked.found
    if found.file is None:
        service.drop(context.session, checked.upload)
        context.say(cards.not_usable(found.problem, found.wrong, found.report, context.texts))
        return
    kind = ImportKind(checked.kind)
    row = service.propose(context.session, kind, found.file, by=context.account, now=context.now, **_counts(found))
    if found.report is not None:
        context.say(cards.said(found.report, context.texts))
    context.say(cards.proposal(context.session, row, context.texts))


def _begin(context: DeskContext, kind: str) -> Step:
    context.store_draft(ImportDraft(kind=kind))
    return Step.FILE


def _counts(checked: ImportDraft | tasks.CheckedRegisterFile) -> dict[str, int]:
    counts = checked.new, checked.changed, checked.unchanged, checked.wrong
    return dict(zip(("new", "changed", "unchanged", "wrong"), counts, strict=True))


def _kind(context: DeskContext) -> ImportKind:
    return ImportKind(context.load_draft(ImportDraft).kind)
