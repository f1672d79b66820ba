"""The task that reads the QR codes of a picture or PDF to be verified; files are opened in the sandbox only."""

from bot.adapters.certificates.code_scanner import codes_of
from bot.adapters.sandbox.errors import SandboxBusy
from bot.engine.outbound.tasks import TaskResources, TryAgain
from bot.stored_json import TaskResult
from bot.tasks.dependencies import Adapters, task


class CertificateCodesRead(TaskResult):
    """The texts of the QR codes in a file; or, in `problem`, why it could not be read."""

    texts: list[str] = []
    problem: str = ""


@task("verification.read")
async def read_certificate_codes(resources: TaskResources, adapters: Adapters, *, file_id: str) -> CertificateCodesRead:
    """Read the QR codes of a picture or PDF."""
    try:
        data = await resources.download(file_id)
    except LookupError as problem:
        return CertificateCodesRead(problem="too_large" if "too big" in str(problem).lower() else "gone")
    try:
        return CertificateCodesRead(**await codes_of(adapters.photo_pool, data))
    except SandboxBusy as busy:
        raise TryAgain from busy
