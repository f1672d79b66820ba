"""Payment checks of `doctor`: whether keys can be read, form a pair and match the certificate, and when it expires.

The output never holds a key, nor the value of a setting unless it is the name of an existing file.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from bot.adapters.payments import rsa
from bot.cli import doctor_database
from bot.cli.doctor_result import CheckResult, Level
from bot.services.payments import refunds
from bot.settings import Settings
from storage.database import Database
from storage.payments import refunds as refund_store
from storage.payments.payments import PaymentProvider

EXPIRY_WARNING = timedelta(days=30)
MIN_KEY_BITS = 2048
API_KEY_BYTES = 32
MAX_PATH_LENGTH = 255
CERTIFICATE_FILE = "apiclient_cert.pem"  # As the merchant platform names the certificate of the private key.

SETTING_NAMES = {
    PaymentProvider.WECHAT: "CHEZHU_WECHAT_PAY_MERCHANT_ID, …_PRIVATE_KEY and the others",
    PaymentProvider.ALIPAY: "CHEZHU_ALIPAY_APP_ID, …_PRIVATE_KEY and the others",
}
NO_MERCHANT_ADVICE = "nobody can pay in the chat; set CHEZHU_WECHAT_PAY_… or CHEZHU_ALIPAY_…"
ALIPAY_KEY_ADVICE = "copy the whole public key of Alipay (支付宝公钥) from the platform"
PUBLIC_KEY_ADVICE = "use pub_key.pem (微信支付公钥) from API安全 on the merchant platform, with its id"
PAIR_ADVICE = "use the apiclient_key.pem and apiclient_cert.pem that came together"


@dataclass(frozen=True)
class KeyText:
    """The text of a key setting, and the path of the file that holds it if the setting is a path."""

    setting: str
    text: str
    path: Path | None = None


class InvalidKey(Exception):
    """A key that cannot be used, with the result to report."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__()
        self.result = CheckResult(Level.FAIL, what, advice)


def payment_checks(settings: Settings, now: datetime) -> Iterator[CheckResult]:
    """Check the keys of every provider that is configured."""
    if settings.wechat_pay_merchant_id:
        yield from _wechat(settings, now)
    if settings.alipay_app_id:
        yield from _alipay(settings)
    if not settings.wechat_pay_merchant_id and not settings.alipay_app_id:
        what = "payments: no merchant is configured"
        yield CheckResult(Level.OK, what) if settings.is_local else CheckResult(Level.WARN, what, NO_MERCHANT_ADVICE)


def refund_checks(settings: Settings) -> Iterator[CheckResult]:
    """Yield whether refunds wait for a provider that is not set up; nothing while there is no current store."""
    keys = {
        PaymentProvider.WECHAT: settings.wechat_pay_merchant_id and settings.wechat_pay_private_key,
        PaymentProvider.ALIPAY: settings.alipay_app_id and settings.alipay_private_key,
    }
    with doctor_database.opened(settings) as database:
        if database is not None and not settings.is_local:
            yield from check_refunds(database, {provider for provider, key in keys.items() if key})


def check_refunds(database: Database, ready: Collection[PaymentProvider]) -> Iterator[CheckResult]:
    """Yield a failure for each provider that is not ready and has refunds that are not done."""
    with database.reading() as session:
        waiting = [refunds.transaction_of(session, each).provider for each in refund_store.unfinished(session)]
    for provider, names in SETTING_NAMES.items():
        count = waiting.count(provider)
        if count and provider not in ready:
            what = f"payments: {provider.value} is not set up, and refunds wait for it: {count}"
            yield CheckResult(Level.FAIL, what, f"set {names} once more, or let a cashier pay them back another way")


def _wechat(settings: Settings, now: datetime) -> Iterator[CheckResult]:
    length = len(settings.wechat_pay_api_key.encode())
    if length != API_KEY_BYTES:
        what = f"CHEZHU_WECHAT_PAY_API_KEY has {length} bytes, an APIv3 key has {API_KEY_BYTES}"
        yield CheckResult(Level.FAIL, what, "set a new APIv3 key on the merchant platform and here")
    try:
        key_text = _key_text("CHEZHU_WECHAT_PAY_PRIVATE_KEY", settings.wechat_pay_private_key)
        key = _private(key_text)
        yield from _file_mode(key_text)
        yield from _certificate(settings, key_text, key, now)
        if settings.wechat_pay_public_key:
            yield _wechat_public_key(settings, key)
    except InvalidKey as invalid:
        yield invalid.result


def _wechat_public_key(settings: Settings, own: RSAPrivateKey) -> CheckResult:
    name = "CHEZHU_WECHAT_PAY_PUBLIC_KEY"
    theirs = _public(_key_text(name, settings.wechat_pay_public_key), PUBLIC_KEY_ADVICE)
    if own.public_key().public_numbers() == theirs.public_numbers():
        what = f"{name} is the merchant's own public key: all answers of WeChat Pay would be refused"
        return CheckResult(Level.FAIL, what, PUBLIC_KEY_ADVICE)
    return CheckResult(Level.OK, f"WeChat Pay: its public key {settings.wechat_pay_public_key_id}")


