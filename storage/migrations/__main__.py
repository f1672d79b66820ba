"""`python -m storage.migrations WORDS`: write the next revision from the changes of the tables.

The differences are taken from an empty SQLite file in a temporary folder.
"""

import argparse
import subprocess
import sys
import tempfile

from storage.migrations import migrator


def main() -> None:
    """Write a revision and print its path."""
    parser = argparse.ArgumentParser(prog="python -m storage.migrations", description=__doc__)
    parser.add_argument("words", help="what the revision does, in a few words")
    options = parser.parse_args()
    versions = migrator.DIRECTORY / "versions"
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/empty.db"
        number = len(list(versions.glob("*.py"))) + 1
        migrator.upgrade(url)
        path = migrator.revise(url, options.words, revision_id=f"{number:04d}")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", path], check=True)
    print(f"{path} is written. Read it: Alembic does not see changed CHECK constraints, new choices among them.")  # noqa: T201


if __name__ == "__main__":
    main()
