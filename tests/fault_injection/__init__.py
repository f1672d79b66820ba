"""Crashes and races: the desk is killed wherever it can be killed, and nothing may be lost, doubled or out of step."""
