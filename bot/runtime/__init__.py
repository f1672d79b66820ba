"""Puts a running process together from the settings: database, adapters, HTTP server, Telegram, logs."""
