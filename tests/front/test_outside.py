"""What the desk has of the outside by its settings: whether it compares faces, and with what."""

from typing import Any

import pytest

from bot.adapters.face import LocalFace, ModelFace, NoFace
from bot.front import outside
from bot.settings import FaceKind, Settings
from storage.sealing import make_secret

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
    async with outside.adapters(settings) as adapters:
        assert isinstance(adapters.face, kind)
        assert outside.compares_faces(adapters.face) is compares
