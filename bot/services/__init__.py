"""Decisions: what the rules say, in functions that take a session first and commit nothing."""
