"""Money as people write it: whole fen in, yuan out; nothing is ever a float."""


def yuan(fen: int) -> str:
    """Write fen in yuan: 200, 206.50."""
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02}" if rest else str(whole)
