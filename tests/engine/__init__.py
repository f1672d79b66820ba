"""Events, turns, lanes, deliveries."""
