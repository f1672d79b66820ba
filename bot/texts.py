"""Texts: what the desk says, in the reader's language. Fluent catalogues, one file a noun, under bot/locales.

Values are escaped for Telegram's HTML; moments and days are written in the desk's zone
and the reader's manner. A missing key is a bug and raises.
"""

import html
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from fluent.runtime import FluentBundle, FluentResource

from bot import local_time

LOCALES = Path(__file__).parent / "locales"
LANGUAGES = {"zh-CN": "中文", "en": "English"}
DEFAULT = "zh-CN"
OFFICE_KEY = "office"
"""The desk's own name, which other sentences say as { office }."""
_names: dict[str, str] = {}

ENTRY_START = re.compile(r"^(?=[a-z])", re.MULTILINE)
"""Where an entry begins: what goes on is indented, what is remarked begins with a #."""


class Texts:
    """The catalogue of one language: call it with a key and values."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._sources = _sources(language)
        self._bundle = FluentBundle([language], use_isolating=False)
        self._bundle.add_resource(FluentResource(self._sources[OFFICE_KEY]))

    def __call__(self, key: str, **values: Any) -> str:
        """Return the sentence as HTML, values escaped. Raises KeyError, or ValueError for a missing value."""
        return self._format(key, {name: self._value(name, value, escape=True) for name, value in values.items()})

    def plain(self, key: str, **values: Any) -> str:
        """Return the sentence for an SMS, a button or a PDF: nothing escaped."""
        return self._format(key, {name: self._value(name, value, escape=False) for name, value in values.items()})

    def has(self, key: str) -> bool:
        """Say whether the catalogue has this key."""
        return key in self._sources

    def moment(self, at: datetime) -> str:
        """Write a moment in the desk's zone: 11月22日 14:05, 22 Nov 14:05."""
        pattern = "M月d日 HH:mm" if self.language == "zh-CN" else "d MMM HH:mm"
        return format_datetime(local_time.local(at), pattern, locale=self.language.replace("-", "_"))

    def day(self, on: date) -> str:
        """Write a day: 2026年11月22日, 22 Nov 2026."""
        return format_date(
            on, "y年M月d日" if self.language == "zh-CN" else "d MMM y", locale=self.language.replace("-", "_")
        )

    def _value(self, name: str, value: Any, *, escape: bool) -> Any:
        if name == "number":
            return str(value)  # People say #1024, not #1,024.
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        return html.escape(value, quote=False) if escape and isinstance(value, str) else value

    def _format(self, key: str, values: dict[str, Any]) -> str:
        if key not in self._sources:
            raise KeyError(f"no text {key!r} in {self.language}")
        if not self._bundle.has_message(key):
            self._bundle.add_resource(FluentResource(self._sources[key]))
        message = self._bundle.get_message(key)
        if message.value is None:
            raise KeyError(f"text {key!r} in {self.language} is empty")
        text, problems = self._bundle.format_pattern(message.value, values)
        if problems:
            raise ValueError(f"text {key!r} in {self.language}: {problems[0]}")
        return str(text)


@cache
def texts(language: str) -> Texts:
    """Return the catalogue of a language; one not spoken here gives the default."""
    return Texts(language if language in LANGUAGES else DEFAULT)


def set_office_name(names: Mapping[str, str]) -> None:
    """Let the desk go by these names, language → name; a language left out keeps the catalogue's.

    To be told before anything is said: texts that are held already keep the old name.
    """
    _names.clear()
    _names.update({language: name for language, name in names.items() if name})
    _sources.cache_clear()
    texts.cache_clear()


def language_for(language_code: str | None) -> str:
    """Return the language to start with for a Telegram language code: Chinese unless it says otherwise."""
    return DEFAULT if not language_code or language_code.lower().startswith("zh") else "en"


def plain_text(markup: str) -> str:
    """Return what is left of a card's HTML for a way that knows no markup (SMS)."""
    bare = markup
    for tag in ("b", "i", "u", "s", "code", "pre", "blockquote"):
        bare = bare.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    return html.unescape(bare)


@cache
def _sources(language: str) -> dict[str, str]:
    """Return each entry of a language as it is written: parsed when first said, for all at once delay every start."""
    paths = sorted((LOCALES / language).glob("*.ftl"))
    entries = [entry for path in paths for entry in ENTRY_START.split(path.read_text(encoding="utf-8"))[1:]]
    sources = {entry.partition("=")[0].strip(): entry for entry in entries}
    return sources | ({OFFICE_KEY: f"{OFFICE_KEY} = {_names[language]}\n"} if language in _names else {})
