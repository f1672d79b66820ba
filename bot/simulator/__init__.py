"""A local Telegram server for development and tests: the Bot API for bots, a JSON API and a web page for people.

It knows no bot's business and imports nothing from the other packages of this repository.
`app.create_app(World(bots={token: user}))` creates the whole application.
"""
