"""The three face checks: models, local world, and none."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.adapters.face_check import (
    FaceCheck,
    FaceCheckOutcome,
    FaceCheckRequest,
    FaceCheckResult,
    LocalFaceCheck,
    ModelFaceCheck,
    NoFaceCheck,
)
from bot.adapters.pictures import preparation
from bot.adapters.sandbox.memory import MEBIBYTE
from bot.adapters.sandbox.pool import SandboxPool
from bot.adapters.sandbox.process import WorkerLimits
from tests.adapters.pictures.handwriting import holding
from tests.adapters.pictures.portraits import COLLINS, HOPPER, another_photo, face, jpeg

PORTRAIT = jpeg(face(COLLINS))
QUESTION = FaceCheckRequest(person=1001, selfie=jpeg(another_photo(COLLINS), quality=70), portrait=PORTRAIT)


@asynccontextmanager
async def local_face_check(answer: web.StreamResponse) -> AsyncIterator[tuple[LocalFaceCheck, list[Any]]]:
    """A local world with this answer, and the requests it received."""
    asked: list[Any] = []

    async def check(request: web.Request) -> web.StreamResponse:
        asked.append(await request.json())
        return answer

    app = web.Application()
    app.router.add_post("/face/check", check)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        async with aiohttp.ClientSession() as session:
            host, port = runner.addresses[0][:2]
            yield LocalFaceCheck(f"http://{host}:{port}/", session), asked
    finally:
        await runner.cleanup()


async def test_without_a_face_check_the_result_is_unavailable() -> None:
    check: FaceCheck = NoFaceCheck()
    assert await check.check(QUESTION) == FaceCheckResult(FaceCheckOutcome.UNAVAILABLE, "not_available")


@pytest.mark.parametrize("outcome", [FaceCheckOutcome.PASS, FaceCheckOutcome.FAIL, FaceCheckOutcome.UNAVAILABLE])
async def test_the_simulated_face_check_decides_and_gets_no_picture(outcome: FaceCheckOutcome) -> None:
    async with local_face_check(web.json_response({"outcome": outcome.value})) as (check, asked):
        assert await check.check(QUESTION) == FaceCheckResult(outcome)
    assert asked == [{"person": 1001}]


@pytest.mark.parametrize(
    "answer",
    [
        web.Response(status=500),
        web.Response(text="pass"),
        web.json_response({"outcome": "perhaps"}),
        web.json_response({}),
        web.json_response(["pass"]),
        web.json_response("pass"),
    ],
    ids=["broken", "text", "unknown", "empty", "list", "word"],
)
async def test_an_invalid_response_is_unavailable(answer: web.Response) -> None:
    async with local_face_check(answer) as (check, _):
        assert (await check.check(QUESTION)).outcome is FaceCheckOutcome.UNAVAILABLE


async def test_a_simulated_face_check_that_does_not_respond_is_unavailable() -> None:
    async with aiohttp.ClientSession() as session:
        check: FaceCheck = LocalFaceCheck("http://127.0.0.1:1", session)
        assert (await check.check(QUESTION)).outcome is FaceCheckOutcome.UNAVAILABLE


@pytest.mark.parametrize(
    ("change", "outcome", "reason"),
    [
        ({}, FaceCheckOutcome.PASS, ""),
        ({"selfie": jpeg(face(HOPPER))}, FaceCheckOutcome.FAIL, ""),
        ({"portrait": None}, FaceCheckOutcome.UNAVAILABLE, "no_portrait"),
        ({"selfie": holding(HOPPER, "3456"), "digits": "3456"}, FaceCheckOutcome.FAIL, ""),
        ({"selfie": holding(COLLINS, "3456"), "digits": "3456"}, FaceCheckOutcome.PASS, ""),
        ({"selfie": holding(COLLINS, "3456"), "digits": "9456"}, FaceCheckOutcome.DOUBTFUL, "wrong_digits"),
        ({"selfie": jpeg(face(COLLINS), quality=70)}, FaceCheckOutcome.DOUBTFUL, "copy"),
        ({"selfie": jpeg(face(COLLINS), quality=70), "digits": "3456"}, FaceCheckOutcome.DOUBTFUL, "copy"),
        ({"digits": "3456"}, FaceCheckOutcome.UNCLEAR, "no_digits"),
        ({"accept": 0.9999, "doubt": 0.1}, FaceCheckOutcome.UNCLEAR, "in_doubt"),
    ],
)
async def test_the_model_compares_the_face_and_checks_the_digits(
    change: dict[str, Any], outcome: FaceCheckOutcome, reason: str
) -> None:
    async with SandboxPool(prepare=(preparation.PHOTOS,)) as pool:
        result = await ModelFaceCheck(pool).check(replace(QUESTION, **change))
    assert (result.outcome, result.reason) == (outcome, reason)
    assert (result.similarity_permille is None) is (change.get("portrait", PORTRAIT) is None)


async def test_without_a_face_a_selfie_is_unclear_and_a_portrait_unavailable() -> None:
    wall = jpeg(face(COLLINS).crop((0, 300, 160, 512)))
    async with SandboxPool(prepare=(preparation.PHOTOS,)) as pool:
        check = ModelFaceCheck(pool)
        again = await check.check(replace(QUESTION, selfie=wall))
        never = await check.check(replace(QUESTION, portrait=wall))
    assert again == FaceCheckResult(FaceCheckOutcome.UNCLEAR, "no_face")
    assert never == FaceCheckResult(FaceCheckOutcome.UNAVAILABLE, "no_portrait")


async def test_a_failing_sandbox_is_unavailable_and_not_a_failed_check() -> None:
    async with SandboxPool(limits=WorkerLimits(memory=900 * MEBIBYTE, response=10)) as pool:
        result = await ModelFaceCheck(pool).check(QUESTION)
    assert result == FaceCheckResult(FaceCheckOutcome.UNAVAILABLE, "overloaded")
