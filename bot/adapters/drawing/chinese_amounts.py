"""Amounts in Chinese capital numerals (大写金额), which cannot be altered by adding a digit."""

from bot.money import to_yuan

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
_LIMIT = 10**12


def capital_yuan(fen: int) -> str:
    """Write an amount in capital numerals: 15050 fen is 壹佰伍拾元伍角整. ValueError outside 0 to 10 billion yuan."""
    if not 0 <= fen < _LIMIT:
        raise ValueError("amount out of range")
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    words = _whole(yuan) + "元" if yuan or not rest else ""
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif cents and yuan:
        words += "零"
    return words + (_DIGITS[cents] + "分" if cents else "整")


def plain_yuan(fen: int) -> str:
    """Write an amount in figures: 15050 fen is ¥150.50."""
    return f"¥{to_yuan(fen, grouped=True)}"


def _whole(yuan: int) -> str:
    """Write whole yuan in groups of four digits, with one 零 for consecutive zeros."""
    if yuan == 0:
        return "零"
    words, gap, digits = "", False, str(yuan)
    for place, digit in enumerate(digits):
        power = len(digits) - 1 - place
        if digit == "0":
            gap = True
        else:
            words += ("零" if gap else "") + _DIGITS[int(digit)] + _PLACES[power % 4]
            gap = False
        if power % 4 == 0 and power and yuan // 10**power % 10**4:
            words += _GROUPS[power // 4]
    return words
