"""WeChat Pay's public keys by serial number: configured, or downloaded as platform certificates and decrypted.

A merchant since late 2024 has one public key with an id (`PUB_KEY_ID_…`) and no certificates, an older one has
certificates, and one that changes has both for a while: the serial number of each answer and webhook decides.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from bot.adapters.payments.gateway import GatewayError, GatewayRefused, GatewayUnavailable, KeyUnavailable
from bot.adapters.payments.http import StrictModel
from bot.adapters.payments.wechat.signature import EncryptedResource, SignatureHeaders

# Forged serial numbers must not cause a download each.
MIN_REFRESH_INTERVAL = timedelta(minutes=1)
MIN_RETRY_INTERVAL = timedelta(seconds=5)  # After a download that failed.
# The codes with which WeChat Pay says that a merchant has no certificates.
NO_CERTIFICATES = frozenset({"RESOURCE_NOT_EXISTS", "RESOURCE_NOT_EXIST", "NOT_FOUND"})

# Downloads /v3/certificates: unverified signature headers and body. Raises GatewayUnavailable.
Fetch = Callable[[], Awaitable[tuple[SignatureHeaders, bytes]]]


class _Certificate(StrictModel):
    serial_no: str
    encrypt_certificate: EncryptedResource


class _Certificates(StrictModel):
    data: list[_Certificate]


class PlatformKeys:
    """The public keys with which WeChat Pay signs: configured ones (`fixed`), and certificates that are downloaded."""

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
        self._failed_at: datetime | None = None
        self._failure: KeyUnavailable | None = None
        self._refreshing = asyncio.Lock()

    async def find(self, serial: str) -> RSAPublicKey | None:
        """Return the key of this serial number, or None if WeChat Pay has no such key.

        An unknown serial number causes a download. Raises KeyUnavailable if that fails, or failed seconds ago.
        """
        if serial in self._fixed:
            return self._fixed[serial]
        if self._valid(serial) is None:
            async with self._refreshing:
                if self._valid(serial) is None and self._may_fetch():
                    await self._refresh()
            if self._failure is not None and self._valid(serial) is None:
                raise KeyUnavailable(self._failure.code, self._failure.message)
        return self._valid(serial)

    def _valid(self, serial: str) -> RSAPublicKey | None:
        certificate = self._certificates.get(serial)
        if certificate is None or not _is_current(certificate, self._clock()):
            return None
        key = certificate.public_key()
        return key if isinstance(key, RSAPublicKey) else None

    def _may_fetch(self) -> bool:
        """Return whether enough time has passed. A moment far ahead was kept before the clock was set back."""
        now = self._clock()
        if self._failed_at is not None and abs(now - self._failed_at) < MIN_RETRY_INTERVAL:
            return False
        return self._fetched_at is None or abs(now - self._fetched_at) >= MIN_REFRESH_INTERVAL

    async def _refresh(self) -> None:
        """Download the certificates. A refusal is no answer about an order, so it never leaves as GatewayRefused."""
        self._failed_at = self._failure = None
        try:
            await self._download()
        except GatewayError as problem:
            if self._fixed and isinstance(problem, GatewayRefused) and problem.code in NO_CERTIFICATES:
                self._certificates, self._fetched_at = {}, self._clock()
                return
            self._failed_at, self._failure = self._clock(), KeyUnavailable(problem.code, problem.message)

    async def _download(self) -> None:
        signature, body = await self._fetch()
        found = decrypt_certificates(body, self._api_v3_key)
        signer = found.get(signature.serial)
        key = self._fixed.get(signature.serial) or (signer and signer.public_key())
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
