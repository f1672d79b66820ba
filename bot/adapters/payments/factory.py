"""The gateways of this desk: those whose merchant settings are complete, over one HTTP session."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import aiohttp

from bot.adapters.payments.alipay.client import AlipayMerchant
from bot.adapters.payments.alipay.gateway import Alipay
from bot.adapters.payments.gateway import Gateway, Provider
from bot.adapters.payments.wechat.client import WechatMerchant
from bot.adapters.payments.wechat.gateway import WechatPay
from bot.settings import Settings, WrongSettings

NOTICE_PATHS = {Provider.WECHAT: "/notices/wechat", Provider.ALIPAY: "/notices/alipay"}
"""Where each provider brings its notices, below the desk's public address."""


def make_gateways(
    settings: Settings, http: aiohttp.ClientSession, *, clock: Callable[[], datetime]
) -> Mapping[Provider, Gateway]:
    """Put together the gateways that are set up. Raises WrongSettings for keys that are none, of both at once."""
    gateways: dict[Provider, Gateway] = {}
    origin, faults = settings.public_url.rstrip("/"), []
    try:
        if settings.wechat_pay_merchant_id and settings.wechat_pay_private_key:
            gateways[Provider.WECHAT] = WechatPay(_wechat(settings, origin), http, clock=clock)
    except (ValueError, OSError) as problem:
        faults.append(f"CHEZHU_WECHAT_PAY_PRIVATE_KEY, CHEZHU_WECHAT_PAY_API_KEY: {problem}")
    try:
        if settings.alipay_app_id and settings.alipay_private_key:
            gateways[Provider.ALIPAY] = Alipay(_alipay(settings, origin), http, clock=clock)
    except (ValueError, OSError) as problem:
        faults.append(f"CHEZHU_ALIPAY_PRIVATE_KEY, CHEZHU_ALIPAY_PUBLIC_KEY: {problem}")
    if faults:
        raise WrongSettings("\n".join(faults))
    return gateways


def _wechat(settings: Settings, origin: str) -> WechatMerchant:
    return WechatMerchant(
        merchant_id=settings.wechat_pay_merchant_id,
        app_id=settings.wechat_pay_app_id,
        serial=settings.wechat_pay_serial,
        notify_url=origin + NOTICE_PATHS[Provider.WECHAT],
        private_key=_key(settings.wechat_pay_private_key),
        api_v3_key=settings.wechat_pay_api_key,
        base_url=settings.wechat_pay_url,
    )


def _alipay(settings: Settings, origin: str) -> AlipayMerchant:
    return AlipayMerchant(
        app_id=settings.alipay_app_id,
        seller_id=settings.alipay_seller_id,
        notify_url=origin + NOTICE_PATHS[Provider.ALIPAY],
        private_key=_key(settings.alipay_private_key),
        alipay_public_key=_key(settings.alipay_public_key),
        gateway_url=settings.alipay_url,
    )


def _key(text: str) -> str:
    """Return a key that is given itself, or as the path of its file."""
    is_key = "-----BEGIN" in text or not Path(text[:255]).is_file()
    return text if is_key else Path(text).read_text(encoding="ascii")
