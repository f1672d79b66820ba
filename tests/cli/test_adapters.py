"""Adapters by settings: the face check, and errors in the keys of payment providers."""

from typing import Any

import pytest

from bot.adapters.face_check import LocalFaceCheck, ModelFaceCheck, NoFaceCheck
from bot.runtime import adapters as runtime_adapters
from bot.setting_rules import REQUIRED_TOGETHER
from bot.settings import FaceKind, InvalidSettings, Settings
from storage.database.encryption import make_secret

TOKEN: dict[str, Any] = {"telegram_token": "1:t", "secret_key": make_secret()}


@pytest.mark.parametrize(
    ("settings", "kind", "compares"),
    [
        (Settings(face=FaceKind.OFF), NoFaceCheck, False),
        (Settings(face=FaceKind.LOCAL), LocalFaceCheck, True),
        (Settings(face=FaceKind.LOCAL, **TOKEN), NoFaceCheck, False),
        (Settings(face=FaceKind.MODEL, **TOKEN), ModelFaceCheck, True),
    ],
)
async def test_the_settings_choose_the_face_check(settings: Settings, kind: type[object], compares: bool) -> None:
    async with runtime_adapters.open_adapters(settings) as adapters:
        assert isinstance(adapters.face, kind)
        assert runtime_adapters.compares_faces(adapters.face) is compares


async def test_invalid_keys_of_both_payment_providers_are_reported_at_once() -> None:
    names = [f"{provider}_{name}" for provider, needed in REQUIRED_TOGETHER.items() for name in needed]
    given: dict[str, Any] = dict.fromkeys(names, "bm8ga2V5")
    with pytest.raises(InvalidSettings, match=r"(?s)CHEZHU_WECHAT_PAY_.*CHEZHU_ALIPAY_"):
        async with runtime_adapters.open_adapters(Settings(**given)):
            pass
