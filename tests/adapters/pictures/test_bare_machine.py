"""A machine without the extra, without zbar and without HEIC: everything still answers, and says what it lacks."""

from typing import Any

from pydantic import TypeAdapter

from bot.adapters.sandbox.pool import Job, Laboratory
from tests.adapters.pictures import hostile_jobs
from tests.adapters.pictures.hostile_pictures import heic
from tests.adapters.pictures.people import jpeg
from tests.benchmarks.hard_pictures import code

BARE: Job[dict[str, Any]] = Job(f"{hostile_jobs.HERE}.on_a_bare_machine", TypeAdapter(dict[str, Any]), 30)


async def test_what_is_not_installed_is_off_and_says_so() -> None:
    async with Laboratory() as laboratory:
        answers = await laboratory.run(BARE, jpeg(code("CZ1:PLAIN", 500)), heic())
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
