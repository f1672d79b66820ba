"""Texts in the reader's language, from the Fluent catalogues under bot/locales.

Values are escaped for Telegram's HTML; times and dates are formatted in the desk's time zone and the reader's locale.
A missing key raises an exception.
"""

import copy
import html
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any, Self

from babel import Locale
from babel.dates import format_date, format_datetime
from fluent.runtime import FluentBundle, FluentResource

from bot import local_time, offices, profile

LOCALES = Path(__file__).parent / "locales"
LANGUAGES = {"zh-CN": "中文", "en": "English"}
DEFAULT = "zh-CN"
LARGE = "large-"  # Begins the key of a text with short sentences, beside the one without it.
OFFICE_KEY = "office"  # The name of the office, which other texts contain as { office }.
NEAR = timedelta(days=300)  # Within these days, and in the same year, a moment is clear without its year.
SOON = timedelta(days=1)
DEADLINES = frozenset({"due", "until"})  # Values that show their year, unless they are hours away.
RECORDS = frozenset({"happened", "decided", "paid", "revoked", "valid_from", "verified"})  # Always with their year.
_words: dict[str, dict[str, str]] = {}

# An entry begins at a lower case letter in the first column; its further lines are indented, comments begin with #.
ENTRY_START = re.compile(r"^(?=[a-z])", re.MULTILINE)
REFERENCE = re.compile(r"\{ ([a-z][a-z0-9-]*) \}")  # Of another text, which stands within this one.
SIGNS = re.compile("^(?:[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?)+ *", re.MULTILINE)
OF_OFFICES = re.compile(r"\{ (counter|station|pick-up)-(with-id|visit|ask|place) \}")  # Texts that lead to an office.


def counted(number: int | str, noun: str) -> str:
    """Return a number with an English noun: 1 day, 3 days, 2 tries. The catalogues call it as COUNTED."""
    if int(number) == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"
    return f"{int(number):,} {plural}"


def period(days: int | str, language: str) -> str:
    """Return a number of days as people say it: 5 years for 1,826 days. The catalogues call it as PERIOD."""
    number, years = int(days), local_time.whole_years(int(days))
    if language == "zh-CN":
        return f"{years} 年" if years else f"{number} 天"
    return counted(years, "year") if years else counted(number, "day")


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "COUNTED": counted,
    "OFFICES": offices.how_many,
    "CONTACT": offices.contact,
    "OFFERS": profile.offers_by_name,
}
OF_LANGUAGE: dict[str, Callable[..., Any]] = {
    "PERIOD": period,
    "OFFICE": offices.name_of_only,
    "ADDRESS": offices.address_of_only,
}


