"""Builds the adapters that the settings ask for: sandbox pools, face check, payment gateways, SMS gateway."""

import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from pathlib import Path

import aiohttp

from bot.adapters.event_receivers import AllowedReceivers, HttpEventSender
from bot.adapters.face_check import FaceCheck, LocalFaceCheck, ModelFaceCheck, NoFaceCheck
from bot.adapters.payments.factory import make_gateways
from bot.adapters.pictures import faces
from bot.adapters.sandbox.pool import SandboxPool
from bot.adapters.sms.gateway import DeliveryReportSource, HttpSms, SmsGateway
from bot.adapters.sms.tencent import TencentAccount, TencentSms
from bot.engine import clock
from bot.runtime.import_folder import import_content
from bot.runtime.sandbox_pools import open_pools
from bot.settings import FaceKind, Settings, SmsKind
from bot.tasks.dependencies import Adapters

OpenAdapters = Callable[[Settings], AbstractAsyncContextManager[Adapters]]


@asynccontextmanager
async def open_adapters(settings: Settings) -> AsyncIterator[Adapters]:
    """Open the adapters of tasks and web routes. Sandbox processes start at first use. Raises WrongSettings."""
    async with (
        open_pools(settings) as pools,
        aiohttp.ClientSession() as session,
        aclosing(HttpEventSender(allowed_receivers(settings))) as events,
    ):
        yield Adapters(
            pools.photos,
            _face_check(settings, pools.photos, session),
            make_gateways(settings, session, clock=clock.now),
            own_drawing_pool=pools.drawing,
            own_public_pool=pools.visitors,
            import_register=import_content,
            events=events,
        )


def allowed_receivers(settings: Settings) -> AllowedReceivers:
    """Return where events may be sent."""
    return AllowedReceivers.parse(settings.event_hosts, settings.event_networks, plain=settings.is_local)


def compares_faces(face: FaceCheck) -> bool:
    """Whether faces can be compared in this process. If not, nobody is asked for a selfie."""
    return faces.is_installed() if isinstance(face, ModelFaceCheck) else not isinstance(face, NoFaceCheck)


class FileSms:
    """Writes text messages to a file that only its owner may read, to try a real bot without an SMS gateway."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def send(self, message_id: str, to: str, text: str) -> None:
        """Append the message as a line of JSON."""
        with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a") as file:
            file.write(json.dumps({"id": message_id, "to": to, "text": text}, ensure_ascii=False) + "\n")

    async def aclose(self) -> None:
        """Do nothing: no file stays open."""


def make_sms_gateway(settings: Settings) -> SmsGateway:
    """Return the SMS gateway that CHEZHU_SMS names."""
    match settings.sms:
        case SmsKind.LOCAL if not settings.is_local:
            return FileSms(settings.data_dir / "sms.jsonl")
        case SmsKind.LOCAL | SmsKind.HTTP:
            return HttpSms(settings.sms_url)
        case SmsKind.TENCENT:
            return TencentSms(_tencent_account(settings))


def sms_delivery_reports(settings: Settings, sms: SmsGateway) -> DeliveryReportSource | None:
    """Return the source of delivery reports, or None if the gateway has none or the settings do not ask for them."""
    return sms if settings.tencent_receipts and isinstance(sms, TencentSms) else None


def _face_check(settings: Settings, photo_pool: SandboxPool, session: aiohttp.ClientSession) -> FaceCheck:
    """CHEZHU_FACE=local needs the local Telegram; with a real bot, staff compare the photos instead."""
    if settings.face is FaceKind.MODEL:
        return ModelFaceCheck(photo_pool)
    if settings.face is FaceKind.LOCAL and settings.is_local:
        return LocalFaceCheck(settings.telegram_api_url, session)
    return NoFaceCheck()


def _tencent_account(settings: Settings) -> TencentAccount:
    return TencentAccount(
        secret_id=settings.tencent_secret_id,
        secret_key=settings.tencent_secret_key,
        app_id=settings.tencent_app_id,
        sign_name=settings.tencent_sign_name,
        template_id=settings.tencent_template_id,
        region=settings.tencent_region,
        endpoint=settings.tencent_url,
    )
