"""Replies read as yes or no, in Chinese and English: 同意 / 拒绝 / 终止, yes / no / stop and their usual variants.

A clear reply (同意, refuse) can only be an answer; a weak one (好的, ok, 👌) may just as well be about something else.
Traditional characters are read like simplified ones: 拒絕 is 拒绝.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from bot.services.values.simplified import simplified


@dataclass(frozen=True)
class Reply:
    """A yes or a no. is_clear: it can only be an answer; number: the application that it names, if any.

    takes_back: it also takes back an approval that was given (拒绝, 终止); is_stop: it does nothing else (终止).
    is_nod: a yes too slight for what cannot be undone (嗯, ok, 👌).
    """

    is_yes: bool
    is_clear: bool
    takes_back: bool = False
    is_stop: bool = False
    is_nod: bool = False
    number: int | None = None


_CLEAR_YES = (
    "同意|我同意|同意的|同意备案|批准|我批准|准许|允许|许可|yes|yes please|agree|agreed|i agree|"
    "approve|approved|i approve|accept|accepted"
)
_WEAK_YES = "通过|是|是的|对|对的|确认|确定|愿意|我愿意|y|confirm|confirmed"
_NOD = (
    "可以|可以的|行|行的|好|好的|没问题|嗯|嗯嗯|yep|yeah|yup|ok|okay|okey|"
    "sure|of course|no problem|all right|alright|👍|👌|✅|✔"
)
_REFUSAL = (
    "拒绝|我拒绝|不同意|我不同意|绝不同意|不同意备案|没同意|不批准|不准|不准许|不允许|不许|不许可|不能同意|驳回|"
    "refuse|refused|i refuse|reject|rejected|deny|denied|decline|declined|disagree|i disagree|"
    "do not agree|i do not agree|i don't agree"
)
_STOP = (
    "终止|终止申请|终止备案|停止|撤回|撤回同意|我撤回同意|收回|收回同意|我收回同意|撤销|撤销同意|取消同意|不再同意|"
    "我不再同意|反悔|我反悔|解除|解除备案|解绑|"
    "stop|stop it|stop this|withdraw|withdraw consent|withdraw my consent|withdraw my agreement|i withdraw|"
    "i withdraw my consent|i withdraw my agreement|revoke|revoke consent|revoke my consent|take it back|i take it back|"
    "terminate|end it|unbind"
)
_WEAK_NO = (
    "不通过|不可以|不行|不好|不|不是|不对|否|不要|不用|不可|不能|不愿意|我不愿意|别|绝不|n|nope|nah|no way|not ok|"
    "not okay|never|don't|👎|❌|✖|🚫"
)
_MEANINGS = {
    word: reply
    for words, reply in (
        (_CLEAR_YES, Reply(is_yes=True, is_clear=True)),
        (_WEAK_YES, Reply(is_yes=True, is_clear=False)),
        (_NOD, Reply(is_yes=True, is_clear=False, is_nod=True)),
        (_REFUSAL, Reply(is_yes=False, is_clear=True, takes_back=True)),
        ("no", Reply(is_yes=False, is_clear=True)),
        (_STOP, Reply(is_yes=False, is_clear=True, takes_back=True, is_stop=True)),
        (_WEAK_NO, Reply(is_yes=False, is_clear=False)),
    )
    for word in words.split("|")
}
_DROPPED_CATEGORIES = frozenset({"Po", "Ps", "Pe", "Pi", "Pf", "Pd", "Cf", "Cc", "Mn"})
_PARTICLES = "啊呀吧哦噢喔哈的啦"
# After a weak word 了 changes the meaning: 对了 begins another subject, 行了 is a complaint.
_PARTICLES_OF_CLEAR_WORDS = _PARTICLES + "了"
# Punctuation or a new line between Han divides two remarks, as it does after a “no”: 不。同意 is not 不同意, and
# “No. Problem!” is not “no problem”.
_DIVIDED = re.compile(
    r"(?<=[\u4e00-\u9fff])[^\S\n]*[,、;:。.!—\n]+\s*(?=[\u4e00-\u9fff])|\bnot?\s*[,;:.!—\n]+\s*(?=[^\W\d_])",
    re.IGNORECASE,
)
_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_YES_WITHIN = re.compile(r"同意|批准|准许|允许|许可|\b(?:yes|agreed?|approved?|accept(?:ed)?)\b")
# A time, an amount or a date: 10:01, 100.1, 10/01.
_NO_NUMBER = re.compile(r"\d\s*[^\w\s#]+\s*\d")
_NUMBERED = re.compile(r"(.*?\D)(\d{1,9})")


def read(text: str) -> Reply | None:
    """Return the yes or no that this text is, None for anything else. `同意 #1024` names the application.

    Only a whole reply counts, never a word inside one: 不同意 contains 同意, and a sentence may contain both. A
    question is no answer, and neither is a reply with a time, an amount or several numbers.
    """
    unified = unicodedata.normalize("NFKC", text)
    if "?" in unified or _DIVIDED.search(unified) or _NO_NUMBER.search(unified):
        return None
    words = _words(text)
    numbered = _NUMBERED.fullmatch(words)
    if numbered is not None:
        named = read(numbered[1])
        is_one = named is not None and named.is_clear and named.number is None
        return replace(named, number=int(numbered[2])) if named is not None and is_one else None
    for reply in (words, words.rstrip(_PARTICLES)):
        if reply in _MEANINGS:
            return _MEANINGS[reply]
    found = _MEANINGS.get(words.rstrip(_PARTICLES_OF_CLEAR_WORDS))
    return found if found is not None and found.is_clear else None


def mentions_yes(text: str) -> bool:
    """Return whether a clear yes stands anywhere in the text, though the text as a whole may say something else."""
    return _YES_WITHIN.search(simplified(unicodedata.normalize("NFKC", text).casefold())) is not None


def _words(text: str) -> str:
    """Return the reply as the tables have it, without punctuation and skin tones, with spaces between words."""
    unified = _BETWEEN_HAN.sub("", simplified(unicodedata.normalize("NFKC", text).casefold().replace("’", "'")))
    kept = (one for one in unified if one == "'" or unicodedata.category(one) not in _DROPPED_CATEGORIES)
    return " ".join("".join(one for one in kept if not "\U0001f3fb" <= one <= "\U0001f3ff").split())
