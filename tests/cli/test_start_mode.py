"""Which desk starts: never the local Telegram by accident, never where another machine reaches it."""

from pathlib import Path

import pytest

from bot.cli import run, start_mode
from bot.runtime.operator_error import OperatorError
from bot.runtime.store_owner import LOCAL_OWNER, StoreOwner
from storage.store_identity import StoreKind
from tests.cli.conftest import settings_of


@pytest.mark.parametrize(
    ("local", "given", "words"),
    [
        (False, {}, "There is no token"),
        (False, {"host": "0.0.0.0"}, "There is no token"),
        (True, {"telegram_token": "5:real"}, "--local starts the local Telegram, which needs none"),
        (True, {"host": "0.0.0.0"}, "CHEZHU_HOST=0.0.0.0: the local Telegram lets everybody"),
        (True, {"host": "::"}, "on this machine only"),
        (True, {"host": "192.0.2.1"}, "on this machine only"),
        (True, {"host": "desk.example"}, "on this machine only"),
    ],
)
def test_a_start_that_is_not_clearly_meant_is_refused(
    tmp_path: Path, *, local: bool, given: dict[str, str], words: str
) -> None:
    settings = settings_of(tmp_path / "var", **given)
    with pytest.raises(OperatorError) as refused:
        run.run(settings, say=print, local=local)
    assert words in str(refused.value)
    assert not settings.data_dir.exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_the_local_telegram_starts_where_only_this_machine_reaches_it(tmp_path: Path, host: str) -> None:
    assert start_mode.owner_of_start(settings_of(tmp_path, host=host), local=True) == LOCAL_OWNER


def test_a_token_names_the_bot(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, telegram_token="5:real", host="0.0.0.0")
    assert start_mode.owner_of_start(settings, local=False) == StoreOwner(StoreKind.REAL, 5)
