"""What the start says where the sandbox for pictures is incomplete, and when it refuses."""

import asyncio

import pytest

from bot.adapters.sandbox.confinement import Protection
from bot.adapters.sandbox.pool import SandboxPool
from bot.runtime.operator_error import OperatorError
from bot.runtime.sandbox_pools import ADVICE, keep_warm, require_complete

INCOMPLETE = ("tests.adapters.sandbox.hostile_jobs:lose_libseccomp",)


async def test_the_start_says_what_the_platform_lacks() -> None:
    said: asyncio.Queue[str] = asyncio.Queue()
    async with SandboxPool(prepare=INCOMPLETE) as pool:
        keeping = asyncio.create_task(keep_warm(pool, say=said.put_nowait))
        assert ADVICE[Protection.SECCOMP] in await said.get()
        keeping.cancel()
        await asyncio.wait([keeping])


async def test_where_the_sandbox_is_required_the_start_refuses() -> None:
    async with SandboxPool(prepare=INCOMPLETE, requires_all=True) as pool:
        with pytest.raises(OperatorError, match="CHEZHU_SANDBOX"):
            await require_complete(pool)


async def test_a_complete_sandbox_is_enough_where_it_is_required() -> None:
    async with SandboxPool(requires_all=True) as pool:
        await require_complete(pool)


def test_there_is_advice_about_every_protection() -> None:
    assert set(ADVICE) == set(Protection)
