"""A text as the tables have it: half width, lower case, simplified characters, straight quotes."""

import unicodedata

from bot.services.values.simplified import OF_TRADITIONAL

# Signs that phones write for others.
_MAP = OF_TRADITIONAL | str.maketrans(dict.fromkeys("’‘`´", "'"))
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def normal(text: str) -> str:
    """Return the text in the form of the tables."""
    return unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).casefold().translate(_MAP)
