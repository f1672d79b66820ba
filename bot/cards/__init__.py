"""Looks: rows and texts become cards, one file a noun."""
