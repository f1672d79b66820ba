"""WeChat Pay's encryption of webhook events and certificates: AES-GCM with the merchant's APIv3 key."""

import base64
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def encrypt(api_v3_key: str, content: bytes, associated_data: str) -> dict[str, str]:
    """Return the encrypted content with its nonce, as in webhook events and certificates."""
    nonce = secrets.token_hex(6)
    ciphertext = AESGCM(api_v3_key.encode()).encrypt(nonce.encode(), content, associated_data.encode())
    return {
        "algorithm": "AEAD_AES_256_GCM",
        "ciphertext": base64.b64encode(ciphertext).decode(),
        "associated_data": associated_data,
        "nonce": nonce,
    }
