"""Keys and certificates of the local payment gateways and of their merchant, generated on this machine."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.x509.oid import NameOID

KEY_BITS = 2048
LIFETIME = timedelta(days=3650)


@dataclass(frozen=True)
class LocalMerchant:
    """A merchant of the local gateways: ids, URLs, and keys as PEM. The fields are named like the desk's settings."""

    wechat_pay_merchant_id: str
    wechat_pay_app_id: str
    wechat_pay_serial: str
    wechat_pay_private_key: str
    wechat_pay_api_key: str
    wechat_pay_public_key_id: str
    wechat_pay_public_key: str
    wechat_pay_url: str
    alipay_app_id: str
    alipay_seller_id: str
    alipay_private_key: str
    alipay_public_key: str
    alipay_url: str


@dataclass(frozen=True)
class GatewayKeys:
    """The private keys of both sides as PEM, and the certificates' serial numbers as upper-case hexadecimal.

    wechat_public_key: the private half of what WeChat Pay calls its public key, with the id that the merchant sees.
    """

    wechat_merchant_key: str
    wechat_merchant_serial: str
    wechat_platform_key: str
    wechat_platform_certificate: str
    wechat_api_v3_key: str
    wechat_public_key: str
    wechat_public_key_id: str
    alipay_app_key: str
    alipay_platform_key: str

    @classmethod
    def generate(cls) -> "GatewayKeys":
        """Generate new keys; slow."""
        platform = rsa.generate_private_key(65537, KEY_BITS)
        return cls(
            wechat_merchant_key=private_pem(rsa.generate_private_key(65537, KEY_BITS)),
            wechat_merchant_serial=f"{x509.random_serial_number():040X}",
            wechat_platform_key=private_pem(platform),
            wechat_platform_certificate=_certificate(platform),
            wechat_api_v3_key=secrets.token_hex(16),
            **_public_key(),
            alipay_app_key=private_pem(rsa.generate_private_key(65537, KEY_BITS)),
            alipay_platform_key=private_pem(rsa.generate_private_key(65537, KEY_BITS)),
        )

    @classmethod
    def load_or_generate(cls, path: Path) -> "GatewayKeys":
        """Load the keys from a file that only its owner can read; generate and save them first if there is none."""
        if path.exists():
            content = json.loads(path.read_text())
            if {field.name for field in fields(cls)} <= content.keys():
                return cls(**{field.name: content[field.name] for field in fields(cls)})
            keys = cls(**(content | _public_key()))  # A file of an earlier version.
        else:
            keys = cls.generate()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(asdict(keys), file)
        return keys

    @property
    def wechat_platform_serial(self) -> str:
        """The serial number of WeChat Pay's certificate."""
        certificate = x509.load_pem_x509_certificate(self.wechat_platform_certificate.encode())
        return f"{certificate.serial_number:040X}"


def _public_key() -> dict[str, str]:
    key = private_pem(rsa.generate_private_key(65537, KEY_BITS))
    return {"wechat_public_key": key, "wechat_public_key_id": f"PUB_KEY_ID_{secrets.randbelow(10**34):034d}"}


def _certificate(key: RSAPrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Local payment gateway")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - LIFETIME)
        .not_valid_after(now + LIFETIME)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def private_pem(key: RSAPrivateKey) -> str:
    """Return a private key as PEM in PKCS #8."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def public_pem(pem: str) -> str:
    """Return the public key of a private key, both as PEM."""
    return (
        load(pem)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


@lru_cache
def load(pem: str) -> RSAPrivateKey:
    """Load a private key made by `private_pem`; its validity is not checked."""
    key = serialization.load_pem_private_key(pem.encode(), password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("not an RSA key")
    return key


def sign(key: RSAPrivateKey, message: bytes) -> str:
    """Return a signature (RSA PKCS #1 v1.5 with SHA-256) as Base64."""
    return base64.b64encode(key.sign(message, padding.PKCS1v15(), hashes.SHA256())).decode()


def is_signed(key: RSAPublicKey, message: bytes, signature: str) -> bool:
    """Whether the signature is the key's of this message."""
    try:
        key.verify(base64.b64decode(signature, validate=True), message, padding.PKCS1v15(), hashes.SHA256())
    except (ValueError, InvalidSignature):
        return False
    return True
