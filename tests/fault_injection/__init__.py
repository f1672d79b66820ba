"""Crashes and races: the desk is killed at every commit and call, and nothing may be lost, repeated or out of order."""
