"""`python -m bot.simulator` runs the local Telegram alone, for benchmarks and for developing other bots."""

import argparse
from itertools import cycle

import uvicorn

from bot.simulator import user_actions
from bot.simulator.app import create_app
from bot.simulator.world import World


def main() -> None:
    """Run the server until interrupted."""
    options = _options()
    world = World({options.token: {"id": int(options.token.split(":")[0]), "username": options.username}})
    for index in range(options.people):
        world.add_person(f"Person {index + 1}", language_code="en", phone=f"+8613{index:09d}")
    _send_messages(world, options.waiting)
    uvicorn.run(
        create_app(world),
        host=options.host,
        port=options.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )


def _send_messages(world: World, count: int) -> None:
    """Send so many messages to the bot, from all people in turn."""
    for number, person in zip(range(count), cycle(world.people.values()), strict=False):
        user_actions.send_message(
            world.bot, world.bot.chat_with(person.id), person, user_actions.text_content(f"message {number + 1}")
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8081, help="port to listen on (default: %(default)s)")
    parser.add_argument("--token", default="1000000001:local-token", help="the bot's token (default: %(default)s)")
    parser.add_argument("--username", default="local_bot", help="the bot's user name (default: %(default)s)")
    parser.add_argument("--people", type=int, default=3, help="number of people (default: %(default)s)")
    parser.add_argument("--waiting", type=int, default=0, help="number of messages that wait for the bot at the start")
    options = parser.parse_args()
    if not options.token.split(":")[0].isdigit():
        parser.error("a token begins with the bot's numeric id and a colon: 1000000001:local-token")
    return options


if __name__ == "__main__":
    main()
