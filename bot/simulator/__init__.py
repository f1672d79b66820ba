"""A local Telegram: the official Bot API on one side, the people who chat on the other, one small world between.

It knows nothing of any bot's business and imports nothing of this repository's other packages.
`app.create_app(World(bots={token: user}))` is the whole of it.
"""
