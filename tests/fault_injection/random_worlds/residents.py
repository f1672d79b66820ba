"""People of a random world at their phones: what they say is recorded, with the application that it names."""

import re
from collections import deque
from typing import Any

from tests.fault_injection.random_worlds.driver import WatchedDesk
from tests.fault_injection.random_worlds.observations import Input
from tests.stories.actor import Act, Actor

NUMBER = re.compile(r"#(\d{4,})")
NAMED = re.compile(r"(?:#|approve |refuse )\s*(\d{4,})")
REMEMBERED = 400  # Buttons of older messages that people can still tap.
Shown = tuple[int, str, str, int | None]  # Message id, callback data, label, number of the application it names.


class Resident(Actor):
    """A Telegram user of the random world, who remembers the buttons they have seen."""

    app: WatchedDesk

    def __init__(self, app: WatchedDesk, telegram_id: int, name: str, phone: str, id_number: str) -> None:
        super().__init__(app, telegram_id, name)
        self.phone, self.id_number = phone, id_number
        self.seen: deque[Shown] = deque(maxlen=REMEMBERED)
        self.named: dict[int, int] = {}  # The last application that a message has named, also before it was edited.

    def messages(self) -> list[dict[str, Any]]:
        """Return the messages on the screen, oldest first."""
        return list(self.app.chat(self.id).messages.values())

    def shown(self, *, of: int = 6) -> list[Shown]:
        """Return the buttons of the newest messages, and remember them."""
        found = [
            (message["message_id"], button["callback_data"], button["text"], _number(message, button["text"]))
            for message in self.messages()[-of:]
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
            if "callback_data" in button
        ]
        self.seen.extend(each for each in found if each not in self.seen)
        for message in self.messages()[-of:]:
            if (number := _number(message, "")) is not None:
                self.named[message["message_id"]] = number
        return found

    def press(self, shown: Shown) -> None:
        """Tap a button that is or was on the screen."""
        message_id, data, label, number = shown
        self.app.new_inputs.append(Input(self.id, "tap", label, number))
        super().forges(data, message_id)

    def taps(self, label: str) -> None:
        """Tap the newest button whose label contains this."""
        found = [each for each in self.shown(of=30) if label in each[2]]
        assert found, f"{self.name} has no button {label!r}"
        self.press(found[-1])

    def has(self, label: str) -> bool:
        """Whether a button whose label contains this is among the newest ones."""
        return any(label in each[2] for each in self.shown())

    def last(self) -> str:
        """Return the text of the newest message of the bot."""
        message = self._newest()
        return str(message.get("text") or message.get("caption") or "")

    def sms(self) -> list[str]:
        """Return the text messages to this phone, oldest first."""
        return [str(each["text"]) for each in self.app.world.sms.received(self.phone)]

    def _newest(self) -> dict[str, Any]:
        return next((each for each in reversed(self.messages()) if each["from"]["is_bot"]), {})

    def _send(self, content: dict[str, Any], act: Act = Act.TYPE) -> None:
        text = str(content.get("text", ""))
        if reply_to := content.get("reply_to"):
            replied = next((each for each in self.messages() if each["message_id"] == reply_to), {})
            number = _number(replied, text) or self.named.get(reply_to)
            given = Input(self.id, "reply", text, number)
        else:
            named = NAMED.search(text)
            number = int(named[1]) if named else _number(self._newest(), "")
            given = Input(self.id, "text", text, number, below_question=_asks(self._newest()))
        self.app.new_inputs.append(given)
        super()._send(content)


def _asks(message: dict[str, Any]) -> bool:
    """Whether a message has the two buttons of a question."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    labels = " ".join(str(button["text"]) for row in rows for button in row)
    return "同意" in labels and "拒绝" in labels


def _number(message: dict[str, Any], label: str) -> int | None:
    """Return the number of the application that a label names, or else its message, if it is the only one there."""
    if named := NUMBER.search(label):
        return int(named[1])
    found = set(NUMBER.findall(str(message.get("text") or message.get("caption") or "")))
    return int(found.pop()) if len(found) == 1 else None
