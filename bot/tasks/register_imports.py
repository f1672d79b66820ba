"""Files of the register that admins send in the chat or on the page: checked, imported once two have confirmed it."""

from dataclasses import replace
from uuid import UUID

from bot.engine.outbound.tasks import TaskResources, TryAgain
from bot.services.importing.kinds import ImportKind
from bot.services.importing.proposals import FILE_DAYS, FILE_KIND, FILE_NAME
from bot.stored_json import TaskResult
from bot.tasks.dependencies import Adapters, ImportRequest, task
from storage import files

REPORT_DAYS = 7
BUSY_EXIT = 75  # Another import is in progress.
PARTIAL_EXIT = 3  # Some rows could not be carried out; the report names them.


class CheckedRegisterFile(TaskResult):
    """What a file would change, and how many of its rows are wrong. report: a stored text that names these.

    file: none if there is nothing to import.
    """

    problem: str = ""
    file: UUID | None = None
    report: UUID | None = None
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    wrong: int = 0


class CheckedUpload(TaskResult):
    """What a file of the page would change. upload: as it was stored, whether it can be proposed or not."""

    kind: str
    upload: UUID
    found: CheckedRegisterFile


class ImportedRegisterFile(TaskResult):
    """Whether a confirmed file was imported. report: a stored text of what the import said.

    wrong: how many rows are left out. None from a version that did not say so.
    """

    proposal: UUID
    succeeded: bool
    report: UUID | None = None
    wrong: int | None = None


@task("register.check")
async def check_register_file(
    resources: TaskResources, adapters: Adapters, *, file_id: str, kind: str, language: str = "en"
) -> CheckedRegisterFile:
    """Download a file, store it for some days, and check what it would change."""
    try:
        content = await resources.download(file_id)
    except LookupError as problem:
        return CheckedRegisterFile(problem="too_large" if "too big" in str(problem).lower() else "gone")
    found = await _check(resources, adapters, content, ImportRequest(ImportKind(kind), language, dry_run=True))
    if found.problem:
        return found
    kept = await resources.keep(content, kind=FILE_KIND, name=FILE_NAME, media_type="text/csv", days=FILE_DAYS)
    return found.model_copy(update={"file": kept})


@task("register.check_upload")
async def check_uploaded_file(
    resources: TaskResources,
    adapters: Adapters,
    *,
    file: UUID,
    kind: str,
    language: str = "en",
    good_rows: bool = False,
) -> CheckedUpload:
    """Check what a file of the page would change. good_rows: they may be proposed although others are wrong."""
    stored = await resources.database.read(lambda session: files.read(session, file))
    if stored is None:
        return CheckedUpload(kind=kind, upload=file, found=CheckedRegisterFile(problem="gone"))
    how = ImportRequest(ImportKind(kind), language, dry_run=True)
    found = await _check(resources, adapters, stored.content, how)
    if found.wrong and not good_rows:
        found = CheckedRegisterFile(problem="wrong", report=found.report, wrong=found.wrong)
    is_usable = {"file": None if found.problem else file}
    return CheckedUpload(kind=kind, upload=file, found=found.model_copy(update=is_usable))


@task("register.import")
async def import_register_file(
    resources: TaskResources,
    adapters: Adapters,
    *,
    file: UUID,
    kind: str,
    proposal: UUID,
    language: str = "en",
    good_rows: bool = False,
) -> ImportedRegisterFile:
    """Import a confirmed file. good_rows: although others are wrong. Raises TryAgain while another is in progress."""
    stored = await resources.database.read(lambda session: files.read(session, file))
    if stored is None:
        return ImportedRegisterFile(proposal=proposal, succeeded=False)
    how = ImportRequest(ImportKind(kind), language, good_rows=good_rows)
    outcome = await adapters.import_register(how, stored.content)
    if outcome.exit_code == BUSY_EXIT:
        raise TryAgain
    report = await _keep_report(resources, outcome.said)
    succeeded = outcome.exit_code in (0, PARTIAL_EXIT)
    wrong = outcome.counts.get("wrong", 0)
    return ImportedRegisterFile(proposal=proposal, succeeded=succeeded, report=report, wrong=wrong)


async def _check(
    resources: TaskResources, adapters: Adapters, content: bytes, how: ImportRequest
) -> CheckedRegisterFile:
    """Return what a file would change, or the problem that nothing of it can be imported; without the file."""
    outcome = await adapters.import_register(how, content)
    report, wrong = None, outcome.counts.get("wrong", 0)
    if outcome.exit_code:
        report = await _keep_report(resources, outcome.said)
        good = await adapters.import_register(replace(how, good_rows=True), content) if wrong else outcome
        if not any(good.counts.get(name) for name in ("new", "changed")):
            return CheckedRegisterFile(problem="wrong", report=report, wrong=wrong)
        outcome = good
    return CheckedRegisterFile(report=report, **outcome.counts)


async def _keep_report(resources: TaskResources, said: str) -> UUID:
    """Store what the import said."""
    content = said.encode()
    return await resources.keep(content, kind="report", name="report.txt", media_type="text/plain", days=REPORT_DAYS)
