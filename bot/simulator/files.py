"""Files of the local Telegram: the bot finds them by file_path, the people by file_id."""

import asyncio
import mimetypes
import secrets
from dataclasses import dataclass, field
from pathlib import PurePath

from bot.simulator.json_types import Json, without_none
from bot.simulator.pictures import recompress, sticker

MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
MAX_PHOTO_BYTES = 10 * 1024 * 1024

_PREFIX = {"photos": "AgACAgUAAxk", "documents": "BQACAgUAAxk", "stickers": "CAACAgUAAxk"}


@dataclass(slots=True)
class Upload:
    """An uploaded file: its name and type from the form, and its bytes."""

    name: str
    mime: str
    data: bytes


@dataclass(slots=True)
class TelegramFile:
    """A stored file. `folder` is photos, documents or stickers. The snapshot stores the fields by these names."""

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
        for size in await asyncio.to_thread(recompress, data):
            stored = self.put("photos", size.data, name="photo.jpg", mime="image/jpeg")
            shapes.append({**stored.shape(), "width": size.width, "height": size.height})
        return self.remember({"photo": shapes})

    def document(self, upload: Upload) -> Json:
        """Store a document unchanged: {"document": {…}}."""
        name = PurePath(upload.name or "file").name
        mime = upload.mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        stored = self.put("documents", upload.data, name=name, mime=mime)
        shape = without_none(**stored.shape(), file_name=name, mime_type=mime)
        return self.remember({"document": shape})

    async def sticker(self, emoji: str) -> Json:
        """Store a sticker that represents an emoji: {"sticker": {…}}."""
        data = await asyncio.to_thread(sticker, emoji)
        stored = self.put("stickers", data, name="sticker.webp", mime="image/webp")
        plain = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self.remember({"sticker": {**stored.shape(), **plain, "emoji": emoji}})

    def remember(self, content: Json) -> Json:
        """Index message content by every file_id in it, and return it."""
        for shape in content.values():
            for size in shape if isinstance(shape, list) else [shape]:
                self.content[size["file_id"]] = content
        return content
