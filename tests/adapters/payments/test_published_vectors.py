"""Our implementation of both protocols against vectors published by the providers and their SDKs."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, NoReturn
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from bot.adapters.payments import rsa
from bot.adapters.payments.alipay import webhook
from bot.adapters.payments.alipay.signature import is_valid_webhook, signed_part
from bot.adapters.payments.models import CHINA, BillKind, PaymentState
from bot.adapters.payments.webhook_events import RejectionReason, WebhookEvent, WrongMerchant
from bot.adapters.payments.wechat import bill
from bot.adapters.payments.wechat.platform_keys import PlatformKeys, decrypt_certificates
from bot.adapters.payments.wechat.signature import RequestSigner, SignatureHeaders, decrypt
from storage.payments.payments import PaymentProvider
from tests.adapters.payments import published


def test_our_signature_equals_that_of_wechat_pays_go_sdk() -> None:
    key = rsa.private_key(published.WECHAT_GO_KEY)
    assert rsa.sign(key, published.WECHAT_GO_MESSAGE) == published.WECHAT_GO_SIGNATURE
    assert rsa.is_valid_signature(key.public_key(), published.WECHAT_GO_MESSAGE, published.WECHAT_GO_SIGNATURE)


@pytest.mark.parametrize("vector", [published.WECHAT_GO_SEALED, published.WECHAT_JAVA_SEALED], ids=["go", "java"])
def test_our_decryption_reads_the_examples_of_wechat_pays_sdks(vector: dict[str, Any]) -> None:
    opened = decrypt(vector["key"], vector["nonce"], vector["associated_data"], vector["ciphertext"])
    assert opened == vector["plaintext"]
    with pytest.raises(ValueError, match="decrypted"):
        decrypt(vector["key"], vector["nonce"], "other", vector["ciphertext"])


def test_the_certificates_of_the_go_sdk_are_decrypted_and_verify_its_signature() -> None:
    (serial, certificate), *more = decrypt_certificates(
        published.WECHAT_GO_CERTIFICATES.encode(), published.WECHAT_GO_CERTIFICATES_KEY
    ).items()
    assert not more
    assert isinstance(certificate, x509.Certificate)
    assert int(serial, 16) == certificate.serial_number
    key = certificate.public_key()
    assert isinstance(key, RSAPublicKey)
    assert rsa.is_valid_signature(key, published.WECHAT_GO_MESSAGE, published.WECHAT_GO_SIGNATURE)


@pytest.mark.parametrize("line_break", ["\n", "\\n", "\r\n"], ids=["lines", "one line", "carriage returns"])
async def test_the_public_key_of_the_go_sdk_verifies_its_signature_under_its_id(line_break: str) -> None:
    async def no_download() -> NoReturn:
        raise AssertionError("a configured key needs no certificates")

    key = rsa.public_key(published.WECHAT_GO_PUBLIC_KEY.replace("\n", line_break))
    fixed = {published.WECHAT_GO_PUBLIC_KEY_ID: key}
    keys = PlatformKeys(no_download, b"k" * 32, clock=lambda: datetime.now(CHINA), fixed=fixed)
    found = await keys.find(published.WECHAT_GO_PUBLIC_KEY_ID)
    assert found is not None
    assert rsa.is_valid_signature(found, published.WECHAT_GO_MESSAGE, published.WECHAT_GO_SIGNATURE)
    assert not rsa.is_valid_signature(found, b"wrong source", published.WECHAT_GO_SIGNATURE)
    assert rsa.private_key(published.WECHAT_GO_KEY).public_key() == found


def test_a_request_is_signed_over_the_five_lines_of_the_documentation() -> None:
    """The example of the documentation: GET /v3/certificates, no body, a line feed after each line."""
    key = rsa.private_key(published.WECHAT_GO_KEY)
    signer = RequestSigner("1900009191", "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C", key)
    nonce = "593BEC0C930BF1AFEB40B4A08C8FB242"
    header = signer.authorization("GET", "/v3/certificates", b"", timestamp=1554208460, nonce=nonce)
    signed = b"GET\n/v3/certificates\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n"
    assert header == (
        f'WECHATPAY2-SHA256-RSA2048 mchid="1900009191",nonce_str="{nonce}",'
        f'signature="{rsa.sign(key, signed)}",timestamp="1554208460",'
        'serial_no="1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C"'
    )


def test_an_answer_is_verified_over_the_three_lines_of_the_documentation() -> None:
    key = rsa.private_key(published.WECHAT_GO_KEY)
    body = b'{"data":[]}'
    seal = SignatureHeaders("1554209980", "c5ac7061fccab6bf3e254dcf98995b8c", "S", "")
    signature = rsa.sign(key, b"1554209980\nc5ac7061fccab6bf3e254dcf98995b8c\n" + body + b"\n")
    assert replace(seal, signature=signature).verify(key.public_key(), body)
    assert not replace(seal, signature=signature).verify(key.public_key(), body + b" ")


def test_wechat_pays_published_bill_is_parsed() -> None:
    refund, payment, with_voucher = bill.parse(published.WECHAT_BILL)
    assert (refund.kind, refund.amount_fen) == (BillKind.REFUND, 1)
    assert refund.refund_number == "REF4200000263201902167700963919"
    assert (payment.kind, payment.amount_fen, payment.refund_number) == (BillKind.PAYMENT, 3, "")
    assert payment.transaction_id == "4200000263201902167700134902"
    assert payment.at.date() == date(2019, 2, 19)
    assert with_voucher.amount_fen == 3


def test_the_webhook_of_alipays_node_sdk_is_accepted() -> None:
    key = rsa.public_key(published.ALIPAY_KEY)
    assert is_valid_webhook(published.ALIPAY_NOTICE, key)
    now = datetime(2019, 8, 15, 15, 57, tzinfo=CHINA)
    body = urlencode(published.ALIPAY_NOTICE).encode()
    notice = webhook.parse(body, now, key=key, app_id="2019073166072302", seller_id="2088531891668739")
    assert notice == WebhookEvent(
        provider=PaymentProvider.ALIPAY,
        event_id="2019081500222155624068450559358070",
        order_number="20190815155618536-564-57",
        transaction_id="2019081522001468450512505578",
        amount_fen=10,
        currency="CNY",
        state=PaymentState.PAID,
        paid_at=datetime(2019, 8, 15, 15, 56, 24, tzinfo=CHINA),
    )
    with pytest.raises(WrongMerchant) as refused:
        webhook.parse(body, now, key=key, app_id="2019073166072302", seller_id="2088000000000109")
    assert refused.value.reason is RejectionReason.WRONG_MERCHANT


@pytest.mark.parametrize("name", sorted(published.ALIPAY_NOTICE.keys() - {"sign", "sign_type"}))
def test_no_field_of_that_webhook_can_be_changed_or_omitted(name: str) -> None:
    key = rsa.public_key(published.ALIPAY_KEY)
    assert not is_valid_webhook(published.ALIPAY_NOTICE | {name: published.ALIPAY_NOTICE[name] + "0"}, key)
    assert not is_valid_webhook({k: v for k, v in published.ALIPAY_NOTICE.items() if k != name}, key)


def test_the_signed_part_of_an_answer_is_that_of_alipays_node_sdk() -> None:
    raw, answer = signed_part(published.ALIPAY_ANSWER, published.ALIPAY_ANSWER_NAME)
    assert raw == published.ALIPAY_ANSWER_PART
    assert answer["code"] == "10000"
