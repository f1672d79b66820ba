"""Links to the desk: deep links to the bot, and URLs of its web pages."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class DeskLinks:
    """Makes links to one desk. public_url: of its web pages, empty without any. inline: the bot has inline mode."""

    bot_username: str = ""
    public_url: str = ""
    inline: bool = False

    def deep_link(self, payload: str) -> str:
        """Return the deep link that opens the bot with this payload: at most 64 characters of [A-Za-z0-9_-]."""
        return f"https://t.me/{self.bot_username}?start={payload}"

    def sharing_link(self, payload: str, words: str) -> str:
        """Return the link at which a client asks to whom to send this deep link, below the words: plain text.

        https://core.telegram.org/api/links#share-links
        """
        return f"https://t.me/share/url?{urlencode({'url': self.deep_link(payload), 'text': words})}"

    @property
    def app_url(self) -> str:
        """The URL of the Mini App; empty unless a client can open it: by https, or on this machine."""
        url = urlsplit(self.public_url)
        is_here = url.scheme == "http" and url.hostname in ("127.0.0.1", "localhost", "::1")
        return self.page_url("/app") if url.scheme == "https" or is_here else ""

    def page_url(self, path: str) -> str:
        """Return the URL of a web page; the path begins with a slash. Empty if there are no web pages."""
        return self.public_url.rstrip("/") + path if self.public_url else ""
