"""Stories: end-to-end tests in which a fixed cast of people talks with the bot."""
