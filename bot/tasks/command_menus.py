"""What Telegram's own menu offers a member of staff, brought up to date when his roles have changed."""

from typing import Any

from bot.engine.command_menus import publish_to_staff
from bot.engine.outbound.tasks import Tools
from bot.tasks.dependencies import Adapters, task
from bot.texts import DEFAULT, texts
from storage.identity import accounts
from storage.staff import members


@task("staff.commands")
async def publish_menu(
    tools: Tools, adapters: Adapters, *, telegram_id: int, commands: list[str], zone: str = ""
) -> dict[str, Any]:
    """Show him the commands of the roles he has when this is carried out. zone: in tasks of version 0.1.0, unused."""
    bot_id = tools.bot.id
    roles = await tools.database.read(lambda session: members.roles(session, telegram_id))
    account = await tools.database.read(lambda session: accounts.by_telegram(session, bot_id, telegram_id))
    words = texts(account.language if account else DEFAULT)
    await publish_to_staff(tools.bot, telegram_id, roles, words, existing=commands)
    return {}
