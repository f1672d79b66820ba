"""Tables and numbers of a PostgreSQL store that the desk's role may not use, as after a restore by another role.

Such a store looks whole: it can be read, and the first person who writes gets no answer.
"""

from sqlalchemy import Connection, bindparam, text

from storage import schema

# A list of privileges in one call asks whether the role has any of them. CASE keeps the other call from what is no
# sequence, which it refuses.
_LACKING = text("""
    WITH tables AS (
        SELECT oid, relname FROM pg_class
        WHERE relkind IN ('r', 'p') AND relname IN :names AND pg_table_is_visible(oid)
    )
    SELECT relname FROM tables WHERE NOT (
        has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
        AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE')
    )
    UNION SELECT s.relname FROM pg_class s
    JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid JOIN tables t ON t.oid = d.refobjid
    WHERE d.deptype = 'a' AND CASE s.relkind WHEN 'S' THEN NOT has_sequence_privilege(s.oid, 'USAGE') END
    ORDER BY 1
""").bindparams(bindparam("names", expanding=True))


def lacking(connection: Connection) -> list[str]:
    """Return the names of what the connection's role may not read and write, none on SQLite."""
    if connection.dialect.name == "sqlite":
        return []
    names = [table.name for table in schema.metadata.sorted_tables]
    return list(connection.execute(_LACKING, {"names": names}).scalars())
