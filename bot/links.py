"""Links to the desk: deep links to the bot, and URLs of its web pages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeskLinks:
    """Makes links to one desk. public_url: of the web pages, empty if there are none."""

    bot_username: str = ""
    public_url: str = ""

    def deep_link(self, payload: str) -> str:
        """Return the deep link that opens the bot with this payload: at most 64 characters of [A-Za-z0-9_-]."""
        return f"https://t.me/{self.bot_username}?start={payload}"

    def page_url(self, path: str) -> str:
        """Return the URL of a web page; the path begins with a slash. Empty if there are no web pages."""
        return self.public_url.rstrip("/") + path if self.public_url else ""
