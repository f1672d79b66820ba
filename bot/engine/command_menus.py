"""Telegram's command menus by language and role, the bot's name, descriptions, and menu button, which opens the app."""

import logging
from collections.abc import Collection, Iterable

from sqlmodel import Session
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
    MenuButtonWebApp,
    WebAppInfo,
)
from telegram.error import TelegramError

from bot.cards.menu import commands_for, described
from bot.texts import LANGUAGES, Texts, has_office_name, texts
from storage.database import Database
from storage.identity import accounts
from storage.staff import members

log = logging.getLogger("chezhu.commands")

OTHER_LANGUAGE = "en"  # For people whose language the desk does not have.


async def publish_commands(bot: Bot, database: Database, *, existing: Collection[str], app_url: str = "") -> None:
    """Set the commands and descriptions at Telegram: by language for everyone, by role in the chats of staff.

    existing: the commands that have a handler. app_url: of the Mini App, which the menu button opens; without it the
    button shows the commands. Raises TelegramError; chats that Telegram does not know yet are skipped.
    """
    for code, language in ("", OTHER_LANGUAGE), *((_code(language), language) for language in LANGUAGES):
        await _publish_language(bot, texts(language), code, existing)
    await bot.set_chat_menu_button(menu_button=_menu_button(app_url))
    await _publish_names(bot)
    for telegram_id, roles, language in await database.read(lambda session: _staff(session, bot.id)):
        await publish_to_staff(bot, telegram_id, roles, texts(language), existing=existing)


async def publish_to_staff(
    bot: Bot, telegram_id: int, roles: Collection[members.StaffRole], words: Texts, *, existing: Collection[str]
) -> None:
    """Set the commands of a member of staff by their roles; without roles, those of everyone again."""
    scope = BotCommandScopeChat(telegram_id)
    try:
        if roles:
            await bot.set_my_commands(_described(commands_for(roles, registered=True), words, existing, roles), scope)
        else:
            await bot.delete_my_commands(scope)
    except TelegramError as problem:
        log.warning("Telegram refused the commands of a member of staff", extra={"problem": type(problem).__name__})


async def _publish_language(bot: Bot, words: Texts, code: str, existing: Collection[str]) -> None:
    everyone = ("start", *commands_for((), registered=True))
    listed = _described(everyone, words, existing)
    await bot.set_my_commands(listed, BotCommandScopeAllPrivateChats(), code or None)
    await bot.set_my_description(words.plain("bot-description"), code or None)
    await bot.set_my_short_description(words.plain("bot-short-description"), code or None)


async def _publish_names(bot: Bot) -> None:
    """Set the bot's name by language: where the operator has named the office, or the bot bears the desk's own name.

    Any other name is the operator's, made at BotFather. Only a name that differs is set: Telegram lets a bot change
    its name a few times a day. A refusal is logged, and the next start tries again.
    """
    own = {texts(language).plain("office") for language in LANGUAGES}
    try:
        is_own = (await bot.get_my_name()).name in own
        for language in LANGUAGES:
            code, name = _code(language), texts(language).plain("office")
            if (is_own or has_office_name(language)) and (await bot.get_my_name(code)).name != name:
                await bot.set_my_name(name, code)
    except TelegramError as problem:
        log.warning("Telegram refused the bot's name", extra={"problem": type(problem).__name__})


def _menu_button(app_url: str) -> MenuButtonCommands | MenuButtonWebApp:
    """Return the menu button. Telegram keeps one label for everybody, so it says the same in each language."""
    label = " ".join(texts(language).plain("app-menu-button") for language in LANGUAGES)
    return MenuButtonWebApp(label, WebAppInfo(app_url)) if app_url else MenuButtonCommands()


def _described(
    commands: Iterable[str], words: Texts, existing: Collection[str], roles: Collection[members.StaffRole] = ()
) -> list[BotCommand]:
    return [BotCommand(command, described(words, command, roles)) for command in commands if command in existing]


def _code(language: str) -> str:
    """Return Telegram's two-letter code of a language."""
    return language.partition("-")[0]


def _staff(session: Session, bot_id: int) -> list[tuple[int, frozenset[members.StaffRole], str]]:
    found = []
    for member in members.all_members(session):
        account = accounts.by_telegram(session, bot_id, member.telegram_id)
        if account is not None:  # Telegram knows a chat only after the person has written.
            found.append((member.telegram_id, member.role_set(), account.language))
    return found
