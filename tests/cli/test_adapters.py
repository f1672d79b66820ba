"""What the desk has of the outside by its settings: whether it compares faces, and with what."""

from typing import Any

import pytest

from bot.adapters.face_check import LocalFace, ModelFace, NoFace
from bot.runtime import adapters as runtime_adapters
from bot.settings import TOGETHER, FaceKind, Settings, WrongSettings
from storage.database.encryption import make_secret

TOKEN: dict[str, Any] = {"telegram_token": "1:t", "secret_key": make_secret()}


@pytest.mark.parametrize(
    ("settings", "kind", "compares"),
    [
        (Settings(face=FaceKind.OFF), NoFace, False),
        (Settings(face=FaceKind.LOCAL), LocalFace, True),
        (Settings(face=FaceKind.LOCAL, **TOKEN), NoFace, False),
        (Settings(face=FaceKind.MODEL, **TOKEN), ModelFace, True),
    ],
)
async def test_a_desk_says_at_once_whether_it_compares_faces(
    settings: Settings, kind: type[object], compares: bool
) -> None:
    async with runtime_adapters.adapters(settings) as adapters:
        assert isinstance(adapters.face, kind)
        assert runtime_adapters.compares_faces(adapters.face) is compares


async def test_keys_of_payment_providers_that_are_none_are_named_at_once() -> None:
    names = [f"{provider}_{name}" for provider, needed in TOGETHER.items() for name in needed]
    given: dict[str, Any] = dict.fromkeys(names, "bm8ga2V5")
    with pytest.raises(WrongSettings, match=r"(?s)CHEZHU_WECHAT_PAY_.*CHEZHU_ALIPAY_"):
        async with runtime_adapters.adapters(Settings(**given)):
            pass
