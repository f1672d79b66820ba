"""The task that reads the codes of a picture or PDF that nobody has asked for; files are opened in the sandbox only."""

from bot.adapters.certificates import cose
from bot.adapters.certificates.code_scanner import codes_of
from bot.adapters.sandbox.errors import SandboxBusy
from bot.engine.outbound.tasks import TaskResources, TryAgain
from bot.services.filing import vehicle_code_links
from bot.stored_json import TaskResult
from bot.tasks.dependencies import Adapters, task


class AnyCodesRead(TaskResult):
    """The texts of the QR codes in a file; or, in `problem`, why it could not be read."""

    texts: list[str] = []
    problem: str = ""


@task("codes.read")
async def read_any_codes(resources: TaskResources, adapters: Adapters, *, file_id: str) -> AnyCodesRead:
    """Read the QR codes of a picture or PDF: of a certificate or a paper, a vehicle code, or another link."""
    try:
        data = await resources.download(file_id)
    except LookupError as problem:
        return AnyCodesRead(problem="too_large" if "too big" in str(problem).lower() else "gone")
    wanted = (cose.PREFIX, vehicle_code_links.link(resources.bot.username, ""))
    try:
        return AnyCodesRead(**await codes_of(adapters.photo_pool, data, wanted=wanted))
    except SandboxBusy as busy:
        raise TryAgain from busy
