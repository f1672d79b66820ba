"""HTML pages: Jinja templates with texts in the reader's language. All values are escaped."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Scope

from bot.texts import DEFAULT, LANGUAGES, Texts, language_for

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


def page(template: str, catalogue: Texts, **values: Any) -> str:
    """Return a page. In the template, `t(key, …)` is a text of the catalogue; Jinja escapes its markup too."""
    context = {
        "t": catalogue.plain,
        "texts": catalogue,
        "language": catalogue.language,
        "languages": LANGUAGES,
        **values,
    }
    return _environment.get_template(template).render(context)


def language_of(scope: Scope, own: str = "") -> str:
    """Return the language chosen in this browser, else the account's own, else the one the browser prefers."""
    headers = Headers(scope=scope)
    chosen = cookie_parser(headers.get("cookie", "")).get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    if own:
        return own
    preferred = headers.get("accept-language", "").split(",")[0].strip()
    return language_for(preferred) if preferred else DEFAULT
