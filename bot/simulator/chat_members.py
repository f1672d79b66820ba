"""The official ChatMember objects, and the rights and permissions in them."""

from bot.simulator.chats import Chat
from bot.simulator.json_types import Json
from bot.simulator.schema.definitions import description

_ABSENT = {"left", "kicked"}
# Statuses of members whose fields an administrator sets.
_DETAILED = {"administrator": "ChatMemberAdministrator", "restricted": "ChatMemberRestricted"}


def permission_names() -> tuple[str, ...]:
    """Return what members of a group may be allowed to do, in the official order."""
    return tuple(description().types["ChatPermissions"])


def right_names() -> tuple[str, ...]:
    """Return the rights of an administrator that every group has, in the official order."""
    fields = description().types["ChatMemberAdministrator"].items()
    return tuple(
        name for name, field in fields if name.startswith("can_") and field.required and name != "can_be_edited"
    )


def optional_right_names() -> tuple[str, ...]:
    """Return the rights of an administrator that only some kinds of chats have."""
    fields = description().types["ChatMemberAdministrator"].items()
    return tuple(name for name, field in fields if name.startswith("can_") and not field.required)


def chat_member(user: Json, status: str, details: Json | None = None) -> Json:
    """Return the official ChatMember object of a user with this status; `details`: rights, restrictions, title."""
    given = details or {}
    shape: Json = {"status": status, "user": user}
    if status == "kicked":
        shape["until_date"] = given.get("until_date", 0)
    elif status == "creator":
        shape["is_anonymous"] = False
    elif status == "administrator":
        shape |= {"can_be_edited": bool(given), "is_anonymous": False} | dict.fromkeys(right_names(), True)
    elif status == "restricted":
        shape |= {"is_member": True, "until_date": 0} | dict.fromkeys(permission_names(), False)
    fields = description().types[_DETAILED.get(status, "ChatMemberMember")]
    return shape | {name: value for name, value in given.items() if name in fields and status in _DETAILED}


def member_of(chat: Chat, user: Json, now: float) -> Json:
    """Return the ChatMember object of a person in a group; an expired ban or restriction is over."""
    person, details = int(user["id"]), chat.details.get(int(user["id"]), {})
    status, until = chat.members.get(person, "left"), details.get("until_date", 0)
    if status in {"kicked", "restricted"} and until and until <= now:
        status = chat.members[person] = "member" if status == "restricted" else "left"
        details = {}
    return chat_member(user, status, details)


def is_present(status: str) -> bool:
    """Whether a person with this status is in the group."""
    return status not in _ABSENT
