"""The bots that are run: the examples of libraries' source packages, and two bots here for libraries in JavaScript.

Some examples are left out, for a reason that stands in the table.
"""

import re
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

LIBRARIES = {"python-telegram-bot": "22.8", "aiogram": "3.31.0", "pyTelegramBotAPI": "4.37.1"}
JAVASCRIPT = {"grammY": ("grammy", "1.46.0"), "Telegraf": ("telegraf", "4.16.3")}  # Names and versions at npm.
VERSIONS = LIBRARIES | {library: version for library, (_, version) in JAVASCRIPT.items()}
_COMMANDS = re.compile(
    r"""(?:CommandHandler\(\s*|commands=\[|Command\(\s*(?:commands=)?\[?|\.command\(|,\s*)["'](\w+)["']"""
)
_HANDLES = re.compile(r"CommandHandler|commands=|Command\(|\.command\(")
# Parts of a path or of a source, and why such an example is left out. The first that applies is named.
LEFT_OUT_PATHS = {
    "webhook": "needs a public address with a certificate",
    "serverless": "runs in somebody's cloud",
    "mini_app": "needs a public address with a certificate",
    "web_app": "needs a public address with a certificate",
    "passportbot": "Telegram Passport",
    "multibot": "needs tokens of several bots",
    "detailed_example": "needs a file of settings that is not in the package",
    "without_dispatcher": "takes its token from the command line and ends",
    "own_filter": "a fragment that starts no bot",
    "context_addition_from_filter": "a fragment that starts no bot",
    "chat_join_request": "answers requests to join only, which people here do not make",
    "middleware/i18n_middleware_example": "imports a module under a name that the package spells otherwise",
    "admin_filter_example": "answers in supergroups only, and the person is in none",
    "send_file_example": "sends a file of its author",
    "asynchronous_telebot/formatting_example": "sends a format of dates that Telegram refuses",
}
PARTS_OF_OTHERS = {"handlers", "keyboards", "filters", "config", "routes", "__init__", "i18n_base_middleware",
                   "i18n_base_midddleware", "i18n_class", "start", "echo"}  # fmt: skip


@dataclass(frozen=True)
class Example:
    """A program. mode: how a bot in JavaScript gets its updates. left_out: why it is not run, or ""."""

    library: str
    name: str
    path: Path
    left_out: str = ""
    mode: str = ""

    @property
    def commands(self) -> list[str]:
        """The commands that its source names."""
        lines = [line for line in self.path.read_text(encoding="utf-8").splitlines() if _HANDLES.search(line)]
        return list(dict.fromkeys(command for line in lines for command in _COMMANDS.findall(line)))


def download(library: str, version: str, folder: Path) -> Path:
    """Return the folder of a source package from the registry, which is fetched once."""
    target = folder / f"{library}-{version}"
    if not target.exists():
        fetched = folder / "fetched"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
        subprocess.run([*command, f"{library}=={version}", "-d", str(fetched)], check=True)
        plain = library.lower().replace("-", "_")
        [archive] = [each for each in fetched.glob("*.tar.gz") if each.name.lower().replace("-", "_").startswith(plain)]
        with tarfile.open(archive) as opened:
            opened.extractall(target, filter="data")
    return target


def examples(library: str, source: Path) -> list[Example]:
    """Return the programs among the examples of a source package."""
    [folder] = source.glob("*/examples")
    found = [path for path in sorted(folder.rglob("*.py")) if not _is_part(path)]
    return [_example(library, str(path.relative_to(folder)), path) for path in found]


def javascript() -> list[Example]:
    """Return the bots for libraries in JavaScript, each by polling and by webhook."""
    here = Path(__file__).parent
    return [
        Example(library, f"{name}_bot.mjs, {mode}", here / f"{name}_bot.mjs", mode=mode)
        for library, (name, _) in JAVASCRIPT.items()
        for mode in ("polling", "webhook")
    ]


def _is_part(path: Path) -> bool:
    """Whether a file is a part of another program: an example of its own stands directly in the folder of examples."""
    return path.stem in PARTS_OF_OTHERS and path.parent.name != "examples"


def _example(library: str, name: str, path: Path) -> Example:
    reason = next((why for part, why in LEFT_OUT_PATHS.items() if part in name), "")
    return Example(library, name, path, reason)
