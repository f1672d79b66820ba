"""Storage of the engine: inbox, outbox, conversations, timers, leader election."""
