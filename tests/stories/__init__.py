"""Journeys by a fixed cast: says, taps, sends, sees."""
