"""The Bot API methods of the local Telegram."""
