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
        words = options.words[:1].upper() + options.words[1:].removesuffix(".")
        path = migrator.revise(url, words, revision_id=f"{number:04d}")
        clean(path)
    print(f"{path} is written. Read it: Alembic does not see changed CHECK constraints, new choices among them.")  # noqa: T201


def clean(path: Path) -> None:
    """Remove what Alembic's template leaves in a revision, its comments and unused imports, and format the file."""
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.lstrip().startswith("# ###")))
    ruff = [sys.executable, "-m", "ruff"]
    subprocess.run([*ruff, "check", "--quiet", "--fix", "--exit-zero", "--select=F401", path], check=True)
    subprocess.run([*ruff, "format", "--quiet", path], check=True)


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
