"""The simulated gateways: wallet, slow payers, and faults on request."""

import io
from pathlib import Path
from random import Random
from typing import Any

import pytest
import qrcode
from PIL import Image

from bot.adapters.payments.models import PaymentState
from bot.simulator.gateways import GatewayKeys, Gateways
from tests.adapters.payments.payment_world import GatewayClock, PaymentWorld

BOTH = pytest.mark.parametrize("name", ["wechat", "alipay"])


async def post(world: PaymentWorld, path: str, content: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    async with world.http.post(world.origin + path, json=content) as response:
        return response.status, await response.json()


async def get(world: PaymentWorld, path: str) -> dict[str, Any]:
    async with world.http.get(world.origin + path) as response:
        found: dict[str, Any] = await response.json()
        return found


@BOTH
async def test_the_wallet_pays_a_code_once(world: PaymentWorld, name: str) -> None:
    code = await world.receiver.gateways[name].create(world.order())
    status, paid = await post(world, "/world/wallet/pay", {"person": 7, "code": code, "outcome": "pay"})
    assert status == 200
    assert (paid["outcome"], paid["amount_fen"], paid["provider"]) == ("pay", 20_000, name)
    assert paid["subject"] == world.order().subject
    status, refused = await post(world, "/world/wallet/pay", {"person": 7, "code": code})
    assert (status, refused) == (409, {"error": "This order has been paid."})


async def test_the_wallet_lists_the_payments_of_each_person(world: PaymentWorld) -> None:
    for person, number in ((7, "CZ20260302000001"), (8, "CZ20260302000002")):
        code = await world.wechat.create(world.order(number))
        await post(world, "/world/wallet/pay", {"person": person, "code": code, "outcome": "cancel"})
    assert [past["person"] for past in (await get(world, "/world/wallet"))["payments"]] == [7, 8]
    (mine,) = (await get(world, "/world/wallet?person=8"))["payments"]
    assert (mine["outcome"], mine["transactions"]) == ("cancel", [])
    assert (await world.wechat.query("CZ20260302000002")).state is PaymentState.WAITING


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({"code": "https://example.org/"}, 404),
        ({}, 400),
        ({"code": 5}, 400),
        ({"code": "x", "person": "me"}, 400),
        ({"code": "x", "outcome": "steal"}, 400),
    ],
)
async def test_the_wallet_reports_why_it_does_not_pay(world: PaymentWorld, wanted: dict[str, Any], status: int) -> None:
    found, answer = await post(world, "/world/wallet/pay", wanted)
    assert found == status
    assert answer["error"].endswith(".")


async def read_picture(world: PaymentWorld, picture: bytes) -> tuple[int, dict[str, Any]]:
    async with world.http.post(f"{world.origin}/world/wallet/read", data={"picture": io.BytesIO(picture)}) as response:
        return response.status, await response.json()


def picture_of(text: str) -> bytes:
    file = io.BytesIO()
    drawn = qrcode.make(text).get_image().convert("L")
    around = Image.new("L", (900, 700), 200)
    around.paste(drawn, (150, 90))
    around.rotate(7, fillcolor=200).save(file, "JPEG", quality=60)
    return file.getvalue()


@BOTH
async def test_the_wallet_reads_a_photographed_code(world: PaymentWorld, name: str) -> None:
    code = await world.receiver.gateways[name].create(world.order())
    status, found = await read_picture(world, picture_of(code))
    assert (status, found["code"], found["provider"], found["amount_fen"]) == (200, code, name, 20_000)


async def test_the_wallet_refuses_other_codes_and_garbage(world: PaymentWorld) -> None:
    assert (await read_picture(world, picture_of("https://example.org/")))[0] == 404
    assert (await read_picture(world, b"not a picture"))[0] == 400
    status, _ = await post(world, "/world/wallet/read", {})
    assert status == 400


async def test_a_slow_payer_pays_after_the_order_was_closed(world: PaymentWorld) -> None:
    for name, gateway in world.receiver.gateways.items():
        order = await world.pay(gateway, "late")
        assert (await gateway.query(order.number)).state is PaymentState.WAITING
        assert await gateway.close(order.number) is PaymentState.CLOSED, name
        await world.gateways.deliver_due()
        assert world.receiver.accepted[-1].order_number == order.number
        assert (await gateway.query(order.number)).state is PaymentState.PAID
    assert len(world.receiver.accepted) == 2


async def test_a_slow_payer_pays_after_the_order_has_expired(world: PaymentWorld) -> None:
    await world.pay(world.wechat, "late")
    world.clock.forward(minutes=29)
    await world.gateways.deliver_due()
    assert world.receiver.accepted == []
    world.clock.forward(minutes=1)
    await world.gateways.deliver_due()
    assert len(world.receiver.accepted) == 1


async def test_a_payment_of_a_wrong_amount_does_not_match_the_order(world: PaymentWorld) -> None:
    order = await world.pay(world.alipay, "wrong amount")
    await world.gateways.deliver_due()
    assert (order.amount_fen, world.receiver.accepted[0].amount_fen) == (20_000, 20_001)
    assert (await world.alipay.query(order.number)).amount_fen == 20_001


async def test_faults_are_set_shown_and_cleared(world: PaymentWorld) -> None:
    status, shown = await post(world, "/world/wallet/faults", {"lose": 0.5, "slow": 1, "slow_seconds": 3})
    assert (status, shown["lose"], shown["slow_seconds"], shown["forge"]) == (200, 0.5, 3, 0)
    assert await get(world, "/world/wallet/faults") == shown
    _, cleared = await post(world, "/world/wallet/faults", {"clear": True})
    assert set(cleared.values()) == {0.0, 30.0}


@pytest.mark.parametrize("wrong", [{"lose": 2}, {"lose": "often"}, {"explode": 1}, {"dice": 1}, {"lose": -1}])
async def test_invalid_faults_are_refused(world: PaymentWorld, wrong: dict[str, Any]) -> None:
    status, answer = await post(world, "/world/wallet/faults", {"stale": 1} | wrong)
    assert status == 400
    assert answer["error"].endswith(".")
    assert world.gateways.faults.stale == 0


async def test_every_payment_is_published_as_an_event_of_the_simulated_world(
    keys: GatewayKeys, clock: GatewayClock
) -> None:
    heard: list[dict[str, Any]] = []
    gateways = Gateways(keys, clock=clock, random=Random(1), on_payment=heard.append)
    trade = gateways.alipay_ledger.order("CZ20260302000001", 5, "x", "", clock().replace(year=2027))
    gateways.wallet.pay(trade.code, "pay", person=3)
    assert [(payment["person"], payment["amount_fen"], payment["outcome"]) for payment in heard] == [(3, 5, "pay")]


def test_keys_are_created_once_and_readable_by_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "money" / "keys.json"
    made = GatewayKeys.load_or_generate(path)
    assert GatewayKeys.load_or_generate(path) == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert made.wechat_platform_serial == made.wechat_platform_serial.upper()
