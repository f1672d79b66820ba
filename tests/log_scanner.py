"""Collects the logs of all processes of a test run and scans them for personal data at its end.

No name, plate, number, code or token may be logged, whatever the tests do. Each process writes a file; the main
process of the run scans them all. The output of a desk started in a subprocess is handed in by the test.
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

# Loggers of ours and of libraries that see personal data, with the lowest level to collect.
COLLECTED = {"chezhu": logging.DEBUG, "telegram": logging.INFO, "aiohttp": logging.INFO, "uvicorn": logging.INFO}
OUTPUT_SUFFIX = ".output"  # Of files with the output of a subprocess.
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# Names of the people in the stories, and the token of their bot.
CAST = (
    *("李建国", "王秀英", "欧阳明", "王小明", "赵无名", "诸葛小明", "张伟民", "林梅", "周宁", "韩梅"),
    *("Anna Bell", "1000000001:story"),
)
PATTERNS = {
    "an ID number": re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{9}[\dXx](?![0-9A-Za-z])"),
    "a phone number": re.compile(r"(?<![0-9A-Za-z])(?:(?:\+|00)?86)?[ -]?1[3-9]\d{9}(?![0-9A-Za-z])"),
    "a plate": re.compile(rf"[{_PROVINCES}][A-Z][·・ ]?[A-HJ-NP-Z0-9]{{5,6}}(?![0-9A-Za-z])"),
    "a token": re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}"),
    "a code": re.compile(
        r"(?:code|digits|otp|验证码|短信码)[\s:=\"'(（：]*(?:is|was|是|为)?[\s:=\"'(（：]*\d{6,8}(?!\d)", re.IGNORECASE
    ),
    "a name": re.compile("|".join(map(re.escape, CAST))),
}


class LogCollector(logging.Handler):
    """Writes every record to a file, each line once, with everything that a formatter could output."""

    def __init__(self, file: TextIO) -> None:
        super().__init__(logging.DEBUG)
        self._file = file
        self._seen: set[int] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Write the message of the record, its extra fields, and the messages of its exceptions in one line."""
        line = " ".join(parts(record)).replace("\n", " ")
        if hash(line) not in self._seen and not self._file.closed:
            self._seen.add(hash(line))
            self._file.write(f"{line}\n")
            self._file.flush()


def parts(record: logging.LogRecord) -> Iterator[str]:
    """Yield everything that a record holds."""
    yield f"{record.name} {record.levelname}: {record.getMessage()}"
    yield from (f"{name}={value}" for name, value in vars(record).items() if name not in _USUAL)
    problem = record.exc_info[1] if record.exc_info else None
    while problem is not None:
        yield f"{type(problem).__name__}: {problem}"
        problem = problem.__cause__ or problem.__context__


def begin() -> None:
    """Start collecting in this process; only in a test run, and once per process."""
    if RUN not in os.environ or any(isinstance(one, LogCollector) for one in logging.getLogger().handlers):
        return
    folder = _folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    file = (folder / f"{os.getpid()}.log").open("a", encoding="utf-8", errors="backslashreplace")
    collector = LogCollector(file)
    logging.getLogger().addHandler(collector)
    for name, level in COLLECTED.items():
        logging.getLogger(name).setLevel(level)
        logging.getLogger(name).addHandler(collector)  # In case a test replaces the root's handlers.


def hand_in(output: str) -> None:
    """Add the output of a subprocess to the logs to be scanned; only in a test run."""
    if RUN in os.environ:
        folder = _folder()
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / f"{uuid4().hex}{OUTPUT_SUFFIX}").write_text(output, encoding="utf-8", errors="backslashreplace")


def end() -> list[str]:
    """Return the findings in all files of the run and delete the files."""
    folder = _folder()
    found = [finding for path in sorted(folder.glob("*")) for finding in _read(path)]
    shutil.rmtree(folder, ignore_errors=True)
    return found


def findings(line: str) -> list[str]:
    """Return what is personal or secret in a line."""
    return [
        f"{what}: {match[0]}"
        for what, pattern in PATTERNS.items()
        for match in pattern.finditer(line)
        if what != "an ID number" or _has_valid_check_character(match[0])
    ]


def plain(line: str) -> str:
    """Return a line of JSON without escapes of non-ASCII characters; other lines unchanged."""
    try:
        return json.dumps(json.loads(line), ensure_ascii=False)
    except ValueError:
        return line


def _read(path: Path) -> Iterator[str]:
    """Yield the findings in a file. Of collected logs, only lines of our loggers are ours to check."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in map(plain, lines) if path.suffix == OUTPUT_SUFFIX else lines:
            if path.suffix == OUTPUT_SUFFIX or line.startswith(tuple(COLLECTED)):
                yield from (f"{finding} in {line.strip()[:400]}" for finding in findings(line))


def _has_valid_check_character(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def _folder() -> Path:
    return Path(tempfile.gettempdir()) / f"chezhu-log-{getuser()}-{os.environ[RUN]}"
