"""Saves a world and loads it again: a folder with one JSON file and the bytes of the files, or one JSON with both.

Open polls, unanswered callback queries and faults are not saved. Bots are identified by id; their tokens are not saved.
"""

import asyncio
import base64
import logging
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat, SimulatedPerson
from bot.simulator.files import TelegramFile
from bot.simulator.json_types import Json
from bot.simulator.updates import PendingUpdate
from bot.simulator.world import World

logger = logging.getLogger(__name__)

VERSION = 1
_FILE_NAME = "world.json"
_FILE_ID = re.compile(r"[\w-]{1,200}", re.ASCII)


def save(world: World, folder: Path) -> None:
    """Save a world to a folder; after a crash in between, the folder has the previous state."""
    for each in (folder, folder / "files"):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    for stored in world.files.by_id.values():
        path = folder / "files" / stored.unique_id
        if not path.exists():
            _replace(path, stored.data)
    _replace(folder / _FILE_NAME, orjson.dumps(to_dict(world)))


def load(world: World, folder: Path) -> bool:
    """Load a new world from a folder; return False if there is no snapshot of this version.

    Call `world.resume()` once the event loop runs.
    """
    if not (folder / _FILE_NAME).exists():
        return False
    state: Json = orjson.loads((folder / _FILE_NAME).read_bytes())
    if state.get("version") != VERSION:
        return False
    for fields in state["files"]:
        path = folder / "files" / fields["unique_id"]
        if path.exists():
            world.files.restore(TelegramFile(**fields, data=path.read_bytes()))
    _load_state(world, state)
    return True


def load_whole(world: World, state: object) -> None:
    """Load a new world from what `whole` has returned. Raises ValueError if it is something else."""
    if not isinstance(state, dict) or state.get("version") != VERSION:
        raise ValueError(f"this is no world of version {VERSION}, as GET /world?files=true returns it")
    try:
        for fields in state["files"]:
            if not _FILE_ID.fullmatch(fields["unique_id"]):
                raise ValueError("a file of this world has no usable id")  # It names a file on disk.
            data = base64.b64decode(fields["data"], validate=True)
            world.files.restore(TelegramFile(**{**fields, "data": data}))
        _load_state(world, state)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"this world is incomplete: {error}") from error


def whole(world: World) -> Json:
    """Return the state of a world as JSON, with the bytes of its files in base64."""
    data = [base64.b64encode(stored.data).decode() for stored in world.files.by_id.values()]
    state = to_dict(world)
    files = [{**fields, "data": each} for fields, each in zip(state["files"], data, strict=True)]
    return {**state, "files": files}


def _load_state(world: World, state: Json) -> None:
    """Load everything but the bytes of files."""
    world.people.update((fields["id"], SimulatedPerson(**fields)) for fields in state["people"])
    world.sms.by_id.update((message["id"], message) for message in state["sms"])
    world.faces.outcomes.update((int(person), outcome) for person, outcome in state["faces"].items())
    world.events.last = state["events"]
    for content in state["contents"]:
        world.files.remember(content)
    for bot in world.bots.values():
        if str(bot.id) in state["bots"]:
            _load_bot(bot, state["bots"][str(bot.id)])


async def save_changes(world: World, folder: Path, *, every: float = 1.0) -> None:
    """Save a world when it has changed, checking every so many seconds, and once more when cancelled.

    If the disk is full, or refuses it otherwise, it is tried again.
    """
    saved: tuple[object, ...] = ()
    try:
        while True:
            if (version := _version(world)) != saved and _try_to_save(world, folder):
                saved = version
            await asyncio.sleep(every)
    finally:
        _try_to_save(world, folder)


def _try_to_save(world: World, folder: Path) -> bool:
    try:
        save(world, folder)
    except OSError as problem:
        logger.warning("the local Telegram is not saved", extra={"problem": problem.strerror})
        return False
    return True


def to_dict(world: World) -> Json:
    """Return the state of a world as JSON, without the bytes of its files."""
    files = world.files
    contents = {id(content): content for content in files.content.values()}  # each once, though it has several ids
    return {
        "version": VERSION,
        "people": [asdict(person) for person in world.people.values()],
        "sms": list(world.sms.by_id.values()),
        "faces": {str(person): outcome for person, outcome in world.faces.outcomes.items()},
        "events": world.events.last,
        "files": [_file_to_dict(stored) for stored in files.by_id.values()],
        "contents": list(contents.values()),
        "bots": {str(bot.id): _bot_to_dict(bot) for bot in world.bots.values()},
    }


def _version(world: World) -> tuple[object, ...]:
    """Return a value that differs after each change: every visible change is an event or an update."""
    queues = [(bot.updates.next_id, len(bot.updates.pending)) for bot in world.bots.values()]
    return world.events.last, *queues


def _bot_to_dict(bot: BotAccount) -> Json:
    hook = bot.webhook
    return {
        "chats": [chat.to_dict() for chat in bot.chats.values()],
        "commands": [[list(key), commands] for key, commands in bot.commands.lists.items()],
        "texts": [[list(key), text] for key, text in bot.texts.items()],
        "menu_button": bot.menu_button,
        "inline_messages": {key: list(place) for key, place in bot.inline_messages.items()},
        "invoices": bot.invoices,
        "star_transactions": bot.star_transactions,
        "next_message_id": bot.next_message_id,
        "next_query_id": bot.next_query_id,
        "next_update_id": bot.updates.next_id,
        "updates": [[each.id, each.body.decode(), each.chat, each.expires_at] for each in bot.updates.pending],
        "allowed": sorted(bot.updates.allowed) if bot.updates.allowed else None,
        "webhook": [hook.url, hook.secret, hook.max_connections, hook.has_certificate],
    }


def _load_bot(bot: BotAccount, state: Json) -> None:
    bot.chats = {fields["id"]: Chat.from_dict(fields) for fields in state["chats"]}
    bot.commands.lists = {_key(key): commands for key, commands in state["commands"]}
    bot.texts = {(kind, language): text for (kind, language), text in state["texts"]}
    bot.menu_button = state["menu_button"]
    bot.inline_messages = {key: (chat, message) for key, (chat, message) in state.get("inline_messages", {}).items()}
    bot.invoices, bot.star_transactions = state.get("invoices", {}), state.get("star_transactions", [])
    bot.next_message_id, bot.next_query_id = state["next_message_id"], state["next_query_id"]
    bot.updates.next_id = max(bot.updates.next_id, state["next_update_id"])
    for identifier, body, *rest in state["updates"]:  # snapshots of 0.1.0 have no chat and no end
        bot.updates.pending.append(PendingUpdate(identifier, body.encode(), 1, *rest))
    bot.updates.allowed = frozenset(state["allowed"]) if state["allowed"] else None
    hook = bot.webhook
    hook.url, hook.secret, hook.max_connections, hook.has_certificate = state["webhook"]


def _key(parts: list[Any]) -> tuple[str, int, int, str]:
    scope, chat, user, language = parts
    return str(scope), int(chat), int(user), str(language)


def _file_to_dict(stored: TelegramFile) -> Json:
    names = ("file_id", "unique_id", "folder", "number", "name", "mime")
    return {name: getattr(stored, name) for name in names}


def _replace(path: Path, data: bytes) -> None:
    new = path.with_name(path.name + ".new")
    new.write_bytes(data)
    new.replace(path)
