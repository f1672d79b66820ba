"""`python -m storage.migrations WORDS`: write the next revision from the changes of the tables.

The differences are taken from an empty SQLite file in a temporary folder.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.migrations import migrator

VERSIONS = migrator.DIRECTORY / "versions"


def main() -> None:
    """Write a revision and print its path."""
    parser = argparse.ArgumentParser(prog="python -m storage.migrations", description=__doc__)
    parser.add_argument("words", help="what the revision does, in a few words")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, all_or_nothing(VERSIONS):
        url = f"sqlite:///{folder}/empty.db"
        number = len(list(VERSIONS.glob("*.py"))) + 1
        migrator.upgrade(url)
        path = migrator.revise(url, options.words, revision_id=f"{number:04d}")
        subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", path], check=True)
    print(f"{path} is written. Read it: Alembic does not see changed CHECK constraints, new choices among them.")  # noqa: T201


@contextmanager
def all_or_nothing(folder: Path) -> Iterator[None]:
    """Delete the revision that the block has written if it fails: a file that is no Python stops every migration."""
    before = set(folder.glob("*.py"))
    try:
        yield
    except BaseException:
        for path in set(folder.glob("*.py")) - before:
            path.unlink()
        raise


if __name__ == "__main__":
    main()
