"""Updates that Telegram never sends or the desk must ignore: groups, bots, channels, invalid or unknown types."""

from random import Random
from typing import Any

from tests.forgery.kinds import Kind, kind
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, bare_message, chat, message, tap, update, user

GROUPS = ("group", "supergroup", "channel")


def _answer(scene: Scene, random: Random) -> str:
    return random.choice(("同意", f"/approve {random.choice(scene.applications).number}", "/approvals", "/progress 1"))


def group(scene: Scene, random: Random, at: int) -> Update:
    """The owner writes in a group."""
    place = {"id": -100_000 - at, "type": random.choice(GROUPS), "title": "群"}
    return message(scene.owner.id, _answer(scene, random), chat=place)


def group_tap(scene: Scene, random: Random, at: int) -> Update:
    """A tap on a victim's button in a group."""
    place = {"id": -100_000 - at, "type": random.choice(GROUPS), "title": "群"}
    made = tap(scene.owner.id, random.choice(scene.victims_data))
    made["callback_query"]["message"]["chat"] = place
    return made


def without_sender(scene: Scene, random: Random, at: int) -> Update:
    """A message without a sender."""
    said = bare_message(scene.owner.id, _answer(scene, random))
    del said["from"]
    return update(message=said)


def channel(scene: Scene, random: Random, at: int) -> Update:
    """A channel post in the owner's chat."""
    said = bare_message(scene.owner.id, _answer(scene, random), sender_chat={"id": -5, "type": "channel", "title": "x"})
    del said["from"]
    return update(**{random.choice(("channel_post", "edited_channel_post")): said})


def bot(scene: Scene, random: Random, at: int) -> Update:
    """A bot with the owner's Telegram id."""
    return message(scene.owner.id, _answer(scene, random), **{"from": user(scene.owner.id, is_bot=True)})


def other_types(scene: Scene, random: Random, at: int) -> Update:
    """Update types that the desk does not request, or that do not exist yet."""
    query = {"id": "1", "from": user(scene.owner.id), "query": "同意", "offset": ""}
    answer = {"poll_id": "1", "user": user(scene.owner.id), "option_ids": [0], "option_persistent_ids": ["0"]}
    kinds: tuple[dict[str, Any], ...] = (
        {"inline_query": query}, {"poll_answer": answer}, {"a_kind_of_next_year": {"from": user(scene.owner.id)}}, {},
        {"from": user(scene.owner.id)}, {"message_reaction_count": {"chat": chat(scene.owner.id), "date": 1}},
    )  # fmt: skip
    return update(**random.choice(kinds[2:5] if random.random() < 0.5 else kinds[:1]))


def invalid_senders(scene: Scene, random: Random, at: int) -> Update:
    """A sender whose id is not a positive number."""
    odd: Any = random.choice(("1", None, True, -1, 0, 1.5, [], {}))
    return update(kind_unknown={"from": {"id": odd, "is_bot": False, "first_name": "x"}, "text": "同意"})


def owner_chat_of_another(scene: Scene, random: Random, at: int) -> Update:
    """A stranger's message that names the owner's chat: the desk must go by the sender."""
    return message(scene.strangers[at], _answer(scene, random), chat=chat(scene.owner.id))


def enormous(scene: Scene, random: Random, at: int) -> Update:
    """Far more text than Telegram allows."""
    return message(
        scene.strangers[at], random.choice(("同意", "/", "9", "桂", "<b>", "\u202e")) * random.randrange(2000, 20_000)
    )


def not_text(scene: Scene, random: Random, at: int) -> Update:
    """Messages of every type but text."""
    things: tuple[dict[str, Any], ...] = (
        {"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
                     "is_animated": False, "is_video": False}},
        {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}},
        {"location": {"longitude": 108.3, "latitude": 22.8}},
        {"dice": {"emoji": "🎲", "value": 6}},
        {"document": {"file_id": "d", "file_unique_id": "d", "file_name": "../../etc/x", "mime_type": "image/svg+xml"}},
        {"venue": {"location": {"longitude": 1.0, "latitude": 1.0}, "title": "x", "address": "y"}},
        {"new_chat_members": [user(5)]}, {"pinned_message": bare_message(scene.owner.id, "同意")}, {},
        {"via_bot": user(7, is_bot=True), "text": "x"}, {"web_app_data": {"data": "{}", "button_text": "同意"}},
    )  # fmt: skip
    return message(scene.strangers[at], **random.choice(things))


def repeated_number(scene: Scene, random: Random, at: int) -> Update:
    """An update id that was handled before, with other content: the desk must treat it as a duplicate."""
    made = message(scene.owner.id, f"/approve {random.choice(scene.applications).number}")
    made["update_id"] = 1
    return made


def first_handled(scene: Scene) -> None:
    """Let the desk handle the update with id 1."""
    scene.feed([{**message(scene.strangers[0], "/menu"), "update_id": 1}])


def blocked_in_a_group(scene: Scene, random: Random, at: int) -> Update:
    """An update that the owner blocked the bot, sent from a group."""
    place = {"id": -7, "type": "group", "title": "群"}
    member = {"user": user(scene.app.bot.id, is_bot=True), "status": "kicked", "until_date": 0}
    before = {"user": user(scene.app.bot.id, is_bot=True), "status": "member"}
    member_update = {
        "chat": place,
        "from": user(scene.owner.id),
        "date": 1,
        "old_chat_member": before,
        "new_chat_member": member,
    }
    return update(my_chat_member=member_update)


KINDS: tuple[Kind, ...] = (
    kind("groups", group, silent=True),
    kind("taps in groups", group_tap, silent=True),
    kind("messages without a sender", without_sender, silent=True),
    kind("channels", channel, silent=True),
    kind("bots", bot, silent=True),
    kind("other types of updates", other_types, silent=True),
    kind("senders with invalid ids", invalid_senders, silent=True),
    kind("chats of others", owner_chat_of_another),
    kind("enormous texts", enormous),
    kind("messages without text", not_text),
    kind("update ids repeated", repeated_number, prepare=first_handled, silent=True),
    kind("membership updates from groups", blocked_in_a_group, silent=True),
)
