"""Connects the bot to Telegram, sets or deletes the webhook, and publishes the command menus."""

import asyncio
import logging
from collections.abc import Callable

from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.engine.command_menus import publish_commands
from bot.engine.desk import Desk
from bot.engine.inbound.receiver import ALLOWED_UPDATES
from bot.engine.telegram_client import DeskBot
from bot.runtime.operator_error import OperatorError, WrongConfiguration
from bot.settings import Mode, Settings
from bot.web.telegram_webhook import PATH

Say = Callable[[str], None]
log = logging.getLogger("chezhu.telegram")


async def connect(bot: DeskBot, settings: Settings, *, say: Say) -> None:
    """Initialise the client, retrying while the network is down. Raises OperatorError for an invalid token."""
    pause = 1.0
    while True:
        try:
            await bot.initialize()
            return
        except InvalidToken:
            raise WrongConfiguration(
                "The Bot API rejects this token: it is mistyped or was revoked. Set CHEZHU_TELEGRAM_TOKEN to the one "
                "that @BotFather shows. A bot of Telegram's test servers needs CHEZHU_TELEGRAM_TEST_ENVIRONMENT=true."
            ) from None
        except (TypeError, KeyError, ValueError, AttributeError):
            address = settings.telegram_api_url
            raise OperatorError(f"getMe at {address} answers with no bot. Check CHEZHU_TELEGRAM_API_URL.") from None
        except NetworkError:
            say(f"The Bot API at {settings.telegram_api_url} does not respond; retrying in {pause:.0f} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, 30.0)


async def configure_updates(settings: Settings, bot: DeskBot) -> None:
    """Set the webhook, or delete it for polling. Raises OperatorError if the Bot API refuses."""
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
        raise OperatorError(f"The Bot API refused the {settings.mode} mode: {problem.message}.") from None


async def publish_menus(desk: Desk) -> None:
    """Publish commands and descriptions. A failure is logged only: the desk works without them."""
    parts = desk.parts
    try:
        await publish_commands(parts.bot, parts.database, existing=desk.dispatcher.commands, app_url=desk.links.app_url)
    except TelegramError as problem:
        log.warning("command menus not published", extra={"kind": type(problem).__name__})
