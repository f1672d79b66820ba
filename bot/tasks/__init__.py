"""Slow work, one file a noun: outside every transaction, its result comes back as an event."""
