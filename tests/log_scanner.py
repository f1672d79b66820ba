"""The logbook of a test run: everything its processes log is kept, and searched for personal data when all is over.

Whatever the tests do, and they try to break everything, no name, plate, number, code or token may
stand in a log. Each process writes a file of its own; the leader of the run reads them all at the end.
A desk that is started as an operator starts it knows nothing of this: who starts it hands in what it said.
"""

import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from getpass import getuser
from pathlib import Path
from typing import TextIO
from uuid import uuid4

from tests.postgresql import RUN

HEARD = {"chezhu": logging.DEBUG, "telegram": logging.INFO, "aiohttp": logging.INFO, "uvicorn": logging.INFO}
"""Our loggers and those of the libraries that see what people say, with the least that is listened to."""
SAID = ".said"
"""What the files are called that hold what a process has said by itself."""
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CAST = (
    *("李建国", "王秀英", "欧阳明", "王小明", "赵无名", "诸葛小明", "张伟民", "林梅", "周宁", "韩梅"),
    *("Anna Bell", "1000000001:story"),
)
"""Names of the people of the stories, and the token of their bot."""
PATTERNS = {
    "an ID number": re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{9}[\dXx](?![0-9A-Za-z])"),
    "a phone number": re.compile(r"(?<![0-9A-Za-z])(?:(?:\+|00)?86)?[ -]?1[3-9]\d{9}(?![0-9A-Za-z])"),
    "a plate": re.compile(rf"[{_PROVINCES}][A-Z][·・ ]?[A-HJ-NP-Z0-9]{{5,6}}(?![0-9A-Za-z])"),
    "a token": re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}"),
    "a code": re.compile(
        r"(?:code|digits|otp|验证码|短信码)[\s:=\"'(（：]*(?:is|was|是|为)?[\s:=\"'(（：]*\d{6}(?!\d)", re.IGNORECASE
    ),
    "a name": re.compile("|".join(map(re.escape, CAST))),
}


class Logbook(logging.Handler):
    """Writes down what is logged, each thing once, as every formatter could tell it."""

    def __init__(self, file: TextIO) -> None:
        super().__init__(logging.DEBUG)
        self._file = file
        self._known: set[int] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line of the record: its words, all that hangs on it, and the words of its exceptions."""
        line = " ".join(told(record)).replace("\n", " ")
        if hash(line) not in self._known and not self._file.closed:
            self._known.add(hash(line))
            self._file.write(f"{line}\n")
            self._file.flush()


def told(record: logging.LogRecord) -> Iterator[str]:
    """Return everything a record tells."""
    yield f"{record.name} {record.levelname}: {record.getMessage()}"
    yield from (f"{name}={value}" for name, value in vars(record).items() if name not in _USUAL)
    problem = record.exc_info[1] if record.exc_info else None
    while problem is not None:
        yield f"{type(problem).__name__}: {problem}"
        problem = problem.__cause__ or problem.__context__


def begin() -> None:
    """Listen in this process, from now on until its end; only in a test run, and once."""
    if RUN not in os.environ or any(isinstance(one, Logbook) for one in logging.getLogger().handlers):
        return
    folder = _folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    file = (folder / f"{os.getpid()}.log").open("a", encoding="utf-8", errors="backslashreplace")
    book = Logbook(file)
    logging.getLogger().addHandler(book)
    for name, level in HEARD.items():
        logging.getLogger(name).setLevel(level)
        logging.getLogger(name).addHandler(book)  # Also where somebody takes the root's handlers away.


def hand_in(said: str) -> None:
    """Have searched what a process has said that keeps no book of its own; only in a test run."""
    if RUN in os.environ:
        folder = _folder()
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / f"{uuid4().hex}{SAID}").write_text(said, encoding="utf-8", errors="backslashreplace")


def end() -> list[str]:
    """Return what a run must not have logged, and put its books away."""
    folder = _folder()
    found = [finding for path in sorted(folder.glob("*")) for finding in _read(path)]
    shutil.rmtree(folder, ignore_errors=True)
    return found


def findings(line: str) -> list[str]:
    """Say what is personal or secret in a line of a log."""
    return [
        f"{what}: {match[0]}"
        for what, pattern in PATTERNS.items()
        for match in pattern.finditer(line)
        if what != "an ID number" or _checks(match[0])
    ]


def plain(line: str) -> str:
    """Return a line of a log with its letters as people read them: machines are told them in escapes."""
    try:
        return json.dumps(json.loads(line), ensure_ascii=False)
    except ValueError:
        return line


def _read(path: Path) -> Iterator[str]:
    """Give what must not stand in a book, or in what a process has said: there every line is its own."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in map(plain, lines) if path.suffix == SAID else lines:
            if path.suffix == SAID or line.startswith(tuple(HEARD)):
                yield from (f"{finding} in {line.strip()[:400]}" for finding in findings(line))


def _checks(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def _folder() -> Path:
    return Path(tempfile.gettempdir()) / f"chezhu-log-{getuser()}-{os.environ[RUN]}"
