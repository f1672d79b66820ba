"""Importing: what a row of an operator's file means for the database, one module a kind. Files are read elsewhere."""
