"""An asyncio test can follow a file that used the browser."""

import asyncio


async def test_an_asyncio_test_runs_after_the_browser_is_closed() -> None:
    await asyncio.sleep(0)
