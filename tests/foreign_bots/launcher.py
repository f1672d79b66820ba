"""Runs an example of a library with the local Telegram's address and token in place of Telegram's.

    python launcher.py LIBRARY ADDRESS TOKEN EXAMPLE

The example's source stays as it is: examples carry a placeholder for the token, and no address. This file imports
nothing of the project, so that it runs wherever the library is installed.
"""

import os
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def lead(cls: Any, token: str, **fixed: Any) -> None:
    """Let every bot of this class have this token, and these arguments."""
    original = cls.__init__

    def begin(self: Any, *arguments: Any, **named: Any) -> None:
        named.pop("token", None)
        original(self, token, *arguments[1:], **{**named, **fixed})

    cls.__init__ = begin


def python_telegram_bot(address: str, token: str) -> None:
    """Lead python-telegram-bot."""
    from telegram import Bot

    lead(Bot, token, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot")


def aiogram(address: str, token: str) -> None:
    """Lead aiogram: its bots get their session when they are made, inside the event loop."""
    from aiogram import Bot
    from aiogram.client.session import base
    from aiogram.client.telegram import TelegramAPIServer

    server = TelegramAPIServer.from_base(address)
    lead(Bot, token)
    session: Any = base.BaseSession
    original = session.__init__

    def begin(self: Any, *arguments: Any, **named: Any) -> None:
        original(self, *arguments, **{**named, "api": server})

    session.__init__ = begin
    os.environ["BOT_TOKEN"] = os.environ["TELEGRAM_TOKEN"] = token


def telebot(address: str, token: str) -> None:
    """Lead pyTelegramBotAPI, both its bots."""
    from telebot import TeleBot, apihelper, asyncio_helper
    from telebot.async_telebot import AsyncTeleBot

    for helper in (apihelper, asyncio_helper):
        helper.API_URL = f"{address}/bot{{0}}/{{1}}"
        helper.FILE_URL = f"{address}/file/bot{{0}}/{{1}}"
    lead(TeleBot, token)
    lead(AsyncTeleBot, token)


LIBRARIES: dict[str, Callable[[str, str], None]] = {
    "python-telegram-bot": python_telegram_bot,
    "aiogram": aiogram,
    "pyTelegramBotAPI": telebot,
}


if __name__ == "__main__":
    _, library, api, bot_token, example = sys.argv
    LIBRARIES[library](api, bot_token)
    sys.argv = [example]
    sys.path.insert(0, str(Path(example).parent))
    runpy.run_path(example, run_name="__main__")
