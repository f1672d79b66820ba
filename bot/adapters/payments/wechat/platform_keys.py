"""WeChat Pay's public keys by serial number: configured, or downloaded as platform certificates and decrypted."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from bot.adapters.payments.gateway import GatewayUnavailable
from bot.adapters.payments.http import StrictModel
from bot.adapters.payments.wechat.signature import EncryptedResource, SignatureHeaders

# Forged serial numbers must not cause a download each.
MIN_REFRESH_INTERVAL = timedelta(minutes=1)

# Downloads /v3/certificates: unverified signature headers and body. Raises GatewayUnavailable.
Fetch = Callable[[], Awaitable[tuple[SignatureHeaders, bytes]]]


class _Certificate(StrictModel):
    serial_no: str
    encrypt_certificate: EncryptedResource


class _Certificates(StrictModel):
    data: list[_Certificate]


class PlatformKeys:
    """The public keys with which WeChat Pay signs.

    A merchant has platform certificates, downloaded and encrypted with the APIv3 key, or one configured public key
    with an id (`PUB_KEY_ID_…`), given as `fixed`.
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
        self._refreshing = asyncio.Lock()

    async def find(self, serial: str) -> RSAPublicKey | None:
        """Return the key of this serial number, or None if WeChat Pay has no such key.

        An unknown serial number causes a download. Raises GatewayUnavailable if that fails.
        """
        if serial in self._fixed:
            return self._fixed[serial]
        if self._valid(serial) is None:
            async with self._refreshing:
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
        return self._fetched_at is None or self._clock() - self._fetched_at >= MIN_REFRESH_INTERVAL

    async def _refresh(self) -> None:
        signature, body = await self._fetch()
        found = decrypt_certificates(body, self._api_v3_key)
        signer = found.get(signature.serial)
        key = signer and signer.public_key()
        if not isinstance(key, RSAPublicKey) or not signature.verify(key, body):
            raise GatewayUnavailable("SIGNATURE", "the certificates are not signed by one of them")
        self._certificates = found
        self._fetched_at = self._clock()


def decrypt_certificates(body: bytes, api_v3_key: bytes) -> dict[str, x509.Certificate]:
    """Decrypt the response of /v3/certificates and return it by serial number. Raises GatewayUnavailable."""
    try:
        listed = _Certificates.model_validate_json(body).data
        return {
            each.serial_no: x509.load_pem_x509_certificate(each.encrypt_certificate.decrypt(api_v3_key))
            for each in listed
        }
    except ValueError as error:
        raise GatewayUnavailable("CERTIFICATES", "they cannot be read") from error


def _is_current(certificate: x509.Certificate, now: datetime) -> bool:
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc
