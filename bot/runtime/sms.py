"""Which way text messages go, by the settings."""

import json
import os
from pathlib import Path

from bot.adapters.sms.gateway import HttpSms, SmsGateway, SmsReceipts
from bot.adapters.sms.tencent import TencentAccount, TencentSms
from bot.settings import Settings, SmsKind


class FileSms:
    """Text messages into a file that only its owner may read: for trying a real bot without a gateway."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def send(self, message_id: str, to: str, text: str) -> None:
        """Add a line to the file."""
        with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a") as file:
            file.write(json.dumps({"id": message_id, "to": to, "text": text}, ensure_ascii=False) + "\n")

    async def aclose(self) -> None:
        """Nothing stays open."""


def gateway(settings: Settings) -> SmsGateway:
    """Return the gateway of these settings, which were checked at start."""
    match settings.sms:
        case SmsKind.HTTP:
            return HttpSms(settings.sms_url)
        case SmsKind.LOCAL if settings.is_local:
            return HttpSms(settings.sms_url)
        case SmsKind.LOCAL:
            return FileSms(settings.data_dir / "sms.jsonl")
        case SmsKind.TENCENT:
            return TencentSms(_tencent(settings))


def receipts(settings: Settings, sms: SmsGateway) -> SmsReceipts | None:
    """Return who tells what arrived on the phones, None where nobody does, or nobody shall be asked."""
    return sms if settings.tencent_receipts and isinstance(sms, TencentSms) else None


def _tencent(settings: Settings) -> TencentAccount:
    return TencentAccount(
        secret_id=settings.tencent_secret_id,
        secret_key=settings.tencent_secret_key,
        app_id=settings.tencent_app_id,
        sign_name=settings.tencent_sign_name,
        template_id=settings.tencent_template_id,
        region=settings.tencent_region,
        endpoint=settings.tencent_url,
    )
