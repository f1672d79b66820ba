"""The encoding of an operator's text file: tried in a fixed order, and refused where the characters may be wrong.

1. a byte order mark: UTF-8, UTF-16
2. null bytes at every second place: UTF-16 without a mark
3. valid UTF-8, unless the same bytes are as well common Chinese characters and nothing else in the file is Chinese
4. valid GB 18030 (of which GBK and GB 2312 are parts), if its characters are mostly common ones, and the same bytes are
   not common characters of Big5: bytes of Big5 or Latin-1 decode without an error, but to a jumble of rare characters

GB 2312 has the 6,763 characters that nearly all Chinese text is made of. Its Greek, Russian and Japanese letters count
as rare: registers have none, and the jumble does.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.runtime.import_words import ImportProblem

CHUNK = 1 << 20
SAMPLE = 4_096
MAX_RARE, MAX_RARE_SHARE = 1, 0.1
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

_LAST_COMMON_IN_BIG5 = 0xC6
_COMMON = re.compile("[\u4e00-\u9fff\u3000-\u3011\uff01-\uff5e\u2014-\u2026·・×√○〇]")


@dataclass
class _Characters:
    """What a file decodes to: how many characters beyond ASCII, those beyond U+0800, and those not in GB 2312."""

    beyond_ascii: int = 0
    beyond_0800: int = 0
    rare: int = 0


def detect(path: Path) -> str:
    """Return the encoding of a file, as Python names it. Raises OSError, and ImportProblem if it is not certain."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    if mark := next((encoding for mark, encoding in _MARKS if sample.startswith(mark)), None):
        _require(path, mark)
        return mark
    if utf_16 := _utf_16(sample):
        _require(path, utf_16)
        return utf_16
    utf_8, gb = _decoded(path, "utf-8"), _decoded(path, "gb18030")
    if utf_8 is not None:
        if utf_8.beyond_ascii and not utf_8.beyond_0800 and gb is not None and not gb.rare:
            raise ImportProblem("ambiguous-encoding", path=str(path), encodings="UTF-8, GB 18030")
        return "utf-8"
    if gb is None or (gb.rare > MAX_RARE and gb.rare > gb.beyond_ascii * MAX_RARE_SHARE):
        raise ImportProblem("encoding", path=str(path), line=str(_first_line_not_in_utf8(path)))
    if _is_big5(path):
        raise ImportProblem("ambiguous-encoding", path=str(path), encodings="GB 18030, Big5")
    return "gb18030"


def _is_big5(path: Path) -> bool:
    """Return whether a file may as well be Big5: it decodes, and to common characters, which come first there."""
    common = total = 0
    try:
        for text in _pieces(path, "big5"):
            leads = [one.encode("big5")[0] for one in text if one > "\x7f"]
            total, common = total + len(leads), common + sum(lead <= _LAST_COMMON_IN_BIG5 for lead in leads)
    except UnicodeDecodeError:
        return False
    return common >= total * (1 - MAX_RARE_SHARE / 2)


def _utf_16(sample: bytes) -> str | None:
    """Return which UTF-16 this is, by the null bytes of its ASCII characters; None if it is none."""
    even, odd, pairs = sample[::2].count(0), sample[1::2].count(0), len(sample) // 2
    if max(even, odd) * 10 < pairs or min(even, odd) > 0 or not pairs:
        return None
    return "utf-16-le" if odd else "utf-16-be"


def _require(path: Path, encoding: str) -> None:
    if _decoded(path, encoding) is None:
        raise ImportProblem("broken-encoding", path=str(path), encoding=encoding.upper().removesuffix("-SIG"))


def _decoded(path: Path, encoding: str) -> _Characters | None:
    """Return what a file decodes to; None if it does not decode."""
    found = _Characters()
    try:
        for text in _pieces(path, encoding):
            if text.isascii():
                continue
            others = [one for one in text if one > "\x7f"]
            found.beyond_ascii += len(others)
            found.beyond_0800 += sum(one >= "\u0800" for one in others)
            known = "".join(others).encode("gb2312", "ignore").decode("gb2312")
            found.rare += len(others) - len(_COMMON.findall(known))
    except UnicodeDecodeError:
        return None
    return found


def _pieces(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _first_line_not_in_utf8(path: Path) -> int:
    with path.open("rb") as file:
        return next((number for number, line in enumerate(file, start=1) if not _is_utf8(line)), 1)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
