"""Reads and writes BENCHMARKS.md, each section of which is written by the command that measured it."""

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

REPORT = Path(__file__).parents[1] / "BENCHMARKS.md"
HEAD = """# Benchmarks

Written by `make bench` (`python -m tests.benchmarks`) and `make crash` (`python -m tests.fault_injection`), which
anyone can run.
Absolute figures are those of the machine named; ratios within one table come from one run. Each section names the
command that wrote it, and when.
"""


def section(title: str, *, report: Path = REPORT) -> str:
    """Return the text of a section without its title, "" if there is none."""
    return _read(report).get(title, "")


def write_section(title: str, text: str, *, report: Path = REPORT) -> None:
    """Replace a section, or add it at the end; the others stay unchanged."""
    sections = _read(report) | {title: text}
    parts = [f"## {title}\n\n{words.strip()}\n" for title, words in sections.items()]
    report.write_text("\n".join([HEAD, *parts]), encoding="utf-8")


def machine() -> str:
    """Describe the machine: processor, memory, Python version and load."""
    processor = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    memory = next((int(line.split()[1]) // 2**20 for line in _lines("/proc/meminfo") if "MemTotal" in line), 0)
    load = f"load {os.getloadavg()[0]:.1f} at the end"
    return f"{os.cpu_count()} × {processor}, {memory} GiB, Python {platform.python_version()}, {load}"


def moment() -> str:
    """Return the present time as text."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"


def _read(report: Path) -> dict[str, str]:
    if not report.exists():
        return {}
    parts = re.split(r"^## ", report.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {title: words.strip() for title, _, words in (part.partition("\n") for part in parts)}


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []
