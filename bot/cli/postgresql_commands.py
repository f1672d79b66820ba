"""The commands with which an operator backs PostgreSQL up and restores it, ready to paste into a shell.

PostgreSQL's programs read a connection otherwise than SQLAlchemy: `+` in a URL is no space to them, and of several
hosts they take the last. So they are given keywords and values.
"""

import shlex
from pathlib import Path

from psycopg.conninfo import make_conninfo
from sqlalchemy import URL

from bot.program_name import COMMAND

PASSWORD = (
    "The password is not shown: export it as PGPASSWORD, or write it into ~/.pgpass (mode 600), before these commands."
)
STEPS = """Restore PostgreSQL beside the present database, check it, then swap the two while the desk is stopped:
createdb --encoding=UTF8 --template=template0 --maintenance-db={server} {restored_name}
pg_restore --exit-on-error --no-owner --dbname={restored} {file}
CHEZHU_DATABASE_URL={setting} {command} doctor
psql {server} -c {set_aside} -c {put_in_place}
Without a present database leave its part of the last line out. What has happened since the backup, with ids:
CHEZHU_DATABASE_URL={before} {command} audit export since.csv --since DAY --until DAY"""


def dump(url: URL, file: Path) -> list[str]:
    """Return the lines that tell how to back up the database of a URL. Only its owner may read the file."""
    command = f"(umask 077 && pg_dump --format=custom --file={shlex.quote(str(file))} {_connection(url)})"
    return [f"Back up PostgreSQL with: {command}", *_about_password(url)]


def restore(url: URL, file: Path) -> list[str]:
    """Return the lines that tell how to put a dump in the place of the database of a URL."""
    name = str(url.database)
    restored = url.set(database=f"{name}_restored")
    steps = STEPS.format(
        server=_connection(url.set(database="postgres")),
        restored_name=shlex.quote(f"{name}_restored"),
        restored=_connection(restored),
        file=shlex.quote(str(file)),
        setting=_setting(restored),
        before=_setting(url.set(database=f"{name}_before")),
        command=COMMAND,
        set_aside=_rename(name, f"{name}_before"),
        put_in_place=_rename(f"{name}_restored", name),
    )
    return [steps, *_about_password(url)]


def _connection(url: URL) -> str:
    """Return the database of a URL as libpq's keywords and values, quoted for a shell, without the password."""
    _, given = url.get_dialect()().create_connect_args(_without_password(url))
    return shlex.quote(make_conninfo(**given))


def _setting(url: URL) -> str:
    """Return the value of CHEZHU_DATABASE_URL for a database, quoted for a shell, without the password."""
    return shlex.quote(_without_password(url).render_as_string())


def _without_password(url: URL) -> URL:
    return URL.create(url.drivername, url.username, None, url.host, url.port, url.database, url.query)


def _rename(name: str, new: str) -> str:
    before, after = (f'"{each.replace(chr(34), chr(34) * 2)}"' for each in (name, new))
    return shlex.quote(f"ALTER DATABASE {before} RENAME TO {after}")


def _about_password(url: URL) -> list[str]:
    return [PASSWORD] if url.password else []
