"""A disk that is really full: nothing is lost or repeated, and the desk goes on when there is space again.

The files of a PostgreSQL database lie on a small file system, which is filled to the last block. Who may not mount one
limits the size of the server's files instead.
"""

import errno
import io
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from tests import databases
from tests.fault_injection.test_storage_outages import make_desk, outlive
from tests.postgresql import Postgres

DISK_MEGABYTES = 64
SEGMENT = 2**20  # The smallest size of the files of a write-ahead log, which have to fit the limit.
FILLING = text(
    "INSERT INTO inbox (source, key, lane, payload, received_at, due_at, attempts, state, note) "
    "SELECT 'telegram', 'filling ' || number, '', convert_to(string_agg(md5(random()::text), ''), 'UTF8'), "
    "now(), now(), 0, 'done', '' FROM generate_series(1, 320) AS number, generate_series(1, 110) GROUP BY number"
)


@contextmanager
def small_disk() -> Iterator[Path]:
    """Mount a small file system. Raises CalledProcessError if this process may not."""
    with tempfile.TemporaryDirectory(prefix="small-disk") as name:
        Path(name).chmod(0o755)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m", "none", name]
        subprocess.run(mount, check=True, capture_output=True)
        try:
            (Path(name) / "files").mkdir()
            yield Path(name)
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Fill the disk during the block."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        while _is_written(file):
            pass
    yield
    filler.unlink()


def _is_written(file: io.FileIO) -> bool:
    """Write a block. Returns False if the disk is full."""
    try:
        file.write(bytes(512))
    except OSError as problem:
        if problem.errno != errno.ENOSPC:
            raise
        return False
    return True


@contextmanager
def limited(server: Postgres, database: Database) -> Iterator[None]:
    """Let the server extend no file beyond a megabyte during the block."""
    database.engine.dispose()  # The limit holds for new connections.
    server.limit_files(SEGMENT)
    yield
    server.limit_files(None)
    database.engine.dispose()


def test_nothing_is_lost_or_repeated_when_the_disk_of_postgresql_is_full(postgres: Postgres) -> None:
    template = postgres.prepared("every_table", databases.fill)
    try:
        with (
            small_disk() as disk,
            postgres.create_in(disk / "files", template) as name,
            closing(make_desk(postgres.url(name))) as desk,
        ):
            outlive(desk, filled(disk), psycopg.errors.DiskFull)
    except (subprocess.CalledProcessError, FileNotFoundError):
        outlive_limited_files()


@contextmanager
def without_space_for_the_log(server: Postgres, database: Database, disk: Path) -> Iterator[None]:
    """Let the server meet the end of the disk of its write-ahead log, which stops it; start it when there is space."""
    with filled(disk):
        with suppress(DBAPIError), database.transaction() as session:
            session.execute(FILLING)
        yield
    server.restart()
    database.engine.dispose()


def test_nothing_is_lost_or_repeated_when_the_disk_of_the_write_ahead_log_is_full() -> None:
    try:
        with small_disk() as disk, tempfile.TemporaryDirectory(prefix="full-log", ignore_cleanup_errors=True) as folder:
            outlive_full_log(Postgres(Path(folder)), disk)
    except (subprocess.CalledProcessError, FileNotFoundError):
        outlive_limited_files()


def outlive_full_log(server: Postgres, disk: Path) -> None:
    """Show it with a server whose log lies on this disk: it ends with a panic and recovers at its next start."""
    server.start(segment_megabytes=1, log_folder=disk / "files")
    try:
        with closing(make_desk(server.url(databases.postgresql_copy(server)))) as desk:
            outlive(desk, without_space_for_the_log(server, desk.database, disk), psycopg.OperationalError)
        assert "PANIC:  could not write to file" in (server.folder / "log").read_text()
    finally:
        server.stop()


def outlive_limited_files() -> None:
    """Show the same with files that cannot grow."""
    with tempfile.TemporaryDirectory(prefix="limited", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder))
        server.start(segment_megabytes=1)
        try:
            with closing(make_desk(server.url(databases.postgresql_copy(server)))) as desk:
                with desk.database.transaction() as session:
                    session.execute(FILLING)
                outlive(desk, limited(server, desk.database), psycopg.Error)
        finally:
            server.stop()
