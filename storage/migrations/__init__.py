"""The migrations: one file a revision under `versions`, run by `storage.migrations.migrator`."""
