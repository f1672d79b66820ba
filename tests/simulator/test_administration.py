"""A bot that is an administrator of a group manages its members, title, links and permissions."""

import pytest
from telegram import Bot, ChatPermissions, Update
from telegram.error import BadRequest

from bot.simulator import snapshot
from bot.simulator.chats import Chat
from bot.simulator.groups import make_group
from bot.simulator.world import World
from tests.simulator.conftest import TOKEN, ManualClock
from tests.simulator.official_shapes import deviations

CREATOR, MEMBER = 700_000_001, 700_000_002


@pytest.fixture
def group(world: World) -> Chat:
    return make_group(world.bot, "Reviewers", [CREATOR, MEMBER])


async def status(bot: Bot, group: Chat) -> str:
    return (await bot.get_chat_member(group.id, MEMBER)).status


async def test_a_member_is_banned_until_a_moment_and_the_bot_is_told(bot: Bot, group: Chat, clock: ManualClock) -> None:
    await bot.get_updates(allowed_updates=[Update.CHAT_MEMBER])
    await bot.ban_chat_member(group.id, MEMBER, until_date=int(clock.now) + 60)
    [*_, update] = await bot.get_updates()
    banned = await status(bot, group)
    clock.now += 61

    assert update.chat_member
    assert (update.chat_member.old_chat_member.status, update.chat_member.new_chat_member.status) == (
        "member",
        "kicked",
    )
    assert banned == "kicked"
    assert await status(bot, group) == "left"
    assert await bot.get_chat_member_count(group.id) == 2


async def test_a_restriction_names_what_is_allowed_and_all_permissions_lift_it(bot: Bot, group: Chat) -> None:
    await bot.restrict_chat_member(group.id, MEMBER, ChatPermissions(can_send_polls=True))
    restricted = (await bot.get_chat_member(group.id, MEMBER)).to_dict()
    await bot.restrict_chat_member(group.id, MEMBER, ChatPermissions.all_permissions())

    assert restricted["status"] == "restricted"
    assert restricted["can_send_messages"] is True  # implied by polls
    assert restricted["can_send_photos"] is False
    assert await status(bot, group) == "member"


async def test_a_promoted_member_has_rights_and_a_title(bot: Bot, group: Chat) -> None:
    with pytest.raises(BadRequest, match="not an administrator"):
        await bot.set_chat_administrator_custom_title(group.id, MEMBER, "Boss")
    await bot.promote_chat_member(group.id, MEMBER, can_delete_messages=True)
    await bot.set_chat_administrator_custom_title(group.id, MEMBER, "Boss")
    [creator, promoted] = await bot.get_chat_administrators(group.id)
    await bot.promote_chat_member(group.id, MEMBER)

    assert creator.status == "creator"
    assert (promoted.to_dict()["can_delete_messages"], promoted.to_dict()["can_invite_users"]) == (True, False)
    assert promoted.to_dict()["custom_title"] == "Boss"
    assert await status(bot, group) == "member"


async def test_title_description_and_permissions_change(bot: Bot, group: Chat) -> None:
    await bot.set_chat_title(group.id, "Inspectors")
    await bot.set_chat_description(group.id, "Only cases")
    await bot.set_chat_permissions(group.id, ChatPermissions(can_send_messages=True))
    chat = await bot.get_chat(group.id)

    assert (chat.title, chat.description) == ("Inspectors", "Only cases")
    assert chat.permissions
    assert (chat.permissions.can_send_messages, chat.permissions.can_send_photos) == (True, False)
    for again in (bot.set_chat_title(group.id, "Inspectors"), bot.set_chat_description(group.id, "Only cases")):
        with pytest.raises(BadRequest, match="is not modified"):
            await again


async def test_invite_links_are_made_changed_and_revoked(bot: Bot, group: Chat) -> None:
    primary = await bot.export_chat_invite_link(group.id)
    link = await bot.create_chat_invite_link(group.id, name="Spring", member_limit=5)
    edited = await bot.edit_chat_invite_link(group.id, link.invite_link, creates_join_request=True)
    revoked = await bot.revoke_chat_invite_link(group.id, link.invite_link)

    assert (link.name, link.member_limit, link.is_primary) == ("Spring", 5, False)
    assert (edited.creates_join_request, edited.name) == (True, None)
    assert revoked.is_revoked
    with pytest.raises(BadRequest, match="(?i)chat_invite_permanent"):
        await bot.edit_chat_invite_link(group.id, primary)
    with pytest.raises(BadRequest, match="(?i)invite_hash_expired"):
        await bot.revoke_chat_invite_link(group.id, "https://t.me/+unknown")
    with pytest.raises(BadRequest, match="administrator approval"):
        await bot.create_chat_invite_link(group.id, member_limit=5, creates_join_request=True)


async def test_a_bot_that_is_only_a_member_may_do_none_of_it(bot: Bot, group: Chat) -> None:
    group.bot_status = "member"
    calls = (
        bot.ban_chat_member(group.id, MEMBER),
        bot.set_chat_title(group.id, "Mine"),
        bot.set_chat_description(group.id, "Mine"),
        bot.export_chat_invite_link(group.id),
        bot.pin_chat_message(group.id, 1),
    )
    for call in calls:
        with pytest.raises(BadRequest, match="ot enough rights"):
            await call


async def test_neither_the_owner_nor_a_private_chat_can_be_managed(bot: Bot, group: Chat) -> None:
    with pytest.raises(BadRequest, match="Can't remove chat owner"):
        await bot.ban_chat_member(group.id, CREATOR)
    with pytest.raises(BadRequest, match="Can't restrict members in private chats"):
        await bot.ban_chat_member(CREATOR, CREATOR)


async def test_the_members_of_a_group_survive_a_snapshot(bot: Bot, group: Chat, world: World, tmp_path: object) -> None:
    await bot.promote_chat_member(group.id, MEMBER, can_delete_messages=True)
    await bot.export_chat_invite_link(group.id)
    snapshot.save(world, tmp_path)  # type: ignore[arg-type]
    back = World({TOKEN: {"id": 1000000001, "username": "desk_bot"}})
    snapshot.load(back, tmp_path)  # type: ignore[arg-type]
    restored = back.bot.chats[group.id]

    assert restored.details == group.details
    assert restored.invite_links == group.invite_links
    assert deviations("ChatMember", (await bot.get_chat_member(group.id, MEMBER)).to_dict()) == []
