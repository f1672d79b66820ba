"""What slow work needs of the outside, by the settings: the laboratory, the face check, the payment gateways."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import aiohttp

from bot.adapters.face_check import FaceCheck, LocalFace, ModelFace, NoFace
from bot.adapters.payments.factory import make_gateways
from bot.adapters.pictures import faces
from bot.adapters.sandbox.pool import Laboratory
from bot.engine import clock
from bot.settings import FaceKind, Settings
from bot.tasks.dependencies import Adapters

Outside = Callable[[Settings], AbstractAsyncContextManager[Adapters]]
"""What opens the outside for as long as the desk runs."""


@asynccontextmanager
async def adapters(settings: Settings) -> AsyncIterator[Adapters]:
    """Open them for as long as the desk runs; what is never used is never started."""
    spare = max(1, (os.cpu_count() or 2) - 1)  # One processor is left to the chat.
    async with (
        Laboratory(workers=spare) as laboratory,
        Laboratory(waiting=256) as studio,
        aiohttp.ClientSession() as session,
    ):
        gateways = make_gateways(settings, session, clock=clock.now)
        yield Adapters(laboratory, _face(settings, laboratory, session), gateways, own_studio=studio)


def compares_faces(face: FaceCheck) -> bool:
    """Whether a face can be compared here at all: if not, nobody is asked for a selfie that nothing looks at."""
    return faces.installed() if isinstance(face, ModelFace) else not isinstance(face, NoFace)


def _face(settings: Settings, laboratory: Laboratory, session: aiohttp.ClientSession) -> FaceCheck:
    """The local twin lives in the local world; a desk at the real Telegram has none, so people look at photos."""
    if settings.face is FaceKind.MODEL:
        return ModelFace(laboratory)
    if settings.face is FaceKind.LOCAL and settings.is_local:
        return LocalFace(settings.telegram_api_url, session)
    return NoFace()
