"""The desk's place at Telegram: who the bot is, how updates come in, what its command menus offer."""

import asyncio
import logging
from collections.abc import Callable

from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.engine.command_menus import publish_commands
from bot.engine.desk import Desk
from bot.engine.inbound.receiver import ALLOWED_UPDATES
from bot.engine.telegram_client import DeskBot, make_client
from bot.runtime.operator_error import Mistake
from bot.settings import Mode, Settings
from bot.web.telegram_webhook import PATH

Say = Callable[[str], None]
log = logging.getLogger("chezhu.front")


async def connect(settings: Settings, token: str, *, say: Say) -> DeskBot:
    """Return the client, introduced to the Bot API. Waits for a network that is away; raises Mistake."""
    bot = make_client(token, settings.telegram_api_url)
    pause = 1.0
    while True:
        try:
            await bot.initialize()
            return bot
        except InvalidToken:
            raise Mistake("The Bot API does not know this token. Check CHEZHU_TELEGRAM_TOKEN.") from None
        except NetworkError:
            say(f"The Bot API at {settings.telegram_api_url} does not answer; trying again in {pause:.0f} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, 30.0)


async def settle_in(settings: Settings, bot: DeskBot) -> None:
    """Tell Telegram where updates go: to the webhook, or to whoever polls. Raises Mistake."""
    try:
        if settings.mode is Mode.WEBHOOK:
            await bot.set_webhook(
                settings.public_url.rstrip("/") + PATH,
                allowed_updates=list(ALLOWED_UPDATES),
                secret_token=settings.webhook_secret,
            )
        else:
            await bot.delete_webhook()
    except TelegramError as problem:
        raise Mistake(f"The Bot API refused the {settings.mode} mode: {problem.message}.") from None


async def introduce(desk: Desk) -> None:
    """Show the desk's commands and descriptions in everybody's menu. Without them it works all the same."""
    parts = desk.parts
    try:
        await publish_commands(parts.bot, parts.database, zone=parts.zone, existing=desk.dispatcher.commands)
    except TelegramError as problem:
        log.warning("the commands were not published", extra={"kind": type(problem).__name__})
