"""`doctor` checks payment keys: every fault has advice, and no key is ever printed."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID

from bot.cli import doctor_payments
from bot.cli.doctor_result import Level
from tests.cli.conftest import NOW, settings_of

SERIAL = 0x5157F09EFDC096DE15EBE81A47057A7232F1B8E1
API_KEY = "k" * 32
OWN = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
Results = list[tuple[Level, str]]


def pem(key: RSAPrivateKey, password: str = "") -> str:
    shut = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, shut).decode()


def public(key: RSAPrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def certificate(key: RSAPrivateKey, *, until: datetime, since: datetime = datetime(2021, 1, 1, tzinfo=UTC)) -> str:
    """Return a merchant certificate of this key."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "1900000001")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(SERIAL).not_valid_before(since).not_valid_after(until)
    return made.sign(OTHER, hashes.SHA256()).public_bytes(Encoding.PEM).decode()


def results(folder: Path, **given: Any) -> Results:
    """Return the results for these settings. Asserts that no part of a key is printed and all faults have advice."""
    found = list(doctor_payments.payment_checks(settings_of(folder, **given), NOW))
    message = "\n".join(f"{one.what} {one.advice}" for one in found)
    secret = [line for key in (OWN, OTHER) for line in pem(key).splitlines()[1:-1]] + [API_KEY[:31]]
    assert not [part for part in secret if part in message]
    assert all(one.advice for one in found if one.level is not Level.OK)
    return [(one.level, f"{one.what} -> {one.advice}") for one in found]


def wechat(folder: Path, key: str, beside: str = "", **given: Any) -> Results:
    """Return the results for a WeChat Pay merchant with its key in a file and the certificate beside it."""
    path = folder / "apiclient_key.pem"
    path.write_text(key)
    path.chmod(0o600)
    if beside:
        (folder / "apiclient_cert.pem").write_text(beside)
    names = {"merchant_id": "1900000001", "app_id": "wx1", "serial": f"{SERIAL:X}", "api_key": API_KEY}
    settings = {f"wechat_pay_{name}": value for name, value in {**names, "private_key": str(path), **given}.items()}
    return results(folder, **settings)


def alipay(folder: Path, private_key: str, public_key: str) -> Results:
    names = {"alipay_app_id": "2021", "alipay_seller_id": "2088"}
    return results(folder, alipay_private_key=private_key, alipay_public_key=public_key, **names)


YEARS = NOW + timedelta(days=700)


def test_without_a_merchant_there_is_no_warning(tmp_path: Path) -> None:
    assert results(tmp_path) == [(Level.OK, "payments: no merchant is configured -> ")]
    ((level, what),) = results(tmp_path, telegram_token="5:real")
    assert (level, what.startswith("payments: no merchant")) == (Level.WARN, True)


def test_a_key_with_its_certificate_is_accepted_and_the_expiry_is_printed(tmp_path: Path) -> None:
    ((level, message),) = wechat(tmp_path, pem(OWN), certificate(OWN, until=YEARS))
    assert (level, message) == (Level.OK, f"WeChat Pay: keys; certificate valid until {YEARS:%Y-%m-%d} -> ")


def test_the_certificate_may_be_in_the_key_file(tmp_path: Path) -> None:
    ((level, _),) = wechat(tmp_path, pem(OWN) + certificate(OWN, until=YEARS))
    assert level is Level.OK


@pytest.mark.parametrize(
    ("days", "level", "message"),
    [
        (-1, Level.FAIL, "expired on 2026-11-24 -> request a new one"),
        (0, Level.FAIL, "expired on 2026-11-25"),
        (29, Level.WARN, "expires on 2026-12-24 -> request a new one"),
        (31, Level.OK, "until 2026-12-26"),
    ],
)
def test_an_expiring_certificate_is_reported_in_time(tmp_path: Path, days: int, level: Level, message: str) -> None:
    ((found, words),) = wechat(tmp_path, pem(OWN), certificate(OWN, until=NOW + timedelta(days=days)))
    assert found is level
    assert message in words


def test_a_certificate_that_is_not_yet_valid_is_a_failure(tmp_path: Path) -> None:
    ((level, message),) = wechat(tmp_path, pem(OWN), certificate(OWN, since=NOW + timedelta(days=2), until=YEARS))
    assert level is Level.FAIL
    assert "valid from 2026-11-27" in message


def test_a_certificate_of_another_key_is_a_failure(tmp_path: Path) -> None:
    ((level, message),) = wechat(tmp_path, pem(OWN), certificate(OTHER, until=YEARS))
    assert level is Level.FAIL
    assert "does not belong to the certificate" in message