class Texts:
    """The catalogue of one language: call it with a key and values. now: when they are read, if it is known.

    large: of a key that also exists as `large-…`, the text is that one, with short sentences (长辈版).
    """

    def __init__(self, language: str, *, large: bool = False) -> None:
        self.language = language
        self.large = large
        self.now: datetime | None = None
        self._locale = Locale.parse(language, sep="-")  # To parse it takes longer than to format a date.
        self._sources = _sources(language)
        of_language = {name: partial(function, language=language) for name, function in OF_LANGUAGE.items()}
        self._bundle = FluentBundle([language], functions=FUNCTIONS | of_language, use_isolating=False)

    def __call__(self, key: str, **values: Any) -> str:
        """Return the text as HTML, with values escaped. Raises KeyError, or ValueError for a missing value."""
        return self._format(key, {name: self._value(name, value, escape=True) for name, value in values.items()})

    def plain(self, key: str, **values: Any) -> str:
        """Return the text for SMS, buttons and PDF, without escaping. Raises as for HTML."""
        return self._format(key, {name: self._value(name, value, escape=False) for name, value in values.items()})

    def at(self, now: datetime) -> Self:
        """Return the same catalogue for this moment: those near it show no year, but for deadlines and records."""
        same = copy.copy(self)
        same.now = now
        return same

    def has(self, key: str) -> bool:
        """Return whether the catalogue has this key."""
        return key in self._sources

    def leads_to_office(self, key: str) -> bool:
        """Return whether this text sends people to a counter, a pick-up point or a station."""
        source = self._sources.get(f"{LARGE}{key}" if self.large else key, self._sources.get(key, ""))
        return OF_OFFICES.search(source) is not None

    def moment(self, at: datetime, name: str = "") -> str:
        """Format a time in the desk's time zone: 11月22日 14:05, 22 Nov 14:05; with its year unless that is clear.

        name: of the value; deadlines more than hours away and records always show the year.
        """
        is_dated = name in RECORDS or (name in DEADLINES and (self.now is None or abs(at - self.now) > SOON))
        chinese, english = ("y年M月d日", "d MMM y") if is_dated or not self._is_near(at) else ("M月d日", "d MMM")
        pattern = f"{chinese if self.language == 'zh-CN' else english} HH:mm"
        return format_datetime(local_time.local(at), pattern, locale=self._locale)

    def day(self, on: date) -> str:
        """Format a date: 2026年11月22日, 22 Nov 2026."""
        return format_date(on, "y年M月d日" if self.language == "zh-CN" else "d MMM y", locale=self._locale)

    def _is_near(self, at: datetime) -> bool:
        if self.now is None or abs(at - self.now) > NEAR:
            return False
        return local_time.date_of(at).year == local_time.date_of(self.now).year

    def _value(self, name: str, value: Any, *, escape: bool) -> Any:
        if name == "number":
            return str(value)  # Without thousands separators: #1024.
        if isinstance(value, datetime):
            return self.moment(value, name)
        if isinstance(value, date):
            return self.day(value)
        return html.escape(value, quote=False) if escape and isinstance(value, str) else value

    def _format(self, key: str, values: dict[str, Any]) -> str:
        key = f"{LARGE}{key}" if self.large and f"{LARGE}{key}" in self._sources else key
        self._load(key)
        message = self._bundle.get_message(key)
        if message.value is None:
            raise KeyError(f"text {key!r} in {self.language} is empty")
        text, problems = self._bundle.format_pattern(message.value, values)
        if problems:
            raise ValueError(f"text {key!r} in {self.language}: {problems[0]}")
        return str(text)

    def _load(self, key: str) -> None:
        """Parse a text, and those that stand within it, on its first use. Raises KeyError.

        These come first: another thread may format a text from the moment at which it is there.
        """
        if key not in self._sources:
            raise KeyError(f"no text {key!r} in {self.language}")
        if not self._bundle.has_message(key):
            for within in REFERENCE.findall(self._sources[key]):
                self._load(within)
            self._bundle.add_resource(FluentResource(self._sources[key]))


@cache
def texts(language: str, *, large: bool = False) -> Texts:
    """Return the catalogue of a language, with the short texts of the large profile if wanted.

    It is that of the default for an unknown language.
    """
    return Texts(language if language in LANGUAGES else DEFAULT, large=large)


def use_words(words: Mapping[str, Mapping[str, str]]) -> None:
    """Set by language the operator's words for texts that stand within others; others keep that of the catalogue.

    words: by language and key (`office`, `police`, `counter`); an empty word counts as none. To be called at start:
    Texts objects that exist already keep the old words.
    """
    _words.clear()
    _words.update({language: {key: word for key, word in given.items() if word} for language, given in words.items()})
    _sources.cache_clear()
    texts.cache_clear()


def has_office_name(language: str) -> bool:
    """Return whether the operator has named the office in this language."""
    return OFFICE_KEY in _words.get(language, {})


def language_for(language_code: str | None) -> str:
    """Return the initial language for a Telegram language code: Chinese for none, else Chinese or English."""
    return DEFAULT if not language_code or language_code.lower().startswith("zh") else "en"


def plain_text(markup: str) -> str:
    """Return the plain text of a card's HTML, for SMS."""
    bare = markup
    for tag in ("b", "i", "u", "s", "code", "pre", "blockquote"):
        bare = bare.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    return html.unescape(bare)


def without_signs(text: str) -> str:
    """Return the text without emoji at the beginning of its lines: a web page draws signs, with a title, instead."""
    return SIGNS.sub("", text)


@cache
def _sources(language: str) -> dict[str, str]:
    """Return the source of each entry of a language; entries are parsed on first use, to start quickly."""
    paths = sorted((LOCALES / language).glob("*.ftl"))
    entries = [entry for path in paths for entry in ENTRY_START.split(path.read_text(encoding="utf-8"))[1:]]
    sources = {entry.partition("=")[0].strip(): entry for entry in entries}
    return sources | {key: f"{key} = {word}\n" for key, word in _words.get(language, {}).items()}
