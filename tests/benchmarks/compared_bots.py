"""The bots of the throughput benchmark: `python -m tests.benchmarks.compared_bots NAME URL COUNT`.

Each bot echoes every message. It prints, as JSON, the time from its first poll to the last
answer, its processor time and its memory.
"""

import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from typing import Any

import uvloop

from bot.adapters.sms.gateway import HttpSms
from bot.card import Card
from bot.context import DeskContext
from bot.engine import clock
from bot.engine.desk import Desk, DeskParts, tune_process
from bot.engine.listeners import on_words
from bot.engine.telegram_client import DeskBot
from bot.engine.telegram_transport import AiohttpRequest
from storage.database import Database
from storage.engine import outbox_queue
from tests import databases

TOKEN = "1000000001:local-token"


class Finish:
    """Counts answers and takes the time from the first poll to the last answer."""

    def __init__(self, count: int) -> None:
        self._left = count
        self.passed = asyncio.Event()
        self.began = self.ended = (0.0, 0.0)

    def begin(self) -> None:
        """Start the timing, just before the first poll."""
        self.began = (time.perf_counter(), time.process_time())

    def one_more(self) -> None:
        """Count an answer; the last one stops the timing."""
        self._left -= 1
        if self._left == 0:
            self.end()
            self.passed.set()

    def end(self) -> None:
        """Stop the timing."""
        self.ended = (time.perf_counter(), time.process_time())


async def stock(url: str, finish: Finish) -> None:
    """Run python-telegram-bot with default settings; it stores nothing."""
    await _ptb(url, finish)


async def stock_over_aiohttp(url: str, finish: Finish) -> None:
    """Run the same bot with the desk's transport."""
    await _ptb(url, finish, request=AiohttpRequest(), get_updates_request=AiohttpRequest(connections=4))


async def _ptb(url: str, finish: Finish, **transport: AiohttpRequest) -> None:
    from telegram import Update
    from telegram.ext import Application, ContextTypes, MessageHandler, filters

    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "")
        finish.one_more()

    builder = Application.builder().token(TOKEN).base_url(f"{url}/bot")
    if transport:
        builder = builder.request(transport["request"]).get_updates_request(transport["get_updates_request"])
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        await application.start()
        assert application.updater is not None
        finish.begin()
        await application.updater.start_polling()
        await finish.passed.wait()
        await application.updater.stop()
        await application.stop()


async def aiogram(url: str, finish: Finish) -> None:
    """Run aiogram with default settings; it stores nothing."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Message

    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")
        finish.one_more()

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    finish.begin()
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    await finish.passed.wait()
    await dispatcher.stop_polling()
    await polling


async def desk(url: str, finish: Finish) -> None:
    """Run the desk: every message is stored and handled in a transaction, its answer stored, sent and recorded."""
    await _desk(url, finish, _echo)


async def desk_with_steps(url: str, finish: Finish) -> None:
    """Run the desk with a handler that also updates the stored conversation."""
    await _desk(url, finish, _step)


class CountingBot(DeskBot):
    """The desk's client, which counts answers."""

    finish: Finish | None = None

    async def call(self, method: str, **question: Any) -> Any:
        """Call a method, and count sent messages."""
        answer = await super().call(method, **question)
        if method == "sendMessage" and self.finish is not None:
            self.finish.one_more()
        return answer


async def _desk(url: str, finish: Finish, answer: Callable[[DeskContext], None]) -> None:
    databases.use_test_secret()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        store = f"sqlite:///{folder}/desk.sqlite3"
        databases.fill(store)
        bot = CountingBot(
            TOKEN,
            base_url=f"{url}/bot",
            request=AiohttpRequest(),
            get_updates_request=AiohttpRequest(connections=4, read_timeout=40),
        )
        object.__setattr__(bot, "finish", finish)
        await bot.initialize()
        database = Database(store)
        parts = DeskParts(
            database=database,
            bot=bot,
            sms=HttpSms(f"{url}/sms"),
            handlers=[on_words(answer)],
            notifications={},
            tasks={},
            clock=clock.now,
        )
        running = Desk(parts)
        tune_process()
        finish.begin()
        running.start()
        await finish.passed.wait()
        while await database.read(lambda session: outbox_queue.next_deliveries(session, now=clock.now(), limit=1)):  # noqa: ASYNC110 - the sender has no event to wait for
            await asyncio.sleep(0.005)
        finish.end()  # Every answer is recorded as sent too.
        await running.stop()
        await bot.shutdown()
        database.close()


def _echo(context: DeskContext) -> None:
    context.say(Card(context.words))


def _step(context: DeskContext) -> None:
    context.conversation.draft["heard"] = context.conversation.draft.get("heard", 0) + 1
    context.say(Card(context.words))


CONTESTANTS: dict[str, Callable[[str, Finish], Awaitable[None]]] = {
    each.__name__: each for each in (stock, stock_over_aiohttp, aiogram, desk, desk_with_steps)
}
WITH_UVLOOP = {"desk", "desk_with_steps", "stock_over_aiohttp"}


async def _measured(name: str, url: str, count: int) -> dict[str, float]:
    finish = Finish(count)
    await CONTESTANTS[name](url, finish)
    seconds, cpu = finish.ended[0] - finish.began[0], finish.ended[1] - finish.began[1]
    return {"seconds": seconds, "cpu": cpu, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main() -> None:
    """Run one contestant."""
    name, url, count = sys.argv[1:4]
    loop = uvloop.new_event_loop if name in WITH_UVLOOP else None
    with asyncio.Runner(loop_factory=loop) as runner:
        sys.stdout.write(json.dumps(runner.run(_measured(name, url, int(count)))) + "\n")


if __name__ == "__main__":
    main()
