"""Cards about the date of birth, which some documents do not carry in their number."""

from bot.cards.menu import Command
from bot.cards.navigation import sentence

COMMANDS = (Command("birthday", 245, registered=True, has_button=True),)

ask = sentence("birthday-ask")
kept = sentence("birthday-kept", "file", "menu")
