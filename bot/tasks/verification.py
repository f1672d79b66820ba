"""Reading the codes of a picture or PDF somebody sent to have it verified; decoded in the sandbox only."""

from typing import Any

from bot.adapters.certificates.code_scanner import codes_of
from bot.adapters.sandbox.pool import SandboxBusy
from bot.engine.outbound.tasks import Tools, TryAgain
from bot.tasks.dependencies import Adapters, task


@task("verification.read")
async def read_codes(tools: Tools, adapters: Adapters, *, file_id: str) -> dict[str, Any]:
    """Read the codes in a picture or PDF that somebody wants to have verified."""
    try:
        data = await tools.download(file_id)
    except LookupError as problem:
        return {"problem": "too_large" if "too big" in str(problem).lower() else "gone"}
    try:
        return await codes_of(adapters.photo_pool, data)
    except SandboxBusy as busy:
        raise TryAgain from busy
