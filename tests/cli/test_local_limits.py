"""Telegram's rate limits hold in the local Telegram of a desk, which keeps to them, unless they are switched off."""

from pathlib import Path

import pytest

from bot.runtime.local_simulator import LocalSimulator
from tests.cli.conftest import settings_of


@pytest.mark.parametrize(
    ("limits", "asked", "rate"), [(True, -1, 30), (True, 5, 5), (True, 0, 0), (False, -1, 0), (False, 5, 5)]
)
def test_the_desk_sends_as_many_messages_as_the_local_telegram_takes(
    limits: bool, asked: float, rate: float, tmp_path: Path
) -> None:
    simulator = LocalSimulator(tmp_path / "world", limits=limits)
    assert simulator.world.bot.rate_limits.on is limits
    settings = settings_of(tmp_path / "var", messages_per_second=asked)
    assert simulator.settings_for(settings, "http://127.0.0.1:1").message_rate_limit == rate
