"""The files of the local Telegram for stories: a photo that was sent before is not compressed again."""

from functools import lru_cache

from bot.simulator.files import FileStore
from bot.simulator.pictures import PhotoSize, recompress

# With their sizes a tenth of a megabyte each.
MOST_REMEMBERED = 200


class RememberingFileStore(FileStore):
    """Remembers the sizes of photos for all stories of a process: to make those of one takes longer than a turn."""

    async def sizes(self, data: bytes) -> list[PhotoSize]:
        """Return a photo in Telegram's sizes."""
        return _sizes(data)


@lru_cache(MOST_REMEMBERED)
def _sizes(data: bytes) -> list[PhotoSize]:
    return recompress(data)
