"""A person of a story: sends messages, taps buttons, and asserts what the screen shows."""

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.stories.app_driver import AppDriver


class Act(StrEnum):
    """What a person does in the chat. To share one's contact is a tap on a key; to see: to get a message."""

    TAP = "tap"
    TYPE = "type"
    SEND = "send"
    SEE = "see"


class Actor:
    """A person with a phone, in a private chat with the bot. acts: how often they have tapped, typed and sent."""

    def __init__(self, app: "AppDriver", telegram_id: int, name: str) -> None:
        self.app = app
        self.id = telegram_id
        self.name = name
        self.acts: Counter[Act] = Counter()

    def says(self, text: str, *, reply_to: int | None = None) -> None:
        """Send a text message."""
        self._send({"text": text} | ({"reply_to": reply_to} if reply_to else {}))

    def shares_contact(self, **contact: Any) -> None:
        """Share the person's own contact, or the one given."""
        self._send({"contact": contact or True}, Act.TAP)

    def sends_sticker(self) -> None:
        """Send a sticker."""
        self._send({"sticker": "👍"}, Act.SEND)

    def edits(self, message_id: int, text: str) -> None:
        """Edit a message sent before."""
        self._send({"edit": message_id, "text": text})

    def replies(self, message_id: int, text: str) -> None:
        """Reply to a message of this chat."""
        self._send({"text": text, "reply_to": message_id})

    def forwards(self, message_id: int) -> None:
        """Forward a message of this chat into it."""
        self._send({"forward": message_id}, Act.SEND)

    def sends_photo(self, content: bytes, *more: bytes, caption: str = "", as_file: bool = False) -> None:
        """Send a photo, or several as an album. as_file: uncompressed."""
        self.acts[Act.SEND] += 1
        field = "document" if as_file else "photo"
        files = [(field, (f"{at}.jpg", data, "image/jpeg")) for at, data in enumerate((content, *more))]
        data = {"caption": caption} | ({"album": "true"} if more else {})
        self.app.ask("POST", f"/world/people/{self.id}/messages", data=data, files=files)
        self.app.settle()

    def taps(self, label: str) -> None:
        """Tap the newest button whose label contains this."""
        message, button = self.button(label)
        self.acts[Act.TAP] += 1
        self.app.ask(
            "POST", f"/world/people/{self.id}/taps", json={"message_id": message["message_id"], "button": button}
        )
        self.app.settle()

    def forges(self, data: str, message_id: int | None = None) -> None:
        """Send callback data that no shown button has."""
        about = {"message_id": message_id or self.messages()[-1]["message_id"], "data": data, "forged": True}
        self.app.ask("POST", f"/world/people/{self.id}/taps", json=about)
        self.app.settle()

    def blocks(self, blocked: bool = True) -> None:
        """Block the bot, or unblock it."""
        self.app.ask("POST", f"/world/people/{self.id}/block", json={"blocked": blocked})
        self.app.settle()

    def messages(self) -> list[dict[str, Any]]:
        """Return the messages on the screen, oldest first."""
        found: list[dict[str, Any]] = self.app.ask("GET", f"/world/people/{self.id}/messages")["messages"]
        return found

    def last(self) -> str:
        """Return the text of the newest message of the bot."""
        said = [message for message in self.messages() if message["from"]["is_bot"]]
        return said[-1].get("text") or said[-1].get("caption") or "" if said else ""

    def sees(self, *fragments: str) -> None:
        """Fail unless the newest message of the bot contains all of this."""
        for fragment in fragments:
            assert fragment in self.last(), f"{self.name} sees:\n{self.last()}\nnot: {fragment}"

    def has_seen(self, fragment: str) -> bool:
        """Whether any message on the screen contains this."""
        return any(fragment in (message.get("text") or message.get("caption") or "") for message in self.messages())

    def labels(self) -> list[str]:
        """Return the labels of the newest message's buttons."""
        rows = self.messages()[-1].get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in rows for button in row]

    def keyboard(self) -> list[str]:
        """Return the labels of the reply keyboard, none if the person's own keyboard is shown."""
        shown = self.app.ask("GET", f"/world/people/{self.id}/messages")["keyboard"]
        return [key["text"] for row in shown["keyboard"] for key in row] if shown else []

    def button(self, label: str) -> tuple[dict[str, Any], str]:
        """Return the message and the callback data of the newest button whose label contains this."""
        for message in reversed(self.messages()):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if label in button["text"]:
                        return message, button["callback_data"]
        raise AssertionError(f"{self.name} has no button {label!r}; the last message says:\n{self.last()}")

    def _send(self, content: dict[str, Any], act: Act = Act.TYPE) -> None:
        self.acts[act] += 1
        self.app.ask("POST", f"/world/people/{self.id}/messages", json=content)
        self.app.settle()
