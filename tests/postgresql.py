"""A PostgreSQL server for the tests: created in a temporary folder, reached by a socket there, removed after the run.

All processes of one test run share it; the first one starts it. A run that was killed leaves its
server behind: the next run finds it and stops it.
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
from typing import Any

import psycopg
from psycopg import sql

# The environment variable with the process id of the leader of this test run.
RUN = "TEST_RUN_OF_CHEZHU"

# Settings for a server whose data may be lost in a crash.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """One running server. copies_files: whether it makes databases of templates by copying files, which is quicker."""

    def __init__(self, folder: Path, *, copies_files: bool = False) -> None:
        self.folder = folder
        self._copies_files = copies_files

    @classmethod
    def of_this_run(cls) -> "Postgres":
        """Return the server that this test run shares, started if necessary."""
        folder = _folder_of_run(os.environ[RUN])
        folder.mkdir(mode=0o755, exist_ok=True)
        server = cls(folder, copies_files=True)
        with _exclusive(folder / "starting"):
            if not (folder / "data" / "postmaster.pid").exists():
                _stop_servers_of_dead_runs()
                server.start()
        return server

    def start(self, *, durable: bool = False, segment_megabytes: int = 16, log_folder: Path | None = None) -> None:
        """Initialise and start the server. A durable one syncs to disk before it confirms a commit, and is slower.

        segment_megabytes: the size of the files of the write-ahead log. log_folder: where they lie, if not in `folder`.
        """
        _give_to_server_user(self.folder)
        options = ["-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", f"--wal-segsize={segment_megabytes}"]
        if log_folder is not None:
            _give_to_server_user(log_folder)
            options.append(f"--waldir={log_folder}")
        _call("initdb", "-D", self._data, "-U", "chezhu", *options)
        self._begin({} if durable else FAST)

    def replicate(self, folder: Path) -> "Postgres":
        """Start a standby of this server in another folder: it streams the write-ahead log, a moment behind."""
        standby = Postgres(folder)
        _give_to_server_user(folder)
        source = ("-h", self.folder, "-U", "chezhu", "-c", "fast", "-X", "stream", "--no-sync", "-R")
        _call("pg_basebackup", *source, "-D", standby._data)
        standby._begin(FAST)
        return standby

    def promote(self) -> None:
        """Let a standby take over, with what it has received."""
        _call("pg_ctl", "-D", self._data, "-w", "promote")

    def execute(self, statement: str) -> None:
        """Run a statement as the administrator."""
        with psycopg.connect(host=str(self.folder), user="chezhu", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def query(self, statement: str) -> list[Any]:
        """Return the first column of what a statement finds."""
        with psycopg.connect(host=str(self.folder), user="chezhu", dbname="postgres", autocommit=True) as connection:
            return [row[0] for row in connection.execute(statement.encode())]

    def kill(self) -> None:
        """Stop the server at once."""
        _call("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def restart(self) -> None:
        """Restart the server at once: its connections break, and what was not committed is gone."""
        _call("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "-l", self.folder / "log", "restart")

    def stop(self) -> None:
        """Stop the server at once and remove its folder."""
        if (self._data / "postmaster.pid").exists():
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def limit_files(self, size: int | None) -> None:
        """Limit the size of every file that connections made from now on write to. None: no limit."""
        process = (self._data / "postmaster.pid").read_text(encoding="ascii").splitlines()[0]
        limit = ["prlimit", "--pid", process, f"--fsize={size or 'unlimited'}:unlimited"]
        subprocess.run(limit, user=_server_user(), check=True)

    def url(self, name: str) -> str:
        """Return the SQLAlchemy URL of a database on this server."""
        return f"postgresql+psycopg://chezhu@/{name}?host={self.folder}"

    def create(self, template: str = "template0") -> str:
        """Create a database, empty or from a template without connections, and return its name."""
        name = f"test_{uuid.uuid4().hex}"
        # Before version 15 files were always copied; since then the pages of a template are logged.
        copied = self._copies_files and float((self._data / "PG_VERSION").read_text(encoding="ascii")) >= 15
        self._execute(f"CREATE DATABASE {{}} TEMPLATE {{}}{' STRATEGY FILE_COPY' if copied else ''}", name, template)
        return name

    def create_with_encoding(self, encoding: str) -> str:
        """Create an empty database that stores text in this encoding, and return its name."""
        name = f"test_{uuid.uuid4().hex}"
        self._execute("CREATE DATABASE {} TEMPLATE template0 ENCODING {} LOCALE 'C'", name, encoding)
        return name

    @contextmanager
    def create_in(self, folder: Path, template: str) -> Iterator[str]:
        """Create a database whose files lie in this folder, and drop it in the end. Yields its name."""
        _give_to_server_user(folder)
        space = f"space_{uuid.uuid4().hex}"
        self.execute(f"CREATE TABLESPACE {space} LOCATION '{folder}'")
        name = f"test_{uuid.uuid4().hex}"
        try:
            self._execute("CREATE DATABASE {} TEMPLATE {} TABLESPACE {}", name, template, space)
            yield name
        finally:
            self.drop(name)
            self._execute("DROP TABLESPACE {}", space)

    def drop(self, name: str) -> None:
        """Drop a database and close its connections."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def replace(self, name: str, copy: str) -> None:
        """Put a copy in the place of a database."""
        self.drop(name)
        self._execute("ALTER DATABASE {} RENAME TO {}", copy, name)

    def prepared(self, name: str, fill: Callable[[str], None]) -> str:
        """Return the name of a template database that `fill(url)` has filled, once for the whole run.

        `fill` must leave no connection open.
        """
        with _exclusive(self.folder / f"preparing-{name}"):
            if not self._has(name):
                unfinished = self.create()
                fill(self.url(unfinished))
                self._execute("ALTER DATABASE {} RENAME TO {}", unfinished, name)
        return name

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _begin(self, more: dict[str, str]) -> None:
        settings = {"max_connections": "300", "listen_addresses": "", "unix_socket_directories": str(self.folder)}
        arguments = " ".join(f"-c {name}='{value}'" for name, value in (settings | more).items())
        _call("pg_ctl", "-D", self._data, "-w", "-l", self.folder / "log", "-o", arguments, "start")

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(host=str(self.folder), user="chezhu", dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _has(self, name: str) -> bool:
        with psycopg.connect(host=str(self.folder), user="chezhu", dbname="postgres") as connection:
            return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is not None


def begin_run() -> None:
    """Make this process the leader of a test run, unless a leader started it."""
    os.environ.setdefault(RUN, str(os.getpid()))


def end_run() -> None:
    """Stop the server of this run, if this process is its leader."""
    if os.environ.get(RUN) == str(os.getpid()):
        Postgres(_folder_of_run(os.environ[RUN])).stop()


def program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs, in its newest version. Raises LookupError if it is missing."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(versions, key=lambda path: float(path.parent.parent.name), default=None)
    found = str(newest) if newest else shutil.which(name)
    if found is None:
        raise LookupError(
            f"PostgreSQL's {name} was not found: install PostgreSQL (on Debian: apt-get install postgresql)"
        )
    return found


def _folder_of_run(leader: str) -> Path:
    # Not pytest's folder: the path of a socket must be short, and accessible to another user.
    return Path(tempfile.gettempdir()) / f"chezhu-{getpass.getuser()}-{leader}"


def _stop_servers_of_dead_runs() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"chezhu-{getpass.getuser()}-*"):
        if not _is_running(int(folder.name.rpartition("-")[2])):
            with suppress(RuntimeError):  # another run is stopping it too
                Postgres(folder).stop()


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, PermissionError) as problem:
        return isinstance(problem, PermissionError)
    return True


def _server_user() -> str | None:
    """Return the user that the server must run as: PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _give_to_server_user(folder: Path) -> None:
    if user := _server_user():
        shutil.chown(folder, user)


def _call(name: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs. Raises RuntimeError with its output if it fails."""
    with tempfile.TemporaryFile("w+") as output:
        # A file and not a pipe: the server that pg_ctl leaves behind would keep a pipe open.
        command = [program(name), *map(str, arguments)]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, user=_server_user(), cwd="/", check=False
        )
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{name} failed: {output.read()}")


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    """Keep other processes of this run out during the block."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
