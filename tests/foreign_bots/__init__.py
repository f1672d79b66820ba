"""Bots that others have written, unchanged, against the local Telegram."""
