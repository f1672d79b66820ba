"""Where the desk is found: its bot at Telegram, and its web side."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addresses:
    """bot: its username; web: the web side's address as people reach it, empty where it has none."""

    bot: str = ""
    web: str = ""

    def link(self, payload: str) -> str:
        """Return the deep link that brings somebody to the bot with this payload, of [A-Za-z0-9_-], at most 64."""
        return f"https://t.me/{self.bot}?start={payload}"

    def page(self, path: str) -> str:
        """Return the address of a page of the web side; path: with its slash. Empty where there is no web side."""
        return self.web.rstrip("/") + path if self.web else ""
