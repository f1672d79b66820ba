"""Builds the payment gateways whose merchant settings are complete; they share one HTTP session."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import aiohttp

from bot.adapters.payments.alipay.client import AlipayMerchant
from bot.adapters.payments.alipay.gateway import Alipay
from bot.adapters.payments.gateway import Gateway
from bot.adapters.payments.wechat.client import WechatMerchant
from bot.adapters.payments.wechat.gateway import WechatPay
from bot.settings import InvalidSettings, Settings
from storage.payments.payments import PaymentProvider

# Where each provider sends its webhook events, below CHEZHU_PUBLIC_URL.
WEBHOOK_PATHS = {PaymentProvider.WECHAT: "/notices/wechat", PaymentProvider.ALIPAY: "/notices/alipay"}


WECHAT_KEYS = "CHEZHU_WECHAT_PAY_PRIVATE_KEY, CHEZHU_WECHAT_PAY_API_KEY, CHEZHU_WECHAT_PAY_PUBLIC_KEY"


def make_gateways(
    settings: Settings, http: aiohttp.ClientSession, *, clock: Callable[[], datetime]
) -> Mapping[PaymentProvider, Gateway]:
    """Return the configured gateways. Raises InvalidSettings that names the unusable keys of both providers."""
    gateways: dict[PaymentProvider, Gateway] = {}
    faults = []
    try:
        if settings.wechat_pay_merchant_id and settings.wechat_pay_private_key:
            gateways[PaymentProvider.WECHAT] = WechatPay(_wechat_merchant(settings), http, clock=clock)
    except (ValueError, OSError) as problem:
        faults.append(f"{WECHAT_KEYS}: {problem}")
    try:
        if settings.alipay_app_id and settings.alipay_private_key:
            gateways[PaymentProvider.ALIPAY] = Alipay(_alipay_merchant(settings), http, clock=clock)
    except (ValueError, OSError) as problem:
        faults.append(f"CHEZHU_ALIPAY_PRIVATE_KEY, CHEZHU_ALIPAY_PUBLIC_KEY: {problem}")
    if faults:
        raise InvalidSettings("\n".join(faults))
    return gateways


def _wechat_merchant(settings: Settings) -> WechatMerchant:
    return WechatMerchant(
        merchant_id=settings.wechat_pay_merchant_id,
        app_id=settings.wechat_pay_app_id,
        serial=settings.wechat_pay_serial,
        notify_url=_webhook_url(settings, PaymentProvider.WECHAT),
        private_key=_key(settings.wechat_pay_private_key),
        api_v3_key=settings.wechat_pay_api_key,
        public_key_id=settings.wechat_pay_public_key_id,
        public_key=_key(settings.wechat_pay_public_key),
        base_url=settings.wechat_pay_url,
    )


def _alipay_merchant(settings: Settings) -> AlipayMerchant:
    return AlipayMerchant(
        app_id=settings.alipay_app_id,
        seller_id=settings.alipay_seller_id,
        notify_url=_webhook_url(settings, PaymentProvider.ALIPAY),
        private_key=_key(settings.alipay_private_key),
        alipay_public_key=_key(settings.alipay_public_key),
        gateway_url=settings.alipay_url,
    )


def _webhook_url(settings: Settings, provider: PaymentProvider) -> str:
    return settings.public_url.rstrip("/") + WEBHOOK_PATHS[provider]


def _key(text: str) -> str:
    """Return a key given as itself or as the path of its file."""
    is_key = "-----BEGIN" in text or not Path(text[:255]).is_file()
    return text if is_key else Path(text).read_text(encoding="ascii")
