"""The world on disk, so that a restart of the local desk finds its chats again: one JSON file, and a folder of files.

What is running (open polls, taps waiting for an answer, faults) is not written down. Bots are known by their id,
never by their token.
"""

import asyncio
from pathlib import Path
from typing import Any

import orjson

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import SimulatedPerson, as_json, chat_from_json
from bot.simulator.files import FileStore, TelegramFile
from bot.simulator.json_types import Json
from bot.simulator.updates import PendingUpdate
from bot.simulator.world import World

VERSION = 1
_WORLD = "world.json"


def save(world: World, folder: Path) -> None:
    """Write the whole world into a folder; a crash half way leaves the former state."""
    (folder / "files").mkdir(parents=True, exist_ok=True)
    for stored in world.files.by_id.values():
        kept = folder / "files" / stored.unique_id
        if not kept.exists():
            _replace(kept, stored.data)
    _replace(folder / _WORLD, orjson.dumps(taken(world)))


def load(world: World, folder: Path) -> bool:
    """Fill a fresh world from a folder; False when there is nothing. Call `world.resume()` once its loop runs."""
    if not (folder / _WORLD).exists():
        return False
    state: Json = orjson.loads((folder / _WORLD).read_bytes())
    if state.get("version") != VERSION:
        return False
    world.people.update((plain["id"], SimulatedPerson(**plain)) for plain in state["people"])
    world.sms.by_id.update((message["id"], message) for message in state["sms"])
    world.faces.outcomes.update((int(person), outcome) for person, outcome in state["faces"].items())
    world.events.last = state["events"]
    _load_files(world.files, state, folder / "files")
    for bot in world.bots.values():
        if str(bot.id) in state["bots"]:
            _load_bot(bot, state["bots"][str(bot.id)])
    return True


async def keep(world: World, folder: Path, *, every: float = 1.0) -> None:
    """Save whenever something has changed, looked at every so many seconds, and once more when cancelled."""
    saved: tuple[object, ...] = ()
    try:
        while True:
            if (now := _pulse(world)) != saved:
                save(world, folder)
                saved = now
            await asyncio.sleep(every)
    finally:
        save(world, folder)


def taken(world: World) -> Json:
    """The state of the world as JSON, without the bytes of its files."""
    files = world.files
    unique = {id(content): content for content in files.content.values()}
    return {
        "version": VERSION,
        "people": [as_json(person) for person in world.people.values()],
        "sms": list(world.sms.by_id.values()),
        "faces": {str(person): outcome for person, outcome in world.faces.outcomes.items()},
        "events": world.events.last,
        "files": [_file_json(stored) for stored in files.by_id.values()],
        "contents": list(unique.values()),
        "bots": {str(bot.id): _bot_json(bot) for bot in world.bots.values()},
    }


def _pulse(world: World) -> tuple[object, ...]:
    """Something that differs after every change: all that people see is an event, and updates are counted."""
    queues = [(bot.updates.next_id, len(bot.updates.pending)) for bot in world.bots.values()]
    return world.events.last, *queues


def _bot_json(bot: BotAccount) -> Json:
    hook = bot.webhook
    return {
        "chats": [as_json(chat) for chat in bot.chats.values()],
        "commands": [[list(key), commands] for key, commands in bot.commands.lists.items()],
        "texts": [[list(key), text] for key, text in bot.texts.items()],
        "menu_button": bot.menu_button,
        "next_message_id": bot.next_message_id,
        "next_query_id": bot.next_query_id,
        "next_update_id": bot.updates.next_id,
        "updates": [[update.id, update.body.decode()] for update in bot.updates.pending],
        "allowed": sorted(bot.updates.allowed) if bot.updates.allowed else None,
        "webhook": [hook.url, hook.secret, hook.max_connections, hook.has_certificate],
    }


def _load_bot(bot: BotAccount, state: Json) -> None:
    bot.chats = {plain["id"]: chat_from_json(plain) for plain in state["chats"]}
    bot.commands.lists = {_key(key): commands for key, commands in state["commands"]}
    bot.texts = {(kind, language): text for (kind, language), text in state["texts"]}
    bot.menu_button = state["menu_button"]
    bot.next_message_id, bot.next_query_id = state["next_message_id"], state["next_query_id"]
    bot.updates.next_id = max(bot.updates.next_id, state["next_update_id"])
    bot.updates.pending.extend(PendingUpdate(identifier, body.encode()) for identifier, body in state["updates"])
    bot.updates.allowed = frozenset(state["allowed"]) if state["allowed"] else None
    hook = bot.webhook
    hook.url, hook.secret, hook.max_connections, hook.has_certificate = state["webhook"]


def _key(parts: list[Any]) -> tuple[str, int, int, str]:
    scope, chat, user, language = parts
    return str(scope), int(chat), int(user), str(language)


def _file_json(stored: TelegramFile) -> Json:
    names = ("file_id", "unique_id", "folder", "number", "name", "mime")
    return {name: getattr(stored, name) for name in names}


def _load_files(files: FileStore, state: Json, folder: Path) -> None:
    for plain in state["files"]:
        kept = folder / plain["unique_id"]
        if kept.exists():
            files.restore(TelegramFile(**plain, data=kept.read_bytes()))
    for content in state["contents"]:
        files.remember(content)


def _replace(path: Path, data: bytes) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(data)
    fresh.replace(path)
