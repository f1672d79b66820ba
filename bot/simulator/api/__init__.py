"""The HTTP APIs of the local Telegram: the Bot API for bots, and a JSON API for the people who chat."""
