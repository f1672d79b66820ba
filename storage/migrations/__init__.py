"""Migrations: one file for each revision under `versions`, run by `storage.migrations.migrator`."""
