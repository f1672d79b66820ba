"""Publishes the command menu of a member of staff to Telegram when their roles change."""

from bot.engine.command_menus import publish_to_staff
from bot.engine.outbound.tasks import TaskResources
from bot.stored_json import TaskResult
from bot.tasks.dependencies import Adapters, task
from bot.texts import DEFAULT, texts
from storage.identity import accounts
from storage.staff import members


@task("staff.commands")
async def publish_menu(
    resources: TaskResources, adapters: Adapters, *, telegram_id: int, commands: list[str], zone: str = ""
) -> TaskResult:
    """Publish the commands of the roles this member has now. zone: unused, but in tasks stored by version 0.1.0."""
    bot_id = resources.bot.id
    roles = await resources.database.read(lambda session: members.roles(session, telegram_id))
    account = await resources.database.read(lambda session: accounts.by_telegram(session, bot_id, telegram_id))
    words = texts(account.language if account else DEFAULT)
    await publish_to_staff(resources.bot, telegram_id, roles, words, existing=commands)
    return TaskResult()
