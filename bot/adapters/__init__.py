"""The outside world: a protocol, the real thing, and its local twin."""
