"""How an operator starts this program: `run_bot.py` in a checkout, `chezhu` where the package is installed."""

import importlib.metadata
import tomllib
from pathlib import Path

_IS_CHECKOUT = (Path(__file__).parents[1] / "run_bot.py").exists()
# In a sentence, and as a whole command to paste.
PROGRAM = "run_bot.py" if _IS_CHECKOUT else "chezhu"
COMMAND = ".venv/bin/python run_bot.py" if _IS_CHECKOUT else "chezhu"


def version() -> str:
    """Return the version of this program: of the package if it is installed, else of the checkout."""
    if not _IS_CHECKOUT:
        return importlib.metadata.version("chezhu")
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
