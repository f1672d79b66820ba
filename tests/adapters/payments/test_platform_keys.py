"""WeChat Pay's platform certificates: signature, validity, and the rate of downloads."""

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.x509.oid import NameOID

from bot.adapters.payments import rsa as payment_rsa
from bot.adapters.payments.gateway import GatewayUnavailable
from bot.adapters.payments.wechat.platform_keys import MIN_REFRESH_INTERVAL, PlatformKeys
from bot.adapters.payments.wechat.signature import SignatureHeaders
from bot.simulator.gateways.wechat_signatures import encrypt
from tests.adapters.payments.payment_world import GatewayClock

Secret = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
SERIAL = "0A" * 20


def certificate(key: Secret, *, begins: datetime, ends: datetime) -> str:
    """Return a self-signed certificate in PEM."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tenpay.com")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(int(SERIAL, 16)).not_valid_before(begins).not_valid_after(ends)
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


class CertificateServer:
    """Serves certificates and counts the downloads."""

    def __init__(self, clock: GatewayClock, pem: str, signer: RSAPrivateKey) -> None:
        self.clock, self.pem, self.signer = clock, pem, signer
        self.key = secrets.token_hex(16)
        self.asked = 0

    async def __call__(self) -> tuple[SignatureHeaders, bytes]:
        """Return the response of /v3/certificates."""
        self.asked += 1
        listed: dict[str, Any] = {
            "serial_no": SERIAL,
            "effective_time": "2026-01-01T00:00:00+08:00",
            "expire_time": "2031-01-01T00:00:00+08:00",
            "encrypt_certificate": encrypt(self.key, self.pem.encode(), "certificate"),
        }
        body = json.dumps({"data": [listed]}).encode()
        timestamp = str(int(self.clock().timestamp()))
        signature = payment_rsa.sign(self.signer, f"{timestamp}\nnonce\n".encode() + body + b"\n")
        return SignatureHeaders(timestamp, "nonce", SERIAL, signature), body

    def keys(self) -> PlatformKeys:
        """Return the platform keys that download from here."""
        return PlatformKeys(self, self.key.encode(), clock=self.clock)


def certificate_server(
    clock: GatewayClock, key: Secret, signer: RSAPrivateKey, *, days: float = 1
) -> CertificateServer:
    """Return a server whose certificate began a year ago and expires in this many days."""
    ends = clock() + timedelta(days=days)
    return CertificateServer(clock, certificate(key, begins=clock() - timedelta(days=365), ends=ends), signer)


async def test_a_certificate_signed_with_its_own_key_is_accepted_while_valid(
    clock: GatewayClock, stranger: RSAPrivateKey
) -> None:
    asked = certificate_server(clock, stranger, stranger)
    keys = asked.keys()
    assert await keys.find(SERIAL) == stranger.public_key()
    clock.forward(days=2)
    assert await keys.find(SERIAL) is None


async def test_a_certificate_that_is_not_yet_valid_is_refused(clock: GatewayClock, stranger: RSAPrivateKey) -> None:
    begins = clock() + timedelta(days=1)
    asked = CertificateServer(clock, certificate(stranger, begins=begins, ends=begins + timedelta(days=1)), stranger)
    assert await asked.keys().find(SERIAL) is None


async def test_a_certificate_signed_by_another_key_is_refused(clock: GatewayClock, stranger: RSAPrivateKey) -> None:
    asked = certificate_server(clock, rsa.generate_private_key(65537, 2048), stranger)
    with pytest.raises(GatewayUnavailable, match="not signed by one of them"):
        await asked.keys().find(SERIAL)


async def test_a_certificate_of_another_type_of_key_is_refused(clock: GatewayClock, stranger: RSAPrivateKey) -> None:
    asked = certificate_server(clock, ec.generate_private_key(ec.SECP256R1()), stranger)
    with pytest.raises(GatewayUnavailable, match="not signed by one of them"):
        await asked.keys().find(SERIAL)


async def test_invented_serial_numbers_do_not_cause_a_download_each(
    clock: GatewayClock, stranger: RSAPrivateKey
) -> None:
    asked = certificate_server(clock, stranger, stranger)
    keys = asked.keys()
    for number in range(5):
        assert await keys.find(f"{number:040}") is None
    assert asked.asked == 1
    clock.forward(seconds=MIN_REFRESH_INTERVAL.total_seconds())
    await keys.find(SERIAL[::-1])
    assert asked.asked == 2
    clock.forward(days=-1)  # It had been ahead.
    await keys.find(f"{9:040}")
    assert asked.asked == 3
