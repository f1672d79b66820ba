"""Genuine webhooks with random changes: none may be accepted."""

from collections.abc import Iterator
from random import Random
from urllib.parse import parse_qsl

from bot.adapters.payments.webhook_events import WebhookRejected
from tests.adapters.payments.payment_world import PaymentWorld

EACH = 1_500


def mutated(headers: dict[str, str], body: bytes, dice: Random) -> tuple[dict[str, str], bytes]:
    """Change one bit, or cut, repeat, swap or insert bytes, in the body or in a signed header."""
    name = dice.choice(["body", "body", *(name for name in headers if name.startswith("wechatpay-"))])
    if name == "body":
        return headers, broken(body, dice)
    changed = broken(headers[name].encode(), dice).decode("latin-1")
    return headers | {name: changed}, body


def broken(data: bytes, dice: Random) -> bytes:
    at, to = sorted((dice.randrange(len(data)), dice.randrange(len(data))))
    match dice.randrange(6):
        case 0:
            return data[:at] + bytes([data[at] ^ (1 << dice.randrange(8))]) + data[at + 1 :]
        case 1:
            return data[:at] + data[to:]
        case 2:
            return data[:to] + data[at:]
        case 3:
            return data[:at] + data[to : to + 1] + data[at + 1 : to] + data[at : at + 1] + data[to + 1 :]
        case 4:
            return data[:at] + dice.randbytes(dice.randint(1, 4)) + data[at:]
        case _:
            return data[:at] + dice.choice([b"0", b"1", b"9", b" ", b"&", b"=", b'"', b"}"]) + data[at + 1 :]


def changes(headers: dict[str, str], body: bytes, dice: Random) -> Iterator[tuple[dict[str, str], bytes]]:
    while True:
        changed = mutated(headers, body, dice)
        if meaning(*changed) != meaning(headers, body):
            yield changed


def meaning(headers: dict[str, str], body: bytes) -> object:
    """Return the content: a form has several equivalent encodings, JSON is signed byte by byte."""
    if "wechatpay-signature" in headers:
        return headers, body
    try:
        return sorted(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", strict_parsing=True))
    except ValueError:
        return body


async def test_no_mutated_webhook_is_accepted(world: PaymentWorld) -> None:
    dice, believed, refused = Random(20260302), [], 0
    for name, gateway in world.receiver.gateways.items():
        await world.pay(gateway)
        await world.gateways.deliver_due()
        _, headers, body = world.receiver.received[-1]
        source = changes(headers, body, dice)
        for _ in range(EACH):
            changed = next(source)
            try:
                believed.append((name, changed, await gateway.parse_webhook(*changed, world.clock())))
            except WebhookRejected:
                refused += 1
    assert believed == []
    assert refused == 2 * EACH
