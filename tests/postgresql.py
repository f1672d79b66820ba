"""A PostgreSQL server of the tests' own: made in a temporary folder, reached by a socket in it, gone after the run.

All processes of one test run share it; the first that asks starts it. A run that
was killed leaves its server behind: the next run finds it and stops it.
"""

import fcntl
import getpass
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

RUN = "CHEZHU_TEST_RUN"
"""The environment variable that carries the number of the process that leads this test run."""

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Settings for a server whose data may be lost when the machine fails."""


class Postgres:
    """One running server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of_this_run(cls) -> "Postgres":
        """Return the server that this test run shares, started if need be."""
        folder = _folder_of_run(os.environ[RUN])
        folder.mkdir(mode=0o755, exist_ok=True)
        server = cls(folder)
        with _alone(folder / "starting"):
            if not (folder / "data" / "postmaster.pid").exists():
                _stop_servers_of_dead_runs()
                server.start()
        return server

    def start(self, *, durable: bool = False) -> None:
        """Make the server's data and start it; a durable one writes to the disk before it says so, and is slower."""
        _hand_over(self.folder)
        _call("initdb", "-D", self._data, "-U", "chezhu", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        settings = {"max_connections": "300", "listen_addresses": "", "unix_socket_directories": str(self.folder)}
        settings |= {} if durable else FAST
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        _call("pg_ctl", "-D", self._data, "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        """Stop the server at once and remove its folder."""
        if (self._data / "postmaster.pid").exists():
            _call("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str) -> str:
        """Return the SQLAlchemy URL of a database on this server."""
        return f"postgresql+psycopg://chezhu@/{name}?host={self.folder}"

    def create(self, template: str = "template0") -> str:
        """Make a database, empty or a copy of another to which nobody is connected, and return its name."""
        name = f"test_{uuid.uuid4().hex}"
        self._say("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._say("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def prepared(self, name: str, fill: Callable[[str], None]) -> str:
        """Return the name of a database that `fill(url)` has filled, once for the whole run, to be used as a template.

        `fill` must leave no connection open.
        """
        with _alone(self.folder / f"preparing-{name}"):
            if not self._has(name):
                draft = self.create()
                fill(self.url(draft))
                self._say("ALTER DATABASE {} RENAME TO {}", draft, name)
        return name

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _say(self, words: str, *names: str) -> None:
        with psycopg.connect(host=str(self.folder), user="chezhu", dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(words).format(*map(sql.Identifier, names)))

    def _has(self, name: str) -> bool:
        with psycopg.connect(host=str(self.folder), user="chezhu", dbname="postgres") as connection:
            return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is not None


def begin_run() -> None:
    """Mark this process as the leader of a test run, unless it was started by one."""
    os.environ.setdefault(RUN, str(os.getpid()))


def end_run() -> None:
    """Stop the server of this run; only its leader does."""
    if os.environ.get(RUN) == str(os.getpid()):
        Postgres(_folder_of_run(os.environ[RUN])).stop()


def program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs, of the newest version. Raises LookupError without one."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(versions, key=lambda path: float(path.parent.parent.name), default=None)
    found = str(newest) if newest else shutil.which(name)
    if found is None:
        raise LookupError(
            f"PostgreSQL's {name} was not found: install PostgreSQL (on Debian: apt-get install postgresql)"
        )
    return found


def _folder_of_run(leader: str) -> Path:
    # Not pytest's own folder: the path of a socket must be short, and another user must be able to reach it.
    return Path(tempfile.gettempdir()) / f"chezhu-{getpass.getuser()}-{leader}"


def _stop_servers_of_dead_runs() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"chezhu-{getpass.getuser()}-*"):
        if not _is_running(int(folder.name.rpartition("-")[2])):
            with suppress(RuntimeError):  # another run is stopping it too
                Postgres(folder).stop()


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _server_user() -> str | None:
    """Return whom the server must run as: PostgreSQL refuses root."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _hand_over(folder: Path) -> None:
    if user := _server_user():
        shutil.chown(folder, user)


def _call(name: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs. Raises RuntimeError with its words if it fails."""
    with tempfile.TemporaryFile("w+") as words:
        # A file and not a pipe: the server that pg_ctl leaves behind would keep a pipe open.
        command = [program(name), *map(str, arguments)]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=words, stderr=words, user=_server_user(), cwd="/", check=False
        )
        if done.returncode:
            words.seek(0)
            raise RuntimeError(f"{name} failed: {words.read()}")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes of this run out meanwhile."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
