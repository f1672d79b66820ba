"""Replies read as yes or no, in Chinese and English: 同意 / 拒绝, yes / no and their usual variants."""

import unicodedata

_YES_TEXT = (
    "同意|我同意|同意的|同意备案|批准|我批准|通过|准许|允许|许可|可以|可以的|行|行的|好|好的|是|是的|对|对的|没问题|"
    "确认|确定|嗯|嗯嗯|愿意|我愿意|yes|y|yep|yeah|yup|yes please|ok|okay|okey|sure|agree|agreed|i agree|"
    "approve|approved|i approve|accept|accepted|confirm|confirmed|of course|no problem|all right|alright|👍|👌|✅|✔"
)
_NO_TEXT = (
    "拒绝|我拒绝|不同意|我不同意|绝不同意|不同意备案|没同意|不批准|不通过|不准|不准许|不允许|不许|不许可|不可以|不行|不好|"
    "不|不是|不对|否|不要|不用|不可|不能|不能同意|不愿意|我不愿意|别|驳回|绝不|no|n|nope|nah|no way|not ok|"
    "not okay|never|refuse|refused|i refuse|reject|rejected|deny|denied|decline|declined|disagree|i disagree|"
    "do not agree|i do not agree|i don't agree|don't|👎|❌|✖|🚫"
)
_YES = frozenset(_YES_TEXT.split("|"))
_NO = frozenset(_NO_TEXT.split("|"))
_DROPPED_CATEGORIES = frozenset({"Po", "Ps", "Pe", "Pi", "Pf", "Pd", "Cf", "Cc", "Mn"})
_PARTICLES = "了啊呀吧哦噢喔哈的啦"


def yes_or_no(text: str) -> bool | None:
    """Return True for a yes, False for a no, None for anything else.

    Only a whole reply counts, never a word inside one: 不同意 contains 同意, and a sentence may contain both.
    """
    words = _words(text)
    for reply in (words, words.rstrip(_PARTICLES)):
        if reply in _NO:
            return False
        if reply in _YES:
            return True
    return None


def _words(text: str) -> str:
    """Return the reply in half width and lower case, with single spaces, without punctuation and skin tones."""
    unified = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    kept = (one for one in unified if one == "'" or unicodedata.category(one) not in _DROPPED_CATEGORIES)
    return " ".join("".join(one for one in kept if not "\U0001f3fb" <= one <= "\U0001f3ff").split())
