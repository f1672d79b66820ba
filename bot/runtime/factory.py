"""Putting the desk together: the client, the outside by the settings, and all that the desk listens to and says."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.engine import clock
from bot.engine.desk import Desk, Parts
from bot.runtime import adapters as runtime_adapters
from bot.runtime import sms as runtime_sms
from bot.runtime import telegram
from bot.runtime.adapters import Outside
from bot.runtime.background import beside
from bot.runtime.telegram import Say
from bot.settings import Mode, Role, Settings
from handlers import EVERY_NOTICE, every_chore, every_handler, every_task
from storage.database import Database


@asynccontextmanager
async def desk(
    settings: Settings, token: str, database: Database, *, say: Say, around: Outside = runtime_adapters.adapters
) -> AsyncIterator[Desk]:
    """The desk, running as long as the block lasts. Raises Mistake for what an operator can put right."""
    async with AsyncExitStack() as stack:
        bot = await telegram.connect(settings, token, say=say)
        stack.push_async_callback(bot.shutdown)
        if settings.role in (Role.ALL, Role.RECEIVER):
            await telegram.settle_in(settings, bot)
        sms = runtime_sms.gateway(settings)
        stack.push_async_callback(sms.aclose)
        adapters = await stack.enter_async_context(around(settings))
        parts = Parts(
            database=database,
            bot=bot,
            sms=sms,
            handlers=list(every_handler()),
            notices=EVERY_NOTICE,
            tasks=every_task(adapters),
            clock=clock.now,
            zone=settings.zone,
            flood_limit=settings.flood_limit,
            role=settings.role,
            polling=settings.mode is Mode.POLLING,
            public_url=settings.public_url,
            chores=every_chore(adapters),
            receipts=runtime_sms.receipts(settings, sms),
            compares_faces=runtime_adapters.compares_faces(adapters.face),
        )
        running = Desk(parts)
        running.start()
        stack.push_async_callback(running.stop)
        if settings.role in (Role.ALL, Role.RECEIVER):
            await stack.enter_async_context(beside(telegram.introduce(running)))
        yield running
