"""Runs the desk: starts the HTTP server, then the desk, and stops both at SIGINT or SIGTERM.

Nothing depends on a graceful stop: all work under way is in the database.
"""

import asyncio
import logging
import os
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import uvloop

from bot.adapters.sandbox.confinement import forbid_tracing
from bot.cli import demo_data, doctor_staff, start_mode
from bot.cli.doctor_result import Level
from bot.engine import clock
from bot.engine.database_clock import DatabaseClock
from bot.engine.desk import tune_process
from bot.engine.inbound.turn_watch import EXIT_CODE
from bot.runtime import (
    holiday_calendar,
    http_server,
    log_config,
    offices_file,
    profile_file,
    sandbox_pools,
    store_owner,
)
from bot.runtime.adapters import OpenAdapters, open_adapters
from bot.runtime.background import run_in_background
from bot.runtime.database import open_database
from bot.runtime.desk import running_desk
from bot.runtime.local_simulator import TOKEN, LocalSimulator
from bot.runtime.telegram import Say
from bot.settings import ProcessRole, Settings
from bot.tasks.dependencies import Adapters
from bot.web.app import create_app
from bot.web.dependencies import WebDependencies
from handlers import every_handler
from storage.database import Database

log = logging.getLogger("chezhu.desk")

# Less than systemd waits (TimeoutStopSec). A database that does not answer holds its threads for ever.
STOP_SECONDS = 13.0


def run(
    settings: Settings,
    *,
    say: Say,
    local: bool = False,
    new_bot: bool = False,
    limits: bool = True,
    adapters: OpenAdapters = open_adapters,
) -> None:
    """Run the desk until it is told to stop. Raises OperatorError or WrongSettings.

    local: with the local Telegram; limits: Telegram's rate limits hold there. new_bot: the store may belong to another
    bot, and belongs to this one once the Bot API has accepted the token.
    """
    owner = start_mode.owner_of_start(settings, local=local, new_bot=new_bot)
    forbid_tracing()
    log_config.configure_logging(as_json=not settings.is_local)
    holiday_calendar.load_calendar(settings)
    offices_file.load_offices(settings)
    profile_file.load_profile(settings, every_handler())
    with (
        open_database(settings, alone=True, owner=owner) as database,
        http_server.listen(settings.host, settings.port) as listener,
    ):
        say(f"Database: {database.engine.url.render_as_string(hide_password=True)}")
        adopt = partial(store_owner.adopt, database, owner, now=clock.now(), say=say)
        if settings.is_local:
            adopt()  # Before the demo data come in; it needs no token.
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            work = _run(settings, database, listener, adopt, say=say, open_adapters=adapters, limits=limits)
            runner.run(_run_until_signal(work, say=say))


async def _run_until_signal(work: Coroutine[object, object, None], *, say: Say) -> None:
    """Run the coroutine until it ends. SIGINT and SIGTERM cancel it at any moment, also while it starts.

    A process that has not stopped some seconds later is ended.
    """
    running = asyncio.ensure_future(work)

    def stop() -> None:
        if not running.done() and not running.cancelling():  # Only the first signal, so that the stop is complete.
            say("Stopping")
            running.cancel()
            _end_process_later()

    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop)
    await asyncio.wait([running])
    if not running.cancelled():
        running.result()


def _end_process_later() -> None:
    watch = threading.Timer(STOP_SECONDS, _end_process)
    watch.daemon = True
    watch.start()


def _end_process() -> None:
    log.critical("the desk does not stop, the process ends")
    os._exit(EXIT_CODE)


async def _run(
    settings: Settings,
    database: Database,
    listener: socket.socket,
    adopt: Callable[[], None],
    *,
    say: Say,
    open_adapters: OpenAdapters,
    limits: bool,
) -> None:
    origin = http_server.origin(listener)
    async with AsyncExitStack() as stack:
        simulator = await _start_simulator(settings, database, say=say, limits=limits) if settings.is_local else None
        if simulator is not None:
            settings = simulator.settings_for(settings, origin)
            await stack.enter_async_context(run_in_background(simulator.run()))
        adapters = await stack.enter_async_context(open_adapters(settings))
        await stack.enter_async_context(_checked_sandbox(settings, adapters, say=say))
        desk_clock = await asyncio.to_thread(DatabaseClock, database)
        await stack.enter_async_context(run_in_background(desk_clock.run()))
        web = WebDependencies(
            settings,
            database,
            desk_clock,
            gateways=adapters.gateways,
            photo_pool=adapters.public_pool,
            drawing_pool=adapters.drawing_pool,
        )
        app = create_app(web, extra_routes=simulator.routes() if simulator else ())
        server = http_server.make_server(app, trusted_proxies=settings.trusted_proxies)
        serving = await stack.enter_async_context(run_in_background(server.serve(sockets=[listener]), grace=5))
        stack.push_async_callback(_stop_server, server, simulator)
        token = settings.telegram_token or TOKEN
        web.desk = await stack.enter_async_context(
            running_desk(settings, token, database, adapters, adopt, clock=desk_clock, say=say)
        )
        await _report_staff(database, say=say)
        tune_process()
        say(f"open {origin}" if simulator else f"The desk is running; its web pages are at {origin}")
        await asyncio.wait([serving])


@asynccontextmanager
async def _checked_sandbox(settings: Settings, adapters: Adapters, *, say: Say) -> AsyncIterator[None]:
    """Warm a worker of the pool that this process uses. A start does not wait for it unless the sandbox is required."""
    does_tasks = settings.role in {ProcessRole.ALL, ProcessRole.SENDER}
    pool = adapters.photo_pool if does_tasks else adapters.public_pool
    if settings.sandbox == "required":
        await sandbox_pools.require_complete(pool)
    async with run_in_background(sandbox_pools.keep_warm(pool, say=say)):
        yield


async def _report_staff(database: Database, *, say: Say) -> None:
    """Say which members of staff may not serve yet, so that an upgrade locks nobody out unnoticed."""
    result = await asyncio.to_thread(doctor_staff.check, database)
    if result.level is not Level.OK:
        say(f"{result.what} -> {result.advice}")


async def _stop_server(server: http_server.Server, simulator: LocalSimulator | None) -> None:
    if simulator is not None:
        await simulator.close()
    server.should_exit = True


async def _start_simulator(settings: Settings, database: Database, *, say: Say, limits: bool) -> LocalSimulator:
    """Start the simulator. Adds the demo people and cars to an empty database and their phones to a new simulator."""
    say("Starting the local Telegram, with local text messages, face check and payments")
    simulator = await asyncio.to_thread(LocalSimulator, settings.data_dir / "world", limits=limits)
    if await database.read(demo_data.is_empty):
        say("The register is empty: adding the demo people and cars")
        now = clock.now()
        await database.write(lambda session: demo_data.load_demo_data(session, bot_id=simulator.bot_id, now=now))
    if simulator.is_new:
        demo_data.add_demo_people(simulator.world)
    return simulator
