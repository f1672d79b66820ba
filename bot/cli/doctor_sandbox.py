"""Sandbox check of `doctor`: starts a worker, as the desk does, and reports what this platform cannot confine."""

import asyncio
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from bot.adapters.pictures import preparation
from bot.adapters.pictures.sandbox_jobs import sanitise_in_sandbox
from bot.adapters.pictures.sanitise import SanitisedPicture
from bot.adapters.sandbox import memory
from bot.adapters.sandbox.confinement import Protection
from bot.adapters.sandbox.errors import SandboxError
from bot.adapters.sandbox.memory import MEBIBYTE
from bot.adapters.sandbox.pool import SandboxPool
from bot.cli.doctor_result import CheckResult, Level
from bot.runtime.sandbox_pools import ADVICE
from bot.settings import Settings


def sandbox_checks(settings: Settings) -> Iterator[CheckResult]:
    """Check that a worker starts and reads a picture, how far it is confined, and how much memory it may use."""
    try:
        missing = asyncio.run(_missing())
    except SandboxError:
        what = "the sandbox for pictures does not start, or reads no picture"
        yield CheckResult(Level.FAIL, what, "install what is missing: make run")
        return
    level = Level.FAIL if settings.sandbox == "required" else Level.WARN
    for protection in missing:
        what, _, advice = ADVICE[protection].partition(": ")
        yield CheckResult(level, f"sandbox for pictures: {what}", advice)
    if not missing:
        available = memory.available(settings.memory_mb * MEBIBYTE) // MEBIBYTE
        yield CheckResult(Level.OK, f"sandbox for pictures, complete; {available} MiB for its workers")


async def _missing() -> tuple[Protection, ...]:
    async with SandboxPool(prepare=(preparation.CODES,)) as pool:
        missing = await pool.warm()
        if not isinstance(await sanitise_in_sandbox(pool, _picture()), SanitisedPicture):
            raise SandboxError
        return missing


def _picture() -> bytes:
    """Return a small picture as a phone would send it."""
    file = BytesIO()
    Image.new("RGB", (64, 64), "white").save(file, "JPEG")
    return file.getvalue()
