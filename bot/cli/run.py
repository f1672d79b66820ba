"""Running the desk: the server first, then the desk that may talk to it, until a signal says stop.

Nothing depends on a graceful stop: whatever was under way is in the store.
"""

import asyncio
import signal
import socket
from contextlib import AsyncExitStack

import aiohttp
import uvloop

from bot.adapters.payments.factory import make_gateways
from bot.adapters.sandbox.pool import SandboxPool
from bot.cli import demo_data
from bot.engine import clock
from bot.engine.desk import tune_process
from bot.runtime import adapters, factory, holiday_calendar, http_server, log_config
from bot.runtime.adapters import Outside
from bot.runtime.background import beside
from bot.runtime.database import open_database
from bot.runtime.local_world import TOKEN, LocalWorld
from bot.runtime.telegram import Say
from bot.settings import Settings
from bot.texts import name_office
from bot.web.app import create_app
from bot.web.dependencies import WebSide
from storage.database import Database


def run(settings: Settings, *, say: Say, around: Outside = adapters.adapters) -> None:
    """Run the desk until it is told to stop. around: what opens the outside of its slow work.

    Raises OperatorError for what an operator can put right.
    """
    log_config.set_up(as_json=not settings.is_local)
    holiday_calendar.use(settings)
    name_office({"zh-CN": settings.office_name, "en": settings.office_name_en})
    with (
        open_database(settings, alone=True) as database,
        http_server.open_door(settings.host, settings.port) as door,
    ):
        say(f"Store: {database.engine.url.render_as_string(hide_password=True)}")
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_run(settings, database, door, say=say, around=around))


async def _run(settings: Settings, database: Database, door: socket.socket, *, say: Say, around: Outside) -> None:
    stop = _stop_event()
    origin = http_server.origin(door)
    async with AsyncExitStack() as stack:
        local = await _local_world(settings, database, say=say) if settings.is_local else None
        if local is not None:
            settings = local.fitted(settings, origin)
            await stack.enter_async_context(beside(local.live()))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        gateways = make_gateways(settings, http, clock=clock.now)
        laboratory = await stack.enter_async_context(SandboxPool(waiting=16))
        side = WebSide(settings, database, clock.now, gateways=gateways, photo_pool=laboratory)
        server = http_server.make_server(create_app(side, beside=local.routes() if local else ()))
        serves = await stack.enter_async_context(beside(server.serve(sockets=[door]), patience=5))
        stack.push_async_callback(_close, server, local)
        token = settings.telegram_token or TOKEN
        side.desk = await stack.enter_async_context(factory.desk(settings, token, database, say=say, around=around))
        tune_process()
        say(f"open {origin}" if local else f"The desk runs; its web side is at {origin}")
        await asyncio.wait([asyncio.ensure_future(stop.wait()), serves], return_when=asyncio.FIRST_COMPLETED)
        say("Stopping")


async def _close(server: http_server.Server, local: LocalWorld | None) -> None:
    if local is not None:
        await local.close()
    server.should_exit = True


async def _local_world(settings: Settings, database: Database, *, say: Say) -> LocalWorld:
    """Start the local world, with the demo cast in whatever of it and of the store is empty."""
    say("No token: starting the local Telegram, with local text messages, faces and payments")
    local = await asyncio.to_thread(LocalWorld, settings.data_dir / "world")
    if await database.read(demo_data.is_empty):
        say("The register is empty: letting in the demo people and cars")
        now = clock.now()
        await database.write(lambda session: demo_data.fill(session, bot_id=local.bot_id, now=now))
    if local.is_new:
        demo_data.let_in(local.world)
    return local


def _stop_event() -> asyncio.Event:
    """Return an event that SIGINT and SIGTERM set."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop
