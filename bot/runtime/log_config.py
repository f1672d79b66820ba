"""Logs: one line an event, ids only. Console lines for people, JSON for machines.

What others' libraries say is kept to warnings, and their addresses are not believed
harmless: a Bot API address holds the token. Of an exception we keep its kind and
where it came from, not its words: those may quote what a person has typed.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

LOUD = ("telegram", "httpx", "httpcore", "aiohttp", "uvicorn", "asyncio", "alembic", "sqlalchemy", "PIL", "fontTools")
TOKEN = re.compile(r"\b\d{6,}:[\w-]{6,}")


def set_up(*, as_json: bool, level: int = logging.INFO) -> None:
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
                _without_words,
            ],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _without_tokens, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)


def _without_words(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an exception by its kind and its way through our code."""
    told = event.pop("exc_info", None)
    if told is True:
        told = sys.exc_info()
    if told and told[0] is not None:
        event["problem"] = " from ".join(_kinds(told[1]))
        event["at"] = _way(told[2])
    return event


def _kinds(problem: BaseException | None) -> list[str]:
    kinds: list[str] = []
    while problem is not None and len(kinds) < 4:
        kinds.append(type(problem).__name__)
        problem = problem.__cause__ or problem.__context__
    return kinds


def _way(trace: TracebackType | None) -> str:
    steps = traceback.extract_tb(trace)[-6:]
    return " > ".join(f"{step.filename.rpartition('/')[2]}:{step.lineno} {step.name}" for step in steps)


def _without_tokens(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: TOKEN.sub("(token)", value) if isinstance(value, str) else value for key, value in event.items()}
