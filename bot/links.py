"""Links to the desk: deep links to the bot, and URLs of its web pages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addresses:
    """bot: its username. web: the public URL of the web pages, empty if there is none."""

    bot: str = ""
    web: str = ""

    def link(self, payload: str) -> str:
        """Return the deep link that opens the bot with this payload: at most 64 characters of [A-Za-z0-9_-]."""
        return f"https://t.me/{self.bot}?start={payload}"

    def page(self, path: str) -> str:
        """Return the URL of a web page; the path begins with a slash. Empty if there are no web pages."""
        return self.web.rstrip("/") + path if self.web else ""
