"""Inbound events: receiving updates, claiming events, dispatching them to handlers in one transaction each."""
