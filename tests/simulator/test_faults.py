"""Fault injection in the Bot API."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter

from bot.simulator.world import World
from tests.simulator.conftest import TOKEN, PersonClient


async def fault(client: httpx.AsyncClient, **wanted: Any) -> dict[str, Any]:
    return dict((await client.post("/world/faults", json=wanted)).json())


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")  # about its own retry_after
async def test_a_429_response_contains_the_time_to_wait(
    bot: Bot, ming: PersonClient, client: httpx.AsyncClient
) -> None:
    await ming.says("/start")
    await fault(client, too_many=[1, 4])

    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(ming.id, "x")
    seconds = refusal.value.retry_after
    assert (seconds.total_seconds() if isinstance(seconds, timedelta) else seconds) == 4
    assert len(await bot.get_updates()) == 1


async def test_a_call_without_a_response_may_have_taken_effect(
    bot: Bot, ming: PersonClient, client: httpx.AsyncClient
) -> None:
    await ming.says("/start")
    await fault(client, drop=1)
    for number in range(20):
        with pytest.raises(NetworkError):
            await bot.send_message(ming.id, str(number))
    await fault(client, clear=True)
    arrived = len((await ming.sees())["messages"]) - 1

    assert 0 < arrived < 20
    await bot.send_message(ming.id, "whole again")


async def test_a_simulated_server_error_is_a_502_response(ming: PersonClient, client: httpx.AsyncClient) -> None:
    await ming.says("/start")
    await fault(client, server_error=1)
    answer = await client.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": ming.id, "text": "x"})

    assert (answer.status_code, answer.json()["description"]) == (502, "Bad Gateway")


async def test_a_dropped_poll_loses_no_update(bot: Bot, ming: PersonClient, client: httpx.AsyncClient) -> None:
    await ming.says("hello")
    await fault(client, drop=1)
    with pytest.raises(NetworkError):
        await bot.get_updates()
    await fault(client, drop=0)

    assert len(await bot.get_updates()) == 1


async def test_a_duplicate_update_is_returned_again_after_its_confirmation(
    bot: Bot, ming: PersonClient, client: httpx.AsyncClient
) -> None:
    await fault(client, duplicate=1)
    await ming.says("twice")
    first = await bot.get_updates()
    again = await bot.get_updates(offset=first[0].update_id + 1)
    after = await bot.get_updates(offset=first[0].update_id + 1)

    assert first[0].update_id == again[0].update_id
    assert after == ()


async def test_reordered_updates_overtake_one_another_and_none_is_lost(
    bot: Bot, ming: PersonClient, client: httpx.AsyncClient
) -> None:
    await fault(client, reorder=0.5)
    said = [str(number) for number in range(20)]
    for text in said:
        await ming.says(text)
    heard: list[str] = []
    offset = 0
    while len(heard) < 20:
        updates = await bot.get_updates(offset=offset, timeout=1)
        heard += [update.message.text or "" for update in updates if update.message]
        offset = updates[-1].update_id + 1

    assert heard != said
    assert sorted(heard) == sorted(said)


async def test_a_delay_slows_the_response(ming: PersonClient, client: httpx.AsyncClient, world: World) -> None:
    await ming.says("/start")
    shown = await fault(client, delay=[1, 0.05])
    answer = await client.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": ming.id, "text": "slow"})

    assert shown["delay"] == [1, 0.05]
    assert answer.json()["ok"] is True


async def test_faults_can_be_named_by_their_status_codes(client: httpx.AsyncClient) -> None:
    shown = await fault(client, **{"429": [0.5, 4], "5xx": 0.25})

    assert (shown["too_many"], shown["server_error"]) == ([0.5, 4], 0.25)


@pytest.mark.parametrize("wanted", [{"drop": 2}, {"drop": "often"}, {"delay": 0.5}, {"earthquake": 1}])
async def test_an_invalid_fault_is_refused_by_name(client: httpx.AsyncClient, wanted: dict[str, Any]) -> None:
    answer = await client.post("/world/faults", json=wanted)

    assert answer.status_code == 400
    assert next(iter(wanted)) in answer.json()["error"]
