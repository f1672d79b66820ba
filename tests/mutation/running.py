"""Runs a plan of trials in another process and yields each outcome as soon as it is written."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def run(tree: Path, plan: list[dict[str, Any]]) -> Iterator[tuple[int, str, str]]:
    """Yield the index, the outcome and the noticing test of each plan entry. Raises RuntimeError."""
    (tree / "plan.json").write_text(json.dumps(plan))
    answers = tree / "answers.jsonl"
    answers.write_text("")
    command = [sys.executable, "-m", "tests.mutation.runs", "plan.json", answers.name]
    with (tree / "output.txt").open("w") as output:
        process = subprocess.Popen(command, cwd=tree, stdout=output, stderr=output, start_new_session=True)
    count = 0
    try:
        for line in _lines(answers, process):
            count += 1
            place, outcome, test = json.loads(line)
            yield place, outcome, test
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()
    if count < len(plan):
        raise RuntimeError(f"the trials ended early: see {tree / 'output.txt'}")


def _lines(path: Path, process: subprocess.Popen[bytes]) -> Iterator[str]:
    """Yield each line as it comes, until the process has ended."""
    with path.open() as file:
        while True:
            ended = process.poll() is not None
            yield from file
            if ended:
                return
            time.sleep(0.05)
