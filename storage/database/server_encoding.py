"""The encoding of a PostgreSQL database, asked of the driver alone: SQLAlchemy fails to connect to one of SQL_ASCII."""

from collections.abc import Mapping

import psycopg
from sqlalchemy import make_url

UTF8 = "UTF8"


def server_encoding(url: str, options: Mapping[str, str]) -> str:
    """Return the encoding in which the database of a PostgreSQL URL stores text. Raises psycopg.Error."""
    parsed = make_url(url)
    arguments, parameters = parsed.get_dialect()().create_connect_args(parsed)
    with psycopg.connect(*arguments, **{**options, **parameters}) as connection:
        return connection.info.parameter_status("server_encoding") or ""
