"""A bot's command lists by scope and language, and the list that a person sees in a chat.

Source of the search order: the Bot API's section "Determining list of commands".
"""

import re
from dataclasses import dataclass, field

from bot.simulator.chats import Chat
from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, whole_number
from bot.simulator.schema.reader import read_object

Key = tuple[str, int, int, str]
_NAME = re.compile(r"[a-z0-9_]{1,32}\Z")
_CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}


@dataclass
class CommandLists:
    """All command lists of one bot."""

    lists: dict[Key, list[Json]] = field(default_factory=dict)

    def set(self, scope: object, language: str, commands: object) -> None:
        """Replace a list; raises BadRequest for a name other than 1–32 of a–z, 0–9, _ or a description not of 1–256."""
        key = _key(scope, language)
        if not isinstance(commands, list) or len(commands) > 100:
            raise BadRequest(
                "BOT_COMMANDS_TOO_MUCH" if isinstance(commands, list) else "expected an Array of BotCommand"
            )
        checked = [_checked(command) for command in commands]
        if checked:
            self.lists[key] = checked
        else:
            self.lists.pop(key, None)

    def get(self, scope: object, language: str) -> list[Json]:
        """Return the list of exactly this scope and language, empty if there is none."""
        return self.lists.get(_key(scope, language), [])

    def delete(self, scope: object, language: str) -> None:
        """Delete a list if it exists."""
        self.lists.pop(_key(scope, language), None)

    def seen_by(self, chat: Chat, person_id: int, language: str | None) -> list[Json]:
        """Return the commands a person sees in a chat: of the narrowest scope, in their language before the default."""
        administrator = chat.members.get(person_id) in {"creator", "administrator"}
        if chat.private:
            scopes = [("chat", chat.id, 0), ("all_private_chats", 0, 0)]
        else:
            scopes = [("chat_member", chat.id, person_id)]
            scopes += [("chat_administrators", chat.id, 0)] if administrator else []
            scopes.append(("chat", chat.id, 0))
            scopes += [("all_chat_administrators", 0, 0)] if administrator else []
            scopes.append(("all_group_chats", 0, 0))
        for scope in [*scopes, ("default", 0, 0)]:
            for spoken in ((language or "").split("-")[0], ""):
                found = self.lists.get((*scope, spoken))
                if found:
                    return found
        return []


def _key(scope: object, language: str) -> Key:
    if scope is None or scope == "":
        return "default", 0, 0, language
    if not isinstance(scope, dict):
        raise BadRequest("can't parse BotCommandScope: BotCommandScope must be an Object")
    read = read_object("BotCommandScope", scope)
    chat_id = whole_number(read.get("chat_id", 0))
    if chat_id is None or (read["type"] in _CHAT_SCOPES and not chat_id):
        raise BadRequest("chat not found")
    if read.get("user_id", 1) <= 0:
        raise BadRequest("can't parse BotCommandScope: Invalid user_id specified")
    return read["type"], chat_id, read.get("user_id", 0), language


def _checked(command: object) -> Json:
    read = read_object("BotCommand", command)
    name, description = read["command"].removeprefix("/"), read["description"]
    if not _NAME.match(name):
        raise BadRequest("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
