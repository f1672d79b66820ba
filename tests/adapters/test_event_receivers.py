"""Events to receivers that are right, slow, wrong and hostile, over real connections; and where none may go."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.adapters.event_receivers import AllowedReceivers, CheckedResolver, EventNotTaken, HttpEventSender
from bot.adapters.event_signature import new_secret, signed_headers

BODY = b'{"test": 2432232314}'
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def receiving(answer: Answer, *, networks: str = "127.0.0.0/8") -> AsyncIterator[tuple[str, HttpEventSender]]:
    """Yield the address of a receiver that answers so, and a sender that may send to it."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with TestServer(app, host="127.0.0.1") as server:
        allowed = AllowedReceivers.parse(f"127.0.0.1:{server.port}, localhost:{server.port}", networks, plain=True)
        async with aclosing(HttpEventSender(allowed, seconds=0.5)) as sender:
            yield f"http://127.0.0.1:{server.port}", sender


async def taken(request: web.Request) -> web.Response:
    return web.Response(status=204)


async def why_not(answer: Answer, *, path: str = "/", **options: Any) -> str:
    """Return why an event is not taken by a receiver that answers so."""
    async with receiving(answer, **options) as (address, sender):
        with pytest.raises(EventNotTaken) as found:
            await sender.send(address + path, {}, BODY)
        return str(found.value)


def test_signatures_are_those_of_the_specification() -> None:
    """The example of the reference libraries of Standard Webhooks."""
    secret, event = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    headers = signed_headers(secret, event, BODY, at=1614265330)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == (event, "1614265330")
    assert new_secret() != new_secret()


async def test_an_event_arrives_as_it_was_signed() -> None:
    got: list[tuple[bytes, str]] = []

    async def keep(request: web.Request) -> web.Response:
        got.append((await request.read(), request.headers["webhook-id"]))
        return await taken(request)

    async with receiving(keep) as (address, sender):
        await sender.send(f"{address}/events?a=b", signed_headers(new_secret(), "evt_1", BODY, at=1), BODY)
    assert got == [(BODY, "evt_1")]


async def test_no_redirect_is_followed() -> None:
    asked: list[str] = []

    async def redirect(request: web.Request) -> web.Response:
        asked.append(request.path)
        raise web.HTTPTemporaryRedirect("/elsewhere")

    assert await why_not(redirect) == "status 307"
    assert asked == ["/"]


async def test_a_slow_receiver_ends_in_time() -> None:
    async def wait(request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return await taken(request)

    began = time.monotonic()
    assert await why_not(wait) == "TimeoutError"
    assert time.monotonic() - began < 4


async def test_an_endless_answer_is_not_read() -> None:
    sent: list[int] = []

    async def pour(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while len(sent) < 4_000:
            await response.write(b"x" * 65_536)
            sent.append(1)
        return response

    async with receiving(pour) as (address, sender):
        await sender.send(address, {}, BODY)  # Its status is enough.
    assert len(sent) < 1_000


@pytest.mark.parametrize("status", [400, 404, 410, 429, 500, 503])
async def test_other_answers_do_not_take_it(status: int) -> None:
    async def refuse(request: web.Request) -> web.Response:
        return web.Response(status=status)

    assert await why_not(refuse) == f"status {status}"


async def test_what_is_no_http_does_not_take_it() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail\r\n" * 10)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    allowed = AllowedReceivers.parse(f"127.0.0.1:{port}", "127.0.0.1", plain=True)
    async with server, aclosing(HttpEventSender(allowed)) as sender:
        with pytest.raises(EventNotTaken):
            await sender.send(f"http://127.0.0.1:{port}", {}, BODY)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_an_inner_address_is_reached_only_if_its_network_is_allowed(host: str) -> None:
    """By number it is refused before the call, by name when the name is resolved."""
    asked: list[str] = []

    async def note(request: web.Request) -> web.Response:
        asked.append(request.path)
        return await taken(request)

    for networks, reached in (("127.0.0.0/8,::1", 1), ("10.0.0.0/8", 1)):
        async with receiving(note, networks=networks) as (address, sender):
            url = address.replace("127.0.0.1", host)
            if networks.startswith("127"):
                await sender.send(url, {}, BODY)
            else:
                with pytest.raises(EventNotTaken):
                    await sender.send(url, {}, BODY)
        assert len(asked) == reached


@pytest.mark.parametrize(
    "url",
    [
        "http://events.example/",
        "https://other.example/",
        "https://events.example:8443/",
        "https://events.example.other.example/",
        "https://events.example@other.example/",
        "https://user:word@events.example/",
        "https://events.example/#part",
        "ftp://events.example/",
        "https://10.1.2.4/",
        "https://169.254.169.254/",
        "https://[::1]/",
        "https://",
        "//events.example/",
        "https://events.example/" + "a" * 500,
        "https://[bad",
    ],
)
def test_events_go_to_hosts_of_the_operator_alone(url: str) -> None:
    hosts = "events.example, 10.1.2.3, 10.1.2.4, 169.254.169.254, ::1, desk.example:8443"
    allowed = AllowedReceivers.parse(hosts, "10.1.2.3", plain=False)
    assert not allowed.allows(url)
    for right in (
        "https://events.example/",
        "https://EVENTS.example/x?y",
        "https://10.1.2.3/",
        "https://desk.example:8443/",
    ):
        assert allowed.allows(right), right


INNER = ["127.0.0.1", "10.1.2.3", "fe80::1%eth0", "224.0.0.1", "0.0.0.0", "::", "::1", "100.64.0.1"]
IN_IPV6 = ["::ffff:127.0.0.1", "64:ff9b::a01:203", "2002:7f00:1::", "::7f00:1", "2001:0:4136:e378:8000:63bf:80ff:fffe"]


@pytest.mark.parametrize("address", [*INNER, *IN_IPV6])
async def test_names_lead_to_public_addresses_alone(address: str) -> None:
    resolver, allowed = CheckedResolver(AllowedReceivers()), AllowedReceivers()
    assert not allowed.allows_address(address)
    assert allowed.allows_address("8.8.8.8")
    assert allowed.allows_address("64:ff9b::808:808")
    if "%" not in address and ":" not in address:
        with pytest.raises(OSError, match="not allowed"):
            await resolver.resolve(address, 443)
