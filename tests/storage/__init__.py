"""Tests of the storage layer: tables, queries, guarded updates, migrations."""
