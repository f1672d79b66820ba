"""Formatted text and keyboards, parsed and checked as the Bot API does."""