def test_a_wrong_serial_is_reported_with_the_right_one(tmp_path: Path) -> None:
    (serial, days) = wechat(tmp_path, pem(OWN), certificate(OWN, until=YEARS), serial="1DDE")
    assert serial[0] is Level.FAIL
    assert f"set it to {SERIAL:X}" in serial[1]
    assert days[0] is Level.OK
    assert len(wechat(tmp_path, pem(OWN), certificate(OWN, until=YEARS), serial=f"00{SERIAL:x}")) == 1


def test_a_missing_certificate_is_a_warning_only_for_a_key_file(tmp_path: Path) -> None:
    ((level, message),) = wechat(tmp_path, pem(OWN))
    assert level is Level.WARN
    assert "put apiclient_cert.pem beside" in message
    ((level, _),) = wechat(tmp_path, pem(OWN), private_key=pem(OWN))
    assert level is Level.OK


@pytest.mark.parametrize("length", [31, 33])
def test_an_api_key_of_the_wrong_length_is_reported(tmp_path: Path, length: int) -> None:
    found = wechat(tmp_path, pem(OWN), certificate(OWN, until=YEARS), api_key="q" * length)
    assert found[0][0] is Level.FAIL
    assert f"has {length} bytes, an APIv3 key has 32" in found[0][1]


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (pem(OWN, password="open"), "no private RSA key that is readable without a password"),
        (public(OWN), "no private RSA key"),
        ("-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n", "no private RSA key"),
        ("nothing", "no private RSA key"),
        (pem(rsa.generate_private_key(public_exponent=65537, key_size=1024)), "has 1024 bits"),
    ],
    ids=["locked", "public", "garbage", "words", "short"],
)
def test_an_unusable_key_is_a_failure(tmp_path: Path, key: str, message: str) -> None:
    ((level, words),) = wechat(tmp_path, key)
    assert level is Level.FAIL
    assert message in words


def test_the_value_of_a_setting_that_is_not_a_file_is_not_printed(tmp_path: Path) -> None:
    ((level, message),) = wechat(tmp_path, pem(OWN), private_key="hidden-word")
    assert level is Level.FAIL
    assert "neither a key nor a readable file: No such file" in message
    assert "hidden-word" not in message
    (tmp_path / "key.p12").write_bytes(b"\x30\x82\xff")
    assert "is not a text file" in wechat(tmp_path, pem(OWN), private_key=str(tmp_path / "key.p12"))[0][1]


def test_a_key_file_readable_by_others_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "open.pem"
    path.write_text(pem(OWN) + certificate(OWN, until=YEARS))
    path.chmod(0o644)
    found = wechat(tmp_path, pem(OWN), private_key=str(path))
    assert found[0] == (Level.WARN, f"{path} is readable by other users -> chmod 600 {path}")


def test_alipay_keys_are_accepted_in_base64_and_pem(tmp_path: Path) -> None:
    bare = b64encode(OWN.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode()
    assert alipay(tmp_path, bare, public(OTHER)) == [(Level.OK, "Alipay: keys -> ")]
    theirs = b64encode(OTHER.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
    assert alipay(tmp_path, pem(OWN), theirs) == [(Level.OK, "Alipay: keys -> ")]


def test_a_key_that_is_not_the_public_key_of_alipay_is_a_failure(tmp_path: Path) -> None:
    ((level, message),) = alipay(tmp_path, pem(OWN), public(OWN))
    assert level is Level.FAIL
    assert "is the app's own public key" in message
    ((level, message),) = alipay(tmp_path, pem(OWN), certificate(OTHER, until=YEARS))
    assert level is Level.FAIL
    assert "openssl x509 -pubkey" in message
    ((level, message),) = alipay(tmp_path, pem(OWN), "-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----")
    assert level is Level.FAIL
    assert "holds no public RSA key" in message


PUBLIC_KEY_ID = "PUB_KEY_ID_0116104396352025041000211519001600"


def test_the_public_key_of_wechat_pay_is_checked_with_its_id(tmp_path: Path) -> None:
    one_line = public(OTHER).replace("\n", "\\n")
    given = {"public_key_id": PUBLIC_KEY_ID, "public_key": one_line}
    _, result = wechat(tmp_path, pem(OWN), certificate(OWN, until=YEARS), **given)
    assert result == (Level.OK, f"WeChat Pay: its public key {PUBLIC_KEY_ID} -> ")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (public(OWN), "the merchant's own public key"),
        (certificate(OTHER, until=YEARS), "holds a certificate"),
        ("no/such/file", "neither a key nor a readable file"),
        (pem(OTHER), "holds no public RSA key"),
    ],
    ids=["own", "certificate", "path", "private"],
)
def test_a_wrong_public_key_of_wechat_pay_is_a_failure(tmp_path: Path, key: str, words: str) -> None:
    given = {"public_key_id": PUBLIC_KEY_ID, "public_key": key}
    *_, (level, message) = wechat(tmp_path, pem(OWN), certificate(OWN, until=YEARS), **given)
    assert level is Level.FAIL
    assert words in message
