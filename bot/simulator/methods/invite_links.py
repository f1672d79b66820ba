"""Methods about the invite links of a group."""

import secrets

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat
from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.members import administered
from bot.simulator.methods.registry import method

MAX_NAME_LENGTH = 32
MEMBER_LIMITS = range(1, 100_000)
_IN_PRIVATE = "can't invite members to a private chat"


@method("chat_id")
def export_chat_invite_link(bot: BotAccount, call: Call) -> str:
    """Make a new primary link and revoke the old one."""
    chat = _inviting(bot, call)
    for link in chat.invite_links.values():
        link["is_revoked"] = link["is_revoked"] or link["is_primary"]
    return str(_add(bot, chat, {"is_primary": True, "creates_join_request": False})["invite_link"])


@method("chat_id")
def create_chat_invite_link(bot: BotAccount, call: Call) -> Json:
    """Make a further link with a name, an end or a limit."""
    return _add(bot, _inviting(bot, call), {"is_primary": False, **_options(call)})


@method("chat_id", "invite_link")
def edit_chat_invite_link(bot: BotAccount, call: Call) -> Json:
    """Change a further link that the bot made."""
    link = _link(_inviting(bot, call), call)
    if link["is_primary"]:
        raise BadRequest("CHAT_INVITE_PERMANENT")
    fixed = {name: link[name] for name in ("invite_link", "creator", "is_primary", "is_revoked")}
    link.clear()
    link |= {**fixed, **_options(call)}
    return link


@method("chat_id", "invite_link")
def revoke_chat_invite_link(bot: BotAccount, call: Call) -> Json:
    """Revoke a link; a primary one is replaced."""
    chat = _inviting(bot, call)
    link = _link(chat, call)
    link["is_revoked"] = True
    if link["is_primary"]:
        _add(bot, chat, {"is_primary": True, "creates_join_request": False})
    return link


def _inviting(bot: BotAccount, call: Call) -> Chat:
    return administered(bot, call, _IN_PRIVATE, "not enough rights to manage chat invite link")


def _add(bot: BotAccount, chat: Chat, options: Json) -> Json:
    address = f"https://t.me/+{secrets.token_urlsafe(12)}"
    link = {"invite_link": address, "creator": bot.sender, "is_revoked": False, **options}
    chat.invite_links[address] = link
    return link


def _link(chat: Chat, call: Call) -> Json:
    link = chat.invite_links.get(call.text("invite_link") or "")
    if link is None:
        raise BadRequest("INVITE_HASH_EXPIRED")
    return link


def _options(call: Call) -> Json:
    requests, limit, name = call.flag("creates_join_request"), call.number("member_limit"), call.text("name") or ""
    if limit and (requests or limit not in MEMBER_LIMITS):
        reason = "member limit can't be specified for links requiring administrator approval"
        raise BadRequest(reason if requests else "member limit is out of range")
    if len(name) > MAX_NAME_LENGTH:
        raise BadRequest("invite link name is too long")
    numbers = {"expire_date": call.number("expire_date"), "member_limit": limit}
    set_options = {key: value for key, value in ({"name": name} | numbers).items() if value}
    return {"creates_join_request": requests, **set_options}
