"""Attacks on the web side of a desk by one stranger, in a process of their own.

    python -m tests.benchmarks.web_attacks NAME ORIGIN SECONDS      prints the statuses of the answers as JSON

A stranger rents addresses beside each other, which a trusted proxy on this machine names in X-Forwarded-For, or opens
connections from one address of this machine that is no proxy.
"""

import asyncio
import json
import socket
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cache
from itertools import count, cycle
from urllib.parse import urlsplit

import httpx

from tests.benchmarks.hard_pictures import hard_pictures

Statuses = Counter[str]
Attack = Callable[[str, float, Statuses], Awaitable[None]]  # Of the origin, the end and the statuses.
CALLERS = 24
CONNECTIONS = 230
STRANGER = "127.0.66.6"


async def pictures(origin: str, until: float, told: Statuses) -> None:
    """Send pictures in which no code is found soon, from every address of a /24."""
    found = cycle(_hard_jpegs())

    async def send(client: httpx.AsyncClient, number: int) -> httpx.Response:
        files = {"picture": ("a.jpg", next(found), "image/jpeg")}
        return await client.post("/api/verify", files=files, headers=_from(f"203.0.113.{number % 254 + 1}"))

    await _flood(origin, until, told, send)


async def texts(origin: str, until: float, told: Statuses) -> None:
    """Ask about texts, from every address of a /16."""

    async def ask(client: httpx.AsyncClient, number: int) -> httpx.Response:
        address = f"203.0.{number // 250 % 250}.{number % 250 + 1}"
        return await client.post("/api/verify", json={"text": "CZ1:6BF"}, headers=_from(address))

    await _flood(origin, until, told, ask)


async def sign_ins(origin: str, until: float, told: Statuses) -> None:
    """Type wrong codes into the portal, from thousands of neighbourhoods."""

    async def sign_in(client: httpx.AsyncClient, number: int) -> httpx.Response:
        headers = _from(f"{number % 200 + 11}.{number // 200 % 250}.7.7")
        page = await client.get("/organisation", headers=headers | {"Accept": "text/html"})
        csrf = page.text.partition('name="csrf" value="')[2].partition('"')[0]
        form = {"csrf": csrf, "code": "2345678923"}
        return await client.post("/organisation/sign-in", data=form, headers=headers | {"Accept": "text/html"})

    await _flood(origin, until, told, sign_in)


async def connections(origin: str, until: float, told: Statuses) -> None:
    """Hold 230 connections that are silent or send headers and bodies drop by drop, and open closed ones anew."""
    address = urlsplit(origin)
    headers = b"POST /api/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    begun = (b"", headers + b"X: ", headers + b"Content-Length: 60000\r\n\r\n")

    async def hold(number: int) -> None:
        start = begun[number % 3]
        while time.monotonic() < until:
            with suppress(OSError):
                reader, writer = await asyncio.open_connection(
                    address.hostname, address.port, local_addr=(STRANGER, 0), family=socket.AF_INET
                )
                writer.write(start)
                while not writer.is_closing() and not reader.at_eof() and time.monotonic() < until:
                    writer.write(b"x" if start else b"")
                    await asyncio.sleep(0.5)
                writer.close()
                told["closed"] += 1
            await asyncio.sleep(0.1)

    await asyncio.gather(*(hold(number) for number in range(CONNECTIONS)))


ATTACKS: dict[str, Attack] = {each.__name__: each for each in (pictures, texts, sign_ins, connections)}


@cache
def _hard_jpegs() -> list[bytes]:
    return [picture.jpeg for picture in hard_pictures(1)]


async def _flood(
    origin: str,
    until: float,
    told: Statuses,
    send: Callable[[httpx.AsyncClient, int], Awaitable[httpx.Response]],
) -> None:
    """Send one request after the other from many callers at once, and count the answers."""
    numbers = count()

    async def call(client: httpx.AsyncClient) -> None:
        while time.monotonic() < until:
            try:
                told[str((await send(client, next(numbers))).status_code)] += 1
            except httpx.HTTPError as problem:
                told[type(problem).__name__] += 1

    limits = httpx.Limits(max_connections=CALLERS)
    async with httpx.AsyncClient(base_url=origin, limits=limits, timeout=30) as client:
        await asyncio.gather(*(call(client) for _ in range(CALLERS)))


def _from(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


async def run(name: str, origin: str, seconds: float) -> Statuses:
    """Attack for some seconds. Returns the statuses of the answers."""
    told: Statuses = Counter()
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds + 1):
            await ATTACKS[name](origin, time.monotonic() + seconds, told)
    return told


async def attack_from_outside(name: str, origin: str, seconds: float, begun: asyncio.Event) -> Statuses:
    """Attack from a process of its own, and say when it has begun. Returns the statuses of the answers."""
    command = (sys.executable, "-m", __name__, name, origin, str(seconds))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    await process.stdout.readline()
    begun.set()
    told, _ = await process.communicate()
    return Counter(json.loads(told or b"{}"))


def main(name: str, origin: str, seconds: str) -> None:
    """Attack, and write a line when it begins and the statuses at its end."""
    _hard_jpegs()
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    sys.stdout.write(json.dumps(asyncio.run(run(name, origin, float(seconds)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
