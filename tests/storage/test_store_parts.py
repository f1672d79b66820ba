"""A store that lacks tables, columns or keys is known, however it came about; one that the migrations made is whole."""

from sqlalchemy import create_engine

from storage import store_parts

LOST = {
    "sqlite": {"DROP TABLE refunds": "refunds", "DROP INDEX uq_timers_set": "uq_timers_set"},
    "postgresql": {
        "DROP TABLE refunds CASCADE": "refunds",
        "DROP INDEX uq_timers_set": "uq_timers_set",
        "ALTER TABLE viewings DROP CONSTRAINT pk_viewings": "pk_viewings",
        "ALTER TABLE vehicles DROP CONSTRAINT fk_vehicles_owner_person_id": "fk_vehicles_owner_person_id",
        "ALTER TABLE audit_heads DROP CONSTRAINT uq_audit_heads_day": "uq_audit_heads_day",
    },
}
BOTH = {
    "ALTER TABLE alarms DROP COLUMN count": "alarms.count",
    "DROP INDEX ix_audit_by": "",  # It only makes work fast.
}


def test_every_missing_table_column_and_key_is_found(migrated_url: str) -> None:
    engine = create_engine(migrated_url)
    with engine.begin() as connection:
        assert store_parts.missing(connection) == []
        lost = LOST[connection.dialect.name] | BOTH
        for statement in lost:
            connection.exec_driver_sql(statement)
        assert sorted(store_parts.missing(connection)) == sorted(filter(None, lost.values()))
    engine.dispose()
