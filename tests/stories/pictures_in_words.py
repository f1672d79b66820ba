"""Whether every picture and file that the bot has sent has words beside it: a caption, or the card that follows."""

from collections.abc import Iterator
from typing import Any

from tests.stories.app_driver import AppDriver


def wordless(app: AppDriver) -> Iterator[str]:
    """Yield whom the bot has sent a picture without words, and which message that is."""
    for person in app.ask("GET", "/world/people")["people"]:
        silent: list[int] = []
        for message in app.ask("GET", f"/world/people/{person['id']}/messages")["messages"]:
            if not message["from"]["is_bot"]:
                continue
            if _is_picture(message) and not message.get("caption"):
                silent.append(message["message_id"])
            else:
                silent.clear()  # The words of an album, and of a long caption, follow as the card.
        yield from (f"{person['first_name']}: message {each}" for each in silent)


def _is_picture(message: dict[str, Any]) -> bool:
    return bool({"photo", "document"} & message.keys())
