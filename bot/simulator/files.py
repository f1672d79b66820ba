"""Files of the local Telegram: the bot finds them by file_path, the people by file_id."""

import asyncio
import mimetypes
import secrets
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple

from bot.simulator.json_types import Json, whole_number, without_none
from bot.simulator.pictures import PhotoSize, recompress, sticker

MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
MAX_PHOTO_BYTES = 10 * 1024 * 1024

MEDIA_KINDS = frozenset(("photo", "document", "video", "animation", "audio", "voice", "video_note", "sticker"))

_PREFIX = {"photos": "AgACAgUAAxk", "documents": "BQACAgUAAxk", "stickers": "CAACAgUAAxk", "videos": "BAACAgUAAxk",
           "animations": "CgACAgUAAxk", "music": "CQACAgUAAxk", "voice": "AwACAgUAAxk",
           "video_notes": "DQACAgUAAxk"}  # fmt: skip
_STICKER = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}


class _Media(NamedTuple):
    """How a kind of media is stored: folder, file name and type without others given, attributes that are numbers."""

    folder: str
    name: str
    mime: str
    numbers: dict[str, int]
    texts: tuple[str, ...] = ()


_MEDIA = {
    "video": _Media("videos", "video.mp4", "video/mp4", {"width": 640, "height": 360, "duration": 0}),
    "animation": _Media("animations", "animation.mp4", "video/mp4", {"width": 320, "height": 240, "duration": 0}),
    "audio": _Media("music", "audio.mp3", "audio/mpeg", {"duration": 0}, ("performer", "title")),
    "voice": _Media("voice", "voice.ogg", "audio/ogg", {"duration": 0}),
    "video_note": _Media("video_notes", "video_note.mp4", "video/mp4", {"length": 240, "duration": 0}),
}
_WITH_FILE_NAME = {"video", "animation", "audio"}


@dataclass(slots=True)
class Upload:
    """An uploaded file: its name and type from the form, and its bytes."""

    name: str
    mime: str
    data: bytes


@dataclass(slots=True)
class TelegramFile:
    """A stored file. `folder` is photos, documents, videos … The snapshot stores the fields by these names."""

    file_id: str
    unique_id: str
    folder: str
    number: int
    name: str
    mime: str
    data: bytes = field(repr=False)

    @property
    def path(self) -> str:
        """The official file_path."""
        suffix = PurePath(self.name).suffix if self.folder == "documents" else PurePath(self.name).suffix.lower()
        return f"{self.folder}/file_{self.number}{suffix}"

    def shape(self) -> Json:
        """Return the fields that File, PhotoSize, Document and Sticker have in common."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


class FileStore:
    """All files. A file keeps its file_id and file_unique_id when it is sent again."""

    def __init__(self) -> None:
        self.by_id: dict[str, TelegramFile] = {}
        self.by_path: dict[str, TelegramFile] = {}
        # Message content by file_id: {"photo": […]}, {"document": {…}} or {"sticker": {…}}.
        self.content: dict[str, Json] = {}

    def put(self, folder: str, data: bytes, *, name: str, mime: str) -> TelegramFile:
        """Store bytes under a new file_id."""
        identifier = f"{_PREFIX[folder]}{secrets.token_urlsafe(36)}"
        unique = f"AQAD{secrets.token_urlsafe(9)}"
        return self.restore(TelegramFile(identifier, unique, folder, len(self.by_id), name, mime, data))

    def restore(self, stored: TelegramFile) -> TelegramFile:
        """Store a file that already has its ids."""
        self.by_id[stored.file_id] = stored
        self.by_path[stored.path] = stored
        return stored

    async def photo(self, data: bytes) -> Json:
        """Store a photo in Telegram's sizes: {"photo": [PhotoSize …]}; raises ValueError for an invalid one."""
        shapes: list[Json] = []
        for size in await self.sizes(data):
            stored = self.put("photos", size.data, name="photo.jpg", mime="image/jpeg")
            shapes.append({**stored.shape(), "width": size.width, "height": size.height})
        return self.remember({"photo": shapes})

    async def sizes(self, data: bytes) -> list[PhotoSize]:
        """Return a photo in Telegram's sizes, smallest first; raises ValueError for an invalid one."""
        return await asyncio.to_thread(recompress, data)

    def document(self, upload: Upload) -> Json:
        """Store a document unchanged: {"document": {…}}."""
        name = PurePath(upload.name or "file").name
        mime = upload.mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        stored = self.put("documents", upload.data, name=name, mime=mime)
        shape = without_none(**stored.shape(), file_name=name, mime_type=mime)
        return self.remember({"document": shape})

    def media(self, kind: str, upload: Upload, values: Json) -> Json:
        """Store a video, animation, audio, voice, video note or sticker; `values` has its duration, size and title."""
        if kind == "sticker":
            stored = self.put("stickers", upload.data, name=upload.name or "sticker.webp", mime=upload.mime)
            emoji = {"emoji": str(values["emoji"])} if values.get("emoji") else {}
            return self.remember({"sticker": {**stored.shape(), **_STICKER, **emoji}})
        media = _MEDIA[kind]
        name = PurePath(upload.name or media.name).name
        stored = self.put(media.folder, upload.data, name=name, mime=media.mime)
        numbers = {each: max(whole_number(values.get(each)) or 0, 0) or usual for each, usual in media.numbers.items()}
        texts = {each: str(values[each]) for each in media.texts if values.get(each)}
        mime = {} if kind == "video_note" else {"mime_type": media.mime}
        named = {"file_name": name} if kind in _WITH_FILE_NAME else {}
        content: Json = {kind: {**stored.shape(), **numbers, **texts, **mime, **named}}
        if kind == "animation":  # As at Telegram, for bots that know only documents.
            content["document"] = {**stored.shape(), **mime, **named}
        return self.remember(content)

    async def sticker(self, emoji: str) -> Json:
        """Store a sticker that represents an emoji: {"sticker": {…}}."""
        data = await asyncio.to_thread(sticker, emoji)
        stored = self.put("stickers", data, name="sticker.webp", mime="image/webp")
        return self.remember({"sticker": {**stored.shape(), **_STICKER, "emoji": emoji}})

    def remember(self, content: Json) -> Json:
        """Index message content by every file_id in it, and return it."""
        for shape in content.values():
            for size in shape if isinstance(shape, list) else [shape]:
                self.content[size["file_id"]] = content
        return content
