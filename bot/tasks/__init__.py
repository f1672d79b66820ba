"""Tasks: slow work outside transactions; the result of a task comes back as an event."""
