"""`doctor`, of payments: are the keys that the settings name readable, keys, and of one pair; when does one end?

A key itself is never said, and no setting's value that is not the name of a file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from bot.adapters.payments import rsa
from bot.cli.doctor_finding import Finding, Level
from bot.settings import Settings

NEAR = timedelta(days=30)
FEWEST_BITS = 2048
API_KEY_BYTES = 32
LONGEST_PATH = 255
BESIDE = "apiclient_cert.pem"
"""The name under which the merchant platform hands out the certificate that belongs to the private key."""

PAIR = "use the apiclient_key.pem and apiclient_cert.pem that came together"


@dataclass(frozen=True)
class Given:
    """What a setting gives: a key's text, and the file it stands in if it was named by its path."""

    setting: str
    text: str
    path: Path | None = None


class Unfit(Exception):
    """A key that is of no use, with what to say of it."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__()
        self.finding = Finding(Level.FAIL, what, advice)


def findings(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at the keys of every provider that is set up."""
    if settings.wechat_pay_merchant_id:
        yield from _wechat(settings, now)
    if settings.alipay_app_id:
        yield from _alipay(settings)
    if not settings.wechat_pay_merchant_id and not settings.alipay_app_id:
        yield Finding(Level.OK, "payments: no merchant is set up")


def _wechat(settings: Settings, now: datetime) -> Iterator[Finding]:
    length = len(settings.wechat_pay_api_key.encode())
    if length != API_KEY_BYTES:
        said = f"CHEZHU_WECHAT_PAY_API_KEY has {length} bytes, an APIv3 key has {API_KEY_BYTES}"
        yield Finding(Level.FAIL, said, "set the APIv3 key anew on the merchant platform, and here the same")
    try:
        given = _given("CHEZHU_WECHAT_PAY_PRIVATE_KEY", settings.wechat_pay_private_key)
        key = _private(given)
        yield from _mode(given)
        yield from _certificate(settings, given, key, now)
    except Unfit as unfit:
        yield unfit.finding


def _certificate(settings: Settings, given: Given, key: RSAPrivateKey, now: datetime) -> Iterator[Finding]:
    """Hold the merchant's certificate, if it stands in the key's file or beside it, against key, serial and day."""
    found = _found_certificate(given)
    if found is None:
        said = "WeChat Pay: private key; its certificate is not here, so neither serial nor last day can be compared"
        advice = f"put {BESIDE} beside the private key's file" if given.path else ""
        yield Finding(Level.WARN if advice else Level.OK, said, advice)
        return
    if not _is_pair(key, found):
        raise Unfit("the private key of WeChat Pay is not that of the certificate beside it", PAIR)
    serial = f"{found.serial_number:X}"
    if settings.wechat_pay_serial.upper().lstrip("0") != serial:
        said = "CHEZHU_WECHAT_PAY_SERIAL is not the serial of the certificate beside the key"
        yield Finding(Level.FAIL, said, f"set it to {serial}")
    yield _days(found, now.astimezone(settings.zone))


def _days(certificate: x509.Certificate, now: datetime) -> Finding:
    begins, ends = (
        moment.astimezone(now.tzinfo) for moment in (certificate.not_valid_before_utc, certificate.not_valid_after_utc)
    )
    renew = "ask for a new one on the merchant platform, then set private key and serial"
    if ends <= now:
        return Finding(Level.FAIL, f"the merchant's certificate of WeChat Pay ended on {ends:%Y-%m-%d}", renew)
    if begins > now:
        said = f"the merchant's certificate of WeChat Pay begins on {begins:%Y-%m-%d}"
        return Finding(Level.FAIL, said, "look at the clock, or use the one before until then")
    if ends - now < NEAR:
        return Finding(Level.WARN, f"the merchant's certificate of WeChat Pay ends on {ends:%Y-%m-%d}", renew)
    return Finding(Level.OK, f"WeChat Pay: keys; certificate until {ends:%Y-%m-%d}")


def _alipay(settings: Settings) -> Iterator[Finding]:
    try:
        given = _given("CHEZHU_ALIPAY_PRIVATE_KEY", settings.alipay_private_key)
        own = _private(given)
        theirs = _public(_given("CHEZHU_ALIPAY_PUBLIC_KEY", settings.alipay_public_key))
    except Unfit as unfit:
        yield unfit.finding
        return
    yield from _mode(given)
    if own.public_key().public_numbers() == theirs.public_numbers():
        said = "CHEZHU_ALIPAY_PUBLIC_KEY is the app's own public key: no notice of Alipay's would be believed"
        yield Finding(Level.FAIL, said, "copy Alipay's public key (支付宝公钥), which stands beside the app's")
        return
    yield Finding(Level.OK, "Alipay: keys")


def _given(setting: str, value: str) -> Given:
    """Read what a setting names. Raises Unfit."""
    if "-----BEGIN" in value or len(value) > LONGEST_PATH:
        return Given(setting, value)
    path = Path(value)
    try:
        return Given(setting, path.read_text(encoding="ascii"), path)
    except UnicodeDecodeError:
        raise Unfit(f"{setting}: {path} is no text", "name the file in PEM, which begins with -----BEGIN") from None
    except OSError as problem:
        said = f"{setting} is no key, and as a file it cannot be read: {problem.strerror}"
        raise Unfit(said, "name a file that the desk's user may read, or give the key itself") from None


def _private(given: Given) -> RSAPrivateKey:
    try:
        key = rsa.private_key(given.text)
    except ValueError:
        said = f"{given.setting} holds no private RSA key that can be read without a password"
        raise Unfit(
            said, "name the file in PEM that the platform handed out (for WeChat Pay apiclient_key.pem)"
        ) from None
    if key.key_size < FEWEST_BITS:
        raise Unfit(f"{given.setting} has {key.key_size} bits", f"make a pair of {FEWEST_BITS} bits")
    return key


def _public(given: Given) -> RSAPublicKey:
    if "BEGIN CERTIFICATE" in given.text:
        advice = "openssl x509 -pubkey -noout -in CERTIFICATE writes the key out of it"
        raise Unfit(f"{given.setting} holds a certificate, not a public key", advice)
    try:
        return rsa.public_key(given.text)
    except ValueError:
        said = f"{given.setting} holds no public RSA key"
        raise Unfit(said, "copy Alipay's public key (支付宝公钥) from the platform, whole") from None


def _mode(given: Given) -> Iterator[Finding]:
    if given.path is not None and given.path.stat().st_mode & 0o077:
        yield Finding(Level.WARN, f"others can read {given.path}", f"chmod 600 {given.path}")


def _found_certificate(given: Given) -> x509.Certificate | None:
    """Return the certificate in the key's text, or in the file beside it. Raises Unfit for one that is none."""
    text, beside = given.text, given.path.with_name(BESIDE) if given.path else None
    if "BEGIN CERTIFICATE" not in text:
        if beside is None or not beside.is_file():
            return None
        text = _given("the certificate of WeChat Pay", str(beside)).text
    try:
        return x509.load_pem_x509_certificate(text.encode())
    except ValueError:
        raise Unfit("the certificate beside the key of WeChat Pay is not readable", PAIR) from None


def _is_pair(key: RSAPrivateKey, certificate: x509.Certificate) -> bool:
    public = certificate.public_key()
    return isinstance(public, RSAPublicKey) and public.public_numbers() == key.public_key().public_numbers()
