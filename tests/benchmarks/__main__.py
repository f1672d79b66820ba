"""Runs the benchmarks, prints their figures and writes them into BENCHMARKS.md: `python -m tests.benchmarks`.

    python -m tests.benchmarks                       all of them
    python -m tests.benchmarks bench_throughput      only this one
    python -m tests.benchmarks bench_rows -- --most 10000000      one with its own options

A benchmark is a module here with a `main` that prints; add it to BENCHMARKS below. Sections of
benchmarks that are not run keep their figures. A target that is missed is written with them, and the exit code is 1.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console

from tests import report
from tests.benchmarks.tappers import MISSED_TARGET

BENCHMARKS = {
    "bench_throughput": "Updates a second, compared with bots that store nothing",
    "bench_rows": "Cost of a turn with full tables",
    "bench_fairness": "What a backlog costs all others",
    "bench_starvation": "What one stranger's attack costs all others",
    "bench_import": "Imports of the register beside the chat",
    "bench_api": "The machine API beside the chat",
    "bench_start": "Time from the start to the first answer, and memory",
    "bench_backlog": "A backlog of 100,000 updates, with a kill half-way",
    "bench_photo_load": "Response times during photo work",
    "bench_sandbox": "Reading a photo in the sandbox",
    "bench_replicas": "Several processes on PostgreSQL",
    "bench_moving": "Moving from SQLite to PostgreSQL",
    "bench_lanes": "Throughput limit of lanes",
    "bench_pictures": "Reading difficult QR codes, comparing faces",
    "bench_face_check": "The face check, honest people and attacks",
    "bench_certificates": "Issuing and verifying certificates",
}


def main() -> int:
    """Run the named benchmarks and write the report. Returns 1 if any of them failed."""
    options, console = _options(), Console()
    failed = []
    for name in options.names or BENCHMARKS:
        console.rule(BENCHMARKS[name])
        told, status = _run(name, options.rest)
        console.print(told, markup=False, highlight=False)
        if status:
            failed.append(name)
        if status not in (0, MISSED_TARGET):
            continue
        report.write_section(BENCHMARKS[name], _section(name, options.rest, told))
    console.print(f"Written: {report.REPORT.name}" + (f"; failed: {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


def _run(name: str, rest: list[str]) -> tuple[str, int]:
    """Run one benchmark. Returns its standard output and its exit status."""
    command = [sys.executable, "-m", f"tests.benchmarks.{name}", *rest]
    environment = os.environ | {"COLUMNS": "110"}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment, check=False)
    told = "\n".join(line.rstrip() for line in done.stdout.splitlines() if not _is_progress(line)).strip()
    return told, done.returncode


def _section(name: str, rest: list[str], told: str) -> str:
    command = " ".join([f"python -m tests.benchmarks.{name}", *rest])
    module = (Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8")
    method = re.match(r'"""(.*?)"""', module, re.DOTALL)
    words = "\n".join(line for line in method[1].splitlines() if not line.startswith("    ")) if method else ""
    body = f"{re.sub(chr(10) * 3 + '+', chr(10) * 2, words).strip()}\n\n```text\n{told}\n```\n"
    return f"`{command}` · {report.moment()} · {report.machine()}\n\n{body}"


def _is_progress(line: str) -> bool:
    return "━━" in line and "┳" not in line and "╇" not in line and "│" not in line and "┏" not in line


def _options() -> argparse.Namespace:
    at = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHMARKS)}")
    options = parser.parse_args(sys.argv[1:at])
    unknown = set(options.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    options.rest = sys.argv[at + 1 :]
    return options


if __name__ == "__main__":
    sys.exit(main())
