"""The clock of the database server, by which all processes of a desk on PostgreSQL agree about what is due."""

from datetime import UTC, datetime

from sqlalchemy import Engine, func, select


def server_time(engine: Engine) -> datetime:
    """Return the present time of a PostgreSQL server, aware, in UTC."""
    with engine.connect() as connection:
        moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return moment.astimezone(UTC)
