"""A file that cannot be made: which one, that nothing else is affected, and a button that makes it again."""

from typing import Any

import pytest

from bot.tasks.dependencies import Adapters
from handlers import every_task
from tests.stories import cast, certificate_steps, shared_sandbox, violation_steps
from tests.stories.app_driver import AppDriver, WorldFace
from tests.stories.cast import Citizen
from tests.stories.qr_steps import show_code

FILES = ("papers.voucher", "papers.receipt", "certificates.draw", "vehicle-codes.draw")


async def fail(resources: Any, **arguments: Any) -> dict[str, Any]:
    """Fail, however often it is tried."""
    raise OSError("no room")


@pytest.fixture
def owner(app: AppDriver) -> Citizen:
    """An owner, while no file can be made."""
    every = every_task(Adapters(shared_sandbox.shared(), WorldFace(app.client)))
    app.use(tasks={**every, **dict.fromkeys(FILES, fail)})
    return cast.owner(app)


def give_up(app: AppDriver) -> None:
    """Let every attempt of the task pass."""
    for _ in range(4):
        app.later(minutes=10)


def test_a_decision_that_cannot_be_drawn_is_named_and_drawn_again(app: AppDriver, owner: Citizen) -> None:
    violation_steps.violation(app, cast.car(app, owner))
    decided = violation_steps.decide(app, owner)
    give_up(app)
    owner.sees("决定书", decided[0].number, "罚款都不受影响")
    app.use(tasks=violation_steps.QUICK_DOCUMENTS)
    owner.taps("再生成一次")
    owner.sees("处罚决定书")
    assert owner.messages()[-1]["document"]


def test_a_certificate_file_and_a_vehicle_code_are_named_too(app: AppDriver, owner: Citizen) -> None:
    certificate_steps.car(app, owner)
    certificate_steps.show_live(owner)
    owner.taps("下载")
    owner.taps("图片（大字）")
    give_up(app)
    owner.sees("桂A·12345", "图片（大字）", "凭证本身不受影响")
    assert owner.labels() == ["再生成一次", "出示凭证"]
    show_code(owner)
    give_up(app)
    assert any("二维码没有生成出来" in message.get("text", "") for message in owner.messages())
    owner.taps("再生成一次")
    owner.sees("桂A·12345 的二维码")
