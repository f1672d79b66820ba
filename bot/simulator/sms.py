"""The simulated SMS provider: accepts text messages, each id once, and lists them for the people."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.simulator.errors import WorldError
from bot.simulator.events import EventStream
from bot.simulator.json_types import Json

_NOT_DIGITS = re.compile(r"\D+")


@dataclass
class SmsInbox:
    """All text messages by the id that the sender gave them, oldest first."""

    events: EventStream
    by_id: dict[str, Json] = field(default_factory=dict)

    def accept(self, identifier: str, to: str, text: str, *, at: float) -> Json:
        """Accept a message, once for each id; raises WorldError 400 if a part is missing. `at`: Unix time."""
        if not (identifier and to and text):
            raise WorldError(400, "An SMS needs an id, a number it goes to and a text.")
        known = self.by_id.get(identifier)
        if known is None:
            moment = datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
            known = self.by_id[identifier] = {"id": identifier, "to": to, "text": text, "at": moment}
            self.events.publish("sms", {"id": identifier, "phone": to, "text": text, "at": moment})
        return known

    def received(self, phone: str | None) -> list[Json]:
        """Return the messages to a number, with or without +86, or to all numbers (None)."""
        if not phone:
            return list(self.by_id.values())
        wanted = _national(phone)
        return [message for message in self.by_id.values() if _national(message["to"]) == wanted]


def _national(phone: str) -> str:
    digits = _NOT_DIGITS.sub("", phone)
    return digits.removeprefix("00").removeprefix("86") if len(digits) > 11 else digits
