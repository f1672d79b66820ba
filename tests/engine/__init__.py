"""Tests of the engine: events, turns, flows, deliveries."""
