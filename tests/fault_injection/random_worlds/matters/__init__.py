"""Whose matter a row is, a module for each domain: a new table has it in that of its domain, or in one of its own."""
