"""WeChat Pay's own public keys by serial number: known beforehand, or fetched and unsealed when a new one appears."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pydantic import BaseModel, ConfigDict

from bot.adapters.payments.gateway import GatewayUnavailable
from bot.adapters.payments.wechat.signature import Seal, Sealed

REFRESH_AFTER = timedelta(minutes=1)
"""The least time between two fetches, so that forged serials cannot make us hammer the gateway."""

Fetch = Callable[[], Awaitable[tuple[Seal, bytes]]]
"""Fetches /v3/certificates: its seal, not yet checked, and its body. Raises GatewayUnavailable."""


class _Certificate(BaseModel):
    model_config = ConfigDict(strict=True)

    serial_no: str
    encrypt_certificate: Sealed


class _Certificates(BaseModel):
    model_config = ConfigDict(strict=True)

    data: list[_Certificate]


class PlatformKeys:
    """The keys that WeChat Pay signs with.

    A merchant has either certificates, fetched and sealed with the APIv3 key, or
    one public key with an id (`PUB_KEY_ID_…`), given beforehand as `fixed`.
    """

    def __init__(
        self,
        fetch: Fetch,
        api_v3_key: bytes,
        *,
        clock: Callable[[], datetime],
        fixed: dict[str, RSAPublicKey] | None = None,
    ) -> None:
        self._fetch = fetch
        self._api_v3_key = api_v3_key
        self._clock = clock
        self._fixed = dict(fixed or {})
        self._certificates: dict[str, x509.Certificate] = {}
        self._fetched_at: datetime | None = None
        self._one_at_a_time = asyncio.Lock()

    async def find(self, serial: str) -> RSAPublicKey | None:
        """Return the key of that serial, fetching if it is new; None when WeChat Pay knows no such key.

        Raises GatewayUnavailable when it is new and nothing could be fetched.
        """
        if serial in self._fixed:
            return self._fixed[serial]
        if self._valid(serial) is None:
            async with self._one_at_a_time:
                if self._valid(serial) is None and self._may_fetch():
                    await self._refresh()
        return self._valid(serial)

    def _valid(self, serial: str) -> RSAPublicKey | None:
        certificate = self._certificates.get(serial)
        if certificate is None or not _is_current(certificate, self._clock()):
            return None
        key = certificate.public_key()
        return key if isinstance(key, RSAPublicKey) else None

    def _may_fetch(self) -> bool:
        return self._fetched_at is None or self._clock() - self._fetched_at >= REFRESH_AFTER

    async def _refresh(self) -> None:
        seal, body = await self._fetch()
        found = unseal(body, self._api_v3_key)
        signer = found.get(seal.serial)
        key = signer and signer.public_key()
        if not isinstance(key, RSAPublicKey) or not seal.fits(key, body):
            raise GatewayUnavailable("SIGNATURE", "the certificates are not signed by one of them")
        self._certificates = found
        self._fetched_at = self._clock()


def unseal(body: bytes, api_v3_key: bytes) -> dict[str, x509.Certificate]:
    """Open the answer of /v3/certificates, by serial number. Raises GatewayUnavailable when it cannot be read."""
    try:
        listed = _Certificates.model_validate_json(body).data
        return {
            each.serial_no: x509.load_pem_x509_certificate(each.encrypt_certificate.open(api_v3_key)) for each in listed
        }
    except ValueError as error:
        raise GatewayUnavailable("CERTIFICATES", "they cannot be read") from error


def _is_current(certificate: x509.Certificate, now: datetime) -> bool:
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc
