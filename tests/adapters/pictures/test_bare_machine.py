"""A machine without the `vision` extra, zbar and HEIC: every job answers and reports what is missing."""

from bot.adapters.sandbox.pool import SandboxJob, SandboxPool
from tests.adapters.pictures.hostile_pictures import heic
from tests.adapters.pictures.portraits import jpeg
from tests.adapters.sandbox.hostile_jobs import on_a_bare_machine
from tests.benchmarks.hard_pictures import code


async def test_features_without_their_libraries_are_off_and_reported() -> None:
    async with SandboxPool() as pool:
        answers = await pool.run(SandboxJob(on_a_bare_machine, 30), jpeg(code("CZ1:PLAIN", 500)), heic())
    assert answers == {
        "readers": ["zxing-cpp"],
        "codes": ["CZ1:PLAIN"],
        "heic": "format_not_allowed",
        "faces": "not_available",
        "digits": "not_available",
        "document": False,
        "people": None,
        "card": None,
    }
