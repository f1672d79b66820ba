"""Colours of vehicles: the register names them in Chinese, one or several."""

ENGLISH = {
    "白": "white",
    "灰": "grey",
    "黄": "yellow",
    "粉": "pink",
    "红": "red",
    "紫": "purple",
    "绿": "green",
    "蓝": "blue",
    "棕": "brown",
    "黑": "black",
    "银": "silver",
    "橙": "orange",
    "金": "gold",
}


def display(colour: str, language: str) -> str:
    """Return the colour as the reader's language names it; in English each that is known, for example red / silver."""
    if language == "zh-CN" or not colour:
        return colour or "—"
    parts = [part.strip() for part in colour.replace("／", "/").split("/")]
    return " / ".join(ENGLISH.get(part.removesuffix("色"), part) for part in parts)
