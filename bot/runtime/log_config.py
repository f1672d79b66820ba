"""Logging configuration: console lines for people, JSON for machines; ids only, no personal data and no tokens.

Libraries log warnings only, because a logged Bot API URL holds the token. Of an exception the log keeps the type
and the traceback, not the message, which may quote what a person has typed. Of a fault of the database or its disk it
names the cause in one of a few words: disk full, malformed, locked, read-only and the like.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

from storage.database.faults import cause_of

NOISY_LOGGERS = (
    "telegram",
    "httpx",
    "httpcore",
    "aiohttp",
    "uvicorn",
    "asyncio",
    "alembic",
    "sqlalchemy",
    "PIL",
    "fontTools",
)
# These log what a stranger has sent, a line for each bad request, which is answered anyway.
SILENT_LOGGERS = ("python_multipart",)
TOKEN = re.compile(r"\b\d{6,}:[\w-]{6,}")


def configure_logging(*, as_json: bool, level: int = logging.INFO) -> None:
    """Send the log of this process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    last = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                _without_message,
            ],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _without_tokens, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in NOISY_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in SILENT_LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _without_message(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an exception by its type and its traceback."""
    exc_info = event.pop("exc_info", None)
    if exc_info is True:
        exc_info = sys.exc_info()
    if exc_info and exc_info[0] is not None:
        event["problem"] = " from ".join(_types(exc_info[1]))
        event["at"] = _traceback(exc_info[2])
        if cause := cause_of(exc_info[1]):
            event["cause"] = cause.value
    return event


def _types(problem: BaseException | None) -> list[str]:
    types: list[str] = []
    while problem is not None and len(types) < 4:
        types.append(type(problem).__name__)
        problem = problem.__cause__ or problem.__context__
    return types


def _traceback(trace: TracebackType | None) -> str:
    steps = traceback.extract_tb(trace)[-6:]
    return " > ".join(f"{step.filename.rpartition('/')[2]}:{step.lineno} {step.name}" for step in steps)


def _without_tokens(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: TOKEN.sub("(token)", value) if isinstance(value, str) else value for key, value in event.items()}
