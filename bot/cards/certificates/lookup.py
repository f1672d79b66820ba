"""Card of looking up a vehicle by its plate; the result is that of a verification."""

from bot.cards.navigation import sentence

usage = sentence("lookup-usage", "menu")
