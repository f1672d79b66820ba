"""How a plate is written for people."""

import re

# Missions have three digits (使123·456 or 123·456使), agricultural machines two digits for the office (桂01·12345),
# the armed police WJ and perhaps a province (WJ京·12345).
_HEADS = re.compile(r"使\d{3}|\d{3}(?=\d{3}使)|WJ[^\W\dA-Z]?(?=\d)|[^\W\dA-Z]\d\d(?=.{5})")


def display(plate: str) -> str:
    """Return the plate as it is painted, with a dot after the authority's letter: 桂A·12345."""
    head = head_length(plate)
    return f"{plate[:head]}·{plate[head:]}"


def head_length(plate: str) -> int:
    """Return how many characters stand before the dot: mostly two, the province and the authority's letter."""
    found = _HEADS.match(plate)
    return found.end() if found else 2
