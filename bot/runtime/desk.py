"""Builds the desk from the settings and runs it: Telegram client, SMS gateway, handlers, tasks, housekeeping jobs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from bot.adapters.sms.gateway import SmsGateway
from bot.engine.clock import Clock
from bot.engine.desk import Desk, DeskParts
from bot.engine.inbound.update_rates import UpdateRates
from bot.engine.server_clock import ServerClock
from bot.engine.telegram_client import DeskBot, make_client
from bot.runtime import adapters as runtime_adapters, database as runtime_database, import_folder, import_loop, telegram
from bot.runtime.background import run_in_background
from bot.runtime.telegram import Say
from bot.settings import Mode, ProcessRole, Settings
from bot.tasks.dependencies import Adapters
from handlers import every_handler, every_housekeeping_job, every_notification, every_task
from handlers.certificates import inline_sharing
from storage.database import Database


@asynccontextmanager
async def running_desk(
    settings: Settings,
    token: str,
    database: Database,
    adapters: Adapters,
    adopt: Callable[[], None],
    *,
    clock: Clock,
    say: Say,
) -> AsyncIterator[Desk]:
    """Run the desk until the block ends. Raises OperatorError.

    adopt: makes the store this bot's, once the Bot API has accepted the token: a mistyped one names another bot.
    """
    async with AsyncExitStack() as stack:
        server_clock, is_test = ServerClock(clock), settings.telegram_test_environment
        bot = make_client(token, settings.telegram_api_url, test_environment=is_test, server_clock=server_clock)
        stack.push_async_callback(bot.shutdown)
        await telegram.connect(bot, settings, say=say)
        await asyncio.to_thread(adopt)
        receives = settings.role in (ProcessRole.ALL, ProcessRole.RECEIVER)
        if receives:
            await telegram.configure_updates(settings, bot)
        sms = runtime_adapters.make_sms_gateway(settings)
        stack.push_async_callback(sms.aclose)
        desk = _make_desk(settings, database, bot, adapters, sms, clock=clock, server_clock=server_clock)
        desk.start()
        stack.push_async_callback(desk.stop)
        if receives:
            await stack.enter_async_context(run_in_background(telegram.publish_menus(desk)))
        if settings.role in (ProcessRole.ALL, ProcessRole.WORKER):
            run = import_folder.run_good_rows if settings.import_good_rows else import_folder.run_process
            watching = import_loop.run(database, settings.import_folder, clock=clock, run_import=run)
            await stack.enter_async_context(run_in_background(watching))
        yield desk


def _make_desk(
    settings: Settings,
    database: Database,
    bot: DeskBot,
    adapters: Adapters,
    sms: SmsGateway,
    *,
    clock: Clock,
    server_clock: ServerClock,
) -> Desk:
    return Desk(
        DeskParts(
            database=database,
            bot=bot,
            sms=sms,
            handlers=list(every_handler()),
            notifications=every_notification(),
            tasks=every_task(adapters),
            clock=clock,
            server_clock=server_clock,
            message_rate_limit=settings.message_rate_limit,
            update_rates=UpdateRates(),
            role=settings.role,
            polling=settings.mode is Mode.POLLING,
            public_url=settings.public_url,
            folders=runtime_database.folders(settings),
            housekeeping_jobs=every_housekeeping_job(adapters.gateways),
            delivery_reports=runtime_adapters.sms_delivery_reports(settings, sms),
            inline_answer=inline_sharing.answer,
            compares_faces=runtime_adapters.compares_faces(adapters.face),
        )
    )
