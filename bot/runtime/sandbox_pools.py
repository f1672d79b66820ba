"""Opens the sandbox pools of a process, which share its memory, and says what the platform cannot confine."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.adapters.drawing import preparation as drawing
from bot.adapters.pictures import preparation as pictures
from bot.adapters.sandbox import memory
from bot.adapters.sandbox.confinement import Protection
from bot.adapters.sandbox.errors import SandboxError
from bot.adapters.sandbox.memory import MEBIBYTE, MemoryBudget
from bot.adapters.sandbox.pool import SandboxPool
from bot.program_name import PROGRAM
from bot.runtime.operator_error import OperatorError
from bot.settings import Settings

MEMORY_OF_PHOTO_WORKER = 512 * MEBIBYTE
MAX_WAITING_DOCUMENTS, MAX_WAITING_VISITORS = 256, 16
ADVICE = {
    Protection.USER: "workers run as root, as the desk does: run it as a user of its own",
    Protection.DUMPABLE: "other processes of this user may trace workers: this needs Linux",
    Protection.LANDLOCK: "workers read the files of the desk's user: this needs Linux 5.13 with Landlock enabled",
    Protection.SECCOMP: "workers may use the network and start programs: install libseccomp2",
}


@dataclass(frozen=True)
class SandboxPools:
    """The pools for photos, for documents that are drawn, and for the files of visitors of the web side."""

    photos: SandboxPool
    drawing: SandboxPool
    visitors: SandboxPool


@asynccontextmanager
async def open_pools(settings: Settings) -> AsyncIterator[SandboxPools]:
    """Open the pools. Their workers start at first use, or by `warm`."""
    total = memory.available(settings.memory_mb * MEBIBYTE)
    # One processor is left to the chat.
    photo_workers = max(1, min((os.cpu_count() or 2) - 1, total // MEMORY_OF_PHOTO_WORKER))
    # With two places one neighbourhood of visitors never holds all of them.
    visitor_workers = 2 if total >= 4 * MEMORY_OF_PHOTO_WORKER else 1
    budget = MemoryBudget(total, workers=photo_workers + 1 + visitor_workers)
    requires_all = settings.sandbox == "required"

    def pool(prepare: str, *, workers: int = 1, max_waiting: int = 64) -> SandboxPool:
        return SandboxPool(workers, max_waiting, memory=budget, prepare=(prepare,), requires_all=requires_all)

    async with (
        pool(pictures.PHOTOS, workers=photo_workers) as photos,
        pool(drawing.DOCUMENTS, max_waiting=MAX_WAITING_DOCUMENTS) as documents,
        pool(pictures.CODES, workers=visitor_workers, max_waiting=MAX_WAITING_VISITORS) as visitors,
    ):
        yield SandboxPools(photos, documents, visitors)


async def keep_warm(pool: SandboxPool, *, say: Callable[[str], None]) -> None:
    """Keep a worker ready, and say what this platform lacks to confine it. Ends at once for a pool of tests."""
    if pool.prepare:
        if not pool.requires_all:  # Else the start has waited for one.
            await _report(pool, say=say)
        await pool.keep_warm()


async def _report(pool: SandboxPool, *, say: Callable[[str], None]) -> None:
    try:
        missing = await pool.warm()
    except SandboxError:
        say(f"The sandbox for pictures does not start: no picture can be read -> {PROGRAM} doctor")
        return
    for protection in missing:
        say(f"The sandbox for pictures is incomplete: {ADVICE[protection]}")


async def require_complete(pool: SandboxPool) -> None:
    """Check that workers have every protection. Raises OperatorError."""
    try:
        await pool.warm()
    except SandboxError:
        message = "CHEZHU_SANDBOX=required, and the sandbox for pictures is incomplete"
        raise OperatorError(f"{message}; `{PROGRAM} doctor` says what is missing") from None
