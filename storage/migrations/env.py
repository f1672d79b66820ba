"""What Alembic runs: the migrations, over the connection that `storage.migrating` has opened and will commit."""

from alembic import context

from storage.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=False,  # The transaction is the caller's.
    user_module_prefix="database.",
)
context.run_migrations()
