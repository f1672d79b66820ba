"""How a plate is written for people."""


def display(plate: str) -> str:
    """Return the plate as it is painted, with a dot after the authority's letter: 桂A·12345."""
    return f"{plate[:2]}·{plate[2:]}"