def _certificate(settings: Settings, key_text: KeyText, key: RSAPrivateKey, now: datetime) -> Iterator[CheckResult]:
    """Compare the merchant's certificate, if it is in the key's file or beside it, with key, serial and date."""
    found = _found_certificate(key_text)
    if found is None:
        what = "WeChat Pay: private key; without its certificate, neither serial nor expiry can be checked"
        advice = f"put {CERTIFICATE_FILE} beside the private key file" if key_text.path else ""
        yield CheckResult(Level.WARN if advice else Level.OK, what, advice)
        return
    if not _is_pair(key, found):
        raise InvalidKey("the private key of WeChat Pay does not belong to the certificate beside it", PAIR_ADVICE)
    serial = f"{found.serial_number:X}"
    if settings.wechat_pay_serial.upper().lstrip("0") != serial:
        what = "CHEZHU_WECHAT_PAY_SERIAL is not the serial of the certificate beside the key"
        yield CheckResult(Level.FAIL, what, f"set it to {serial}")
    yield _expiry(found, now.astimezone(settings.zone))


def _expiry(certificate: x509.Certificate, now: datetime) -> CheckResult:
    begins, ends = (
        moment.astimezone(now.tzinfo) for moment in (certificate.not_valid_before_utc, certificate.not_valid_after_utc)
    )
    renew = "request a new one on the merchant platform, then set private key and serial"
    if ends <= now:
        return CheckResult(Level.FAIL, f"the merchant certificate of WeChat Pay expired on {ends:%Y-%m-%d}", renew)
    if begins > now:
        what = f"the merchant certificate of WeChat Pay is valid from {begins:%Y-%m-%d}"
        return CheckResult(Level.FAIL, what, "check the clock, or use the previous one until then")
    if ends - now < EXPIRY_WARNING:
        return CheckResult(Level.WARN, f"the merchant certificate of WeChat Pay expires on {ends:%Y-%m-%d}", renew)
    return CheckResult(Level.OK, f"WeChat Pay: keys; certificate valid until {ends:%Y-%m-%d}")


def _alipay(settings: Settings) -> Iterator[CheckResult]:
    try:
        key_text = _key_text("CHEZHU_ALIPAY_PRIVATE_KEY", settings.alipay_private_key)
        own = _private(key_text)
        theirs = _public(_key_text("CHEZHU_ALIPAY_PUBLIC_KEY", settings.alipay_public_key), ALIPAY_KEY_ADVICE)
    except InvalidKey as invalid:
        yield invalid.result
        return
    yield from _file_mode(key_text)
    if own.public_key().public_numbers() == theirs.public_numbers():
        what = "CHEZHU_ALIPAY_PUBLIC_KEY is the app's own public key: all webhook events of Alipay would be refused"
        yield CheckResult(Level.FAIL, what, "copy Alipay's public key (支付宝公钥), which is listed beside the app's")
        return
    yield CheckResult(Level.OK, "Alipay: keys")


def _key_text(setting: str, value: str) -> KeyText:
    """Return the key that a setting gives as text or as a path. Raises InvalidKey."""
    if "-----BEGIN" in value or len(value) > MAX_PATH_LENGTH:
        return KeyText(setting, value)
    path = Path(value)
    try:
        return KeyText(setting, path.read_text(encoding="ascii"), path)
    except UnicodeDecodeError:
        raise InvalidKey(
            f"{setting}: {path} is not a text file", "use the file in PEM format, which begins with -----BEGIN"
        ) from None
    except OSError as problem:
        what = f"{setting} is neither a key nor a readable file: {problem.strerror}"
        raise InvalidKey(what, "give the path of a file that the desk's user can read, or the key itself") from None


def _private(key_text: KeyText) -> RSAPrivateKey:
    try:
        key = rsa.private_key(key_text.text)
    except ValueError:
        what = f"{key_text.setting} holds no private RSA key that is readable without a password"
        raise InvalidKey(what, "use the PEM file from the platform (for WeChat Pay, apiclient_key.pem)") from None
    if key.key_size < MIN_KEY_BITS:
        raise InvalidKey(f"{key_text.setting} has {key.key_size} bits", f"make a key pair of {MIN_KEY_BITS} bits")
    return key


def _public(key_text: KeyText, advice: str) -> RSAPublicKey:
    if "BEGIN CERTIFICATE" in key_text.text:
        extract = "extract the key with: openssl x509 -pubkey -noout -in CERTIFICATE"
        raise InvalidKey(f"{key_text.setting} holds a certificate, not a public key", extract)
    try:
        return rsa.public_key(key_text.text)
    except ValueError:
        raise InvalidKey(f"{key_text.setting} holds no public RSA key", advice) from None


def _file_mode(key_text: KeyText) -> Iterator[CheckResult]:
    if key_text.path is not None and key_text.path.stat().st_mode & 0o077:
        yield CheckResult(Level.WARN, f"{key_text.path} is readable by other users", f"chmod 600 {key_text.path}")


def _found_certificate(key_text: KeyText) -> x509.Certificate | None:
    """Return the certificate in the key's text or in the file beside it. Raises InvalidKey if it cannot be read."""
    text, beside = key_text.text, key_text.path.with_name(CERTIFICATE_FILE) if key_text.path else None
    if "BEGIN CERTIFICATE" not in text:
        if beside is None or not beside.is_file():
            return None
        text = _key_text("the certificate of WeChat Pay", str(beside)).text
    try:
        return x509.load_pem_x509_certificate(text.encode())
    except ValueError:
        raise InvalidKey("the certificate beside the key of WeChat Pay cannot be read", PAIR_ADVICE) from None


def _is_pair(key: RSAPrivateKey, certificate: x509.Certificate) -> bool:
    public = certificate.public_key()
    return isinstance(public, RSAPublicKey) and public.public_numbers() == key.public_key().public_numbers()
