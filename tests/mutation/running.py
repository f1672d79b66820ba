"""Running a plan of trials in a process of its own, and telling what it answers as it comes."""

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
    """Yield of each entry of the plan its place, its outcome and the test that noticed. Raises RuntimeError."""
    (tree / "plan.json").write_text(json.dumps(plan))
    answers = tree / "answers.jsonl"
    answers.write_text("")
    command = [sys.executable, "-m", "tests.mutation.runs", "plan.json", answers.name]
    with (tree / "told.txt").open("w") as told:
        process = subprocess.Popen(command, cwd=tree, stdout=told, stderr=told, start_new_session=True)
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
        raise RuntimeError(f"the trials ended before their time: see {tree / 'told.txt'}")


def _lines(path: Path, process: subprocess.Popen[bytes]) -> Iterator[str]:
    """Yield each line as it comes, until the process has ended."""
    with path.open() as file:
        while True:
            ended = process.poll() is not None
            yield from file
            if ended:
                return
            time.sleep(0.05)
