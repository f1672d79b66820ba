"""`python -m bot.simulator` runs the local Telegram alone, for developing and testing any bot.

The page on its address shows the phones; bots use the address in place of https://api.telegram.org.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path
from typing import Any, TextIO

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from bot.simulator import snapshot, user_actions
from bot.simulator.app import routes
from bot.simulator.errors import WorldError
from bot.simulator.recording import Recorder
from bot.simulator.same_origin import KnownHostsOnly
from bot.simulator.world import World
from bot.simulator.world_clock import WorldClock


def main() -> None:
    """Run the server until interrupted."""
    parser = _parser()
    options = parser.parse_args()
    try:
        world = make_world(options)
        record = options.record.open("x", encoding="utf-8") if options.record is not None else None
    except (OSError, ValueError, TypeError, WorldError) as error:
        parser.error(str(error))
    address = f"http://{options.host}:{options.port}"
    sys.stdout.write(f"The phones are on {address}/ and the Bot API on {address}/botTOKEN/METHOD.\n")
    sys.stdout.flush()
    uvicorn.run(
        _app(world, options.state, {options.host, *options.allow_host}, record),
        host=options.host,
        port=options.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )


def make_world(options: argparse.Namespace) -> World:
    """Create the world that the options describe; raises OSError, ValueError, TypeError or WorldError."""
    identifier = options.token.split(":")[0]
    if not identifier.isdigit():
        raise ValueError("a token begins with the bot's numeric id and a colon: 1000000001:local-token")
    user = {
        "id": int(identifier),
        "username": options.username,
        "supports_inline_queries": options.inline,
        "has_topics_enabled": options.topics,
    }
    clock, is_test = WorldClock(speed=options.speed), options.test_environment
    world = World({options.token: user}, clock=clock, seed=options.seed, test_environment=is_test)
    world.bot.rate_limits.on = not options.no_limits
    if options.state is not None and snapshot.load(world, options.state):
        return world
    if options.world is not None:
        snapshot.load_whole(world, json.loads(options.world.read_text(encoding="utf-8")))
        return world
    for fields in _people(options.people):
        world.add_person(**fields)
    _send_messages(world, options.waiting)
    return world


def _people(wanted: str) -> list[dict[str, Any]]:
    """Return the fields of so many people, or of those in a JSON file."""
    if wanted.isdigit():
        numbers = range(int(wanted))
        return [
            {"first_name": f"Person {number + 1}", "language_code": "en", "phone": f"+8613{number:09d}"}
            for number in numbers
        ]
    people = json.loads(Path(wanted).read_text())
    if not isinstance(people, list) or not all(isinstance(each, dict) for each in people):
        raise ValueError(f'{wanted} has no list of people, such as [{{"first_name": "Li", "phone": "+8613…"}}]')
    return people


def _app(world: World, state: Path | None, names: Collection[str] = (), record: TextIO | None = None) -> Starlette:
    """Return the application; a world with a folder for its state is saved there.

    names: by which browsers may ask. record: where acts of people are written.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        world.resume()
        saving = asyncio.create_task(snapshot.save_changes(world, state)) if state is not None else None
        yield
        await world.close()
        if saving is not None:
            saving.cancel()
            await asyncio.gather(saving, return_exceptions=True)

    middleware = [Middleware(KnownHostsOnly, names=names)]
    if record is not None:
        middleware.append(Middleware(Recorder, file=record))
    return Starlette(routes=routes(world), middleware=middleware, lifespan=lifespan)


def _send_messages(world: World, count: int) -> None:
    """Send so many messages to the bot, from all people in turn."""
    for number, person in zip(range(count), cycle(world.people.values()), strict=False):
        user_actions.send_message(
            world.bot, world.bot.chat_with(person.id), person, user_actions.text_content(f"message {number + 1}")
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--allow-host", action="append", default=[], help="further name by which it may be asked")
    parser.add_argument("--port", type=int, default=8081, help="port to listen on (default: %(default)s)")
    parser.add_argument("--token", default="1000000001:local-token", help="the bot's token (default: %(default)s)")
    parser.add_argument("--username", default="local_bot", help="the bot's user name (default: %(default)s)")
    parser.add_argument(
        "--test-environment", action="store_true", help="serve /botTOKEN/test/METHOD, as Telegram's test servers"
    )
    parser.add_argument("--inline", action="store_true", help="give the bot inline mode")
    parser.add_argument("--topics", action="store_true", help="let private chats with the bot have topics")
    parser.add_argument(
        "--people", default="3", help="number of people, or a JSON file with them (default: %(default)s)"
    )
    parser.add_argument("--waiting", type=int, default=0, help="number of messages that wait for the bot at the start")
    parser.add_argument("--seed", type=int, help="makes the faults repeatable")
    parser.add_argument(
        "--speed", type=float, default=1.0, help="seconds of its clock for a real one (default: %(default)s)"
    )
    parser.add_argument("--no-limits", action="store_true", help="switch Telegram's rate limits off")
    parser.add_argument("--state", type=Path, help="folder to load the world from and to keep it in")
    parser.add_argument("--world", type=Path, help="JSON file to begin with, as GET /world?files=true returns it")
    parser.add_argument("--record", type=Path, help="new file for what people do, to be replayed")
    return parser


if __name__ == "__main__":
    main()
