"""Pages: templates filled with texts of the reader's language. Everything that comes from outside is escaped."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Scope

from bot.texts import DEFAULT, LANGUAGES, Texts, spoken

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGE_COOKIE = "language"

_environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


def page(template: str, said: Texts, **values: Any) -> str:
    """Return a page. In the template `t(key, …)` is a sentence, and Jinja escapes it: markup shows as written."""
    shown = {"t": said.plain, "texts": said, "language": said.language, "languages": LANGUAGES, **values}
    return _environment.get_template(template).render(shown)


def language_of(scope: Scope, own: str = "") -> str:
    """Return the language to speak: chosen in this browser, else the person's own, else what the browser prefers."""
    headers = Headers(scope=scope)
    chosen = cookie_parser(headers.get("cookie", "")).get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    if own:
        return own
    preferred = headers.get("accept-language", "").split(",")[0].strip()
    return spoken(preferred) if preferred else DEFAULT
