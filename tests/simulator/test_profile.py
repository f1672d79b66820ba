"""A bot's profile (commands, descriptions, menu button), and the members of a chat."""

import pytest
from httpx import AsyncClient
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
    MenuButtonDefault,
)
from telegram.error import BadRequest

from tests.simulator.conftest import PersonClient

START, DATEI, QUEUE = BotCommand("start", "Begin"), BotCommand("start", "开始"), BotCommand("queue", "What waits")


async def commands(person: PersonClient) -> list[str]:
    return [command["description"] for command in (await person.sees())["commands"]]


async def test_people_see_the_commands_of_the_narrowest_scope_in_their_language(
    bot: Bot, ming: PersonClient, anna: PersonClient
) -> None:
    assert await commands(ming) == []
    await bot.set_my_commands([START])
    await bot.set_my_commands([DATEI], scope=BotCommandScopeAllPrivateChats(), language_code="zh")
    assert (await commands(ming), await commands(anna)) == (["开始"], ["Begin"])

    await anna.says("/start")
    await bot.set_my_commands([QUEUE], scope=BotCommandScopeChat(anna.id))
    assert await commands(anna) == ["What waits"]
    await bot.delete_my_commands(scope=BotCommandScopeChat(anna.id))
    assert await commands(anna) == ["Begin"]
    assert await bot.get_my_commands() == (START,)


async def test_descriptions_are_kept_by_language(bot: Bot, ming: PersonClient) -> None:
    await bot.set_my_description("A desk")
    await bot.set_my_description("办事窗口", language_code="zh")
    await bot.set_my_short_description("Desk")
    await bot.set_my_name("车主")
    shown = (await ming.client.get("/world/people", params={"language": "zh"})).json()["bot"]

    assert (await bot.get_my_description(language_code="zh")).description == "办事窗口"
    assert (await bot.get_my_description(language_code="fr")).description == "A desk"
    assert (await bot.get_my_short_description()).short_description == "Desk"
    assert (await bot.get_my_name()).name == "车主"
    assert shown["description"] == "办事窗口"


async def test_the_menu_button_may_differ_for_one_chat(bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    await bot.set_chat_menu_button(ming.id, MenuButtonDefault())

    assert (await bot.get_chat_menu_button(ming.id)).type == "default"
    assert await bot.get_chat_menu_button() == MenuButtonCommands()
    assert (await ming.sees())["menu_button"] == {"type": "default"}


async def test_a_chat_and_its_members_can_be_looked_up(bot: Bot, ming: PersonClient, anna: PersonClient) -> None:
    chat = await bot.get_chat(ming.id)
    member = await bot.get_chat_member(ming.id, ming.id)

    assert (chat.type, chat.first_name, chat.username) == ("private", "Ming", "li_ming")
    assert (member.status, member.user.language_code) == ("member", "zh-hans")
    with pytest.raises(BadRequest, match="User not found"):
        await bot.get_chat_member(ming.id, anna.id)


async def test_get_me_returns_the_bot(bot: Bot) -> None:
    me = await bot.get_me()

    assert (me.id, me.username, me.is_bot, me.can_join_groups) == (1000000001, "desk_bot", True, True)


async def test_the_page_reads_name_and_roles_in_its_language(client: AsyncClient, bot: Bot) -> None:
    await bot.set_my_name("Desk", language_code="en")
    roles = {"zh": "车主", "en": "Owner"}
    client_of_world = {"first_name": "Ann", "id": 77, "roles": roles}
    await client.post("/world/people", json=client_of_world)
    shown = {lang: (await client.get("/world/people", params={"language": lang})).json() for lang in ("en", "zh")}
    assert (shown["en"]["bot"]["first_name"], shown["zh"]["bot"]["first_name"] == "Desk") == ("Desk", False)
    assert [each["roles"] for each in shown["en"]["people"] if each["id"] == 77] == [roles]
