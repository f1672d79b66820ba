"""The SMS gateway of Tencent Cloud against a local server that verifies the signature independently."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bot.adapters.sms.gateway import DeliveryReport, DeliveryReportsUnavailable, SmsNotSent
from bot.adapters.sms.tencent import TencentAccount, TencentSms
from bot.runtime import adapters as runtime_adapters
from bot.settings import InvalidSettings, Settings, SmsKind, load

KEY = "a secret key of the tests"


class TencentServer(ThreadingHTTPServer):
    """A local server of the provider: the requests it received, and its next answer."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), TencentRequestHandler)
        self.asked: list[dict[str, Any]] = []
        self.answer: dict[str, Any] = {"SendStatusSet": [{"Code": "Ok", "Message": "send success"}]}
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class TencentRequestHandler(BaseHTTPRequestHandler):
    """Handles a request after verifying its signature."""

    server: TencentServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = self.server.answer
        if signature(self.headers, body) not in self.headers["Authorization"]:
            answer = {"Error": {"Code": "AuthFailure.SignatureFailure", "Message": "signature"}}
        else:
            self.server.asked.append({**json.loads(body), "action": self.headers["X-TC-Action"]})
        said = json.dumps({"Response": {**answer, "RequestId": "1"}}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: Any) -> None:
        """Do not log."""


def signature(headers: Any, body: bytes) -> str:
    """Return the signature by TC3-HMAC-SHA256, implemented from its description."""
    at = int(headers["X-TC-Timestamp"])
    day = f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}"
    lines = f"content-type:{headers['Content-Type']}\nhost:{headers['Host']}\n"
    canonical = "\n".join(["POST", "/", "", lines, "content-type;host", hashlib.sha256(body).hexdigest()])
    scope = f"{day}/sms/tc3_request"
    to_sign = "\n".join(["TC3-HMAC-SHA256", str(at), scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"TC3{KEY}".encode()
    for part in (day, "sms", "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return f"Signature={hmac.new(key, to_sign.encode(), 'sha256').hexdigest()}"


@pytest.fixture
def provider() -> Iterator[TencentServer]:
    server = TencentServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def gateway(provider: TencentServer, key: str = KEY) -> TencentSms:
    return TencentSms(TencentAccount("id", key, "1400000000", "车主服务台", "123456", endpoint=provider.url), seconds=2)


async def test_a_signed_request_sends_the_text_in_the_template(provider: TencentServer) -> None:
    await gateway(provider).send("abc", "+8613800000001", "验证码 123456")
    assert provider.asked == [
        {
            "action": "SendSms",
            "PhoneNumberSet": ["+8613800000001"],
            "SmsSdkAppId": "1400000000",
            "SignName": "车主服务台",
            "TemplateId": "123456",
            "TemplateParamSet": ["验证码 123456"],
            "SessionContext": "abc",
        }
    ]


async def test_with_a_wrong_key_the_text_is_not_sent(provider: TencentServer) -> None:
    with pytest.raises(SmsNotSent, match="AuthFailure"):
        await gateway(provider, key="another").send("abc", "+8613800000001", "text")
    assert provider.asked == []


@pytest.mark.parametrize("answer", [{"SendStatusSet": []}, {"SendStatusSet": [{"Code": "LimitExceeded.PhoneNumber"}]}])
async def test_a_request_that_succeeds_may_still_send_nothing(provider: TencentServer, answer: dict[str, Any]) -> None:
    provider.answer = answer
    with pytest.raises(SmsNotSent):
        await gateway(provider).send("abc", "+8613800000001", "text")


async def test_a_failing_server_has_not_sent_the_text(provider: TencentServer) -> None:
    provider.status = 500
    with pytest.raises(SmsNotSent):
        await gateway(provider).send("abc", "+8613800000001", "text")
    away = TencentSms(TencentAccount("id", KEY, "1", "s", "1", endpoint="http://127.0.0.1:1"), seconds=1)
    with pytest.raises(SmsNotSent):
        await away.send("abc", "+8613800000001", "text")


def test_every_missing_setting_is_named() -> None:
    with pytest.raises(InvalidSettings) as told:
        load(sms="tencent", _env_file=None)
    said = str(told.value)
    assert all(f"CHEZHU_TENCENT_{name}" in said for name in ("SECRET_ID", "SECRET_KEY", "APP_ID", "SIGN_NAME"))
    assert "CHEZHU_TENCENT_TEMPLATE_ID" in said


def test_the_settings_choose_this_gateway() -> None:
    keys = ("secret_id", "secret_key", "app_id", "sign_name", "template_id")
    given: dict[str, Any] = {f"tencent_{key}": "x" for key in keys}
    assert isinstance(runtime_adapters.make_sms_gateway(Settings(sms=SmsKind.TENCENT, **given)), TencentSms)


def status(context: str | None, said: str, why: str) -> dict[str, Any]:
    return {"SessionContext": context, "ReportStatus": said, "Description": why, "PhoneNumber": "+8613800000001"}


async def test_delivery_reports_carry_our_own_ids(provider: TencentServer) -> None:
    told = [status("abc", "SUCCESS", "DELIVRD"), status("def", "FAIL", "UNDELIV"), status(None, "FAIL", "MK:1")]
    provider.answer = {"PullSmsSendStatusSet": [*told, status("ghi", "LATER", "")]}
    assert await gateway(provider).delivery_reports() == [
        DeliveryReport("abc", True, "DELIVRD"),
        DeliveryReport("def", False, "UNDELIV"),
        DeliveryReport("", False, "MK:1"),
    ]
    assert provider.asked == [{"action": "PullSmsSendStatus", "SmsSdkAppId": "1400000000", "Limit": 100}]


async def test_an_account_without_delivery_reports_raises_an_error(provider: TencentServer) -> None:
    provider.answer = {"Error": {"Code": "UnauthorizedOperation", "Message": "not opened"}}
    with pytest.raises(DeliveryReportsUnavailable, match="UnauthorizedOperation"):
        await gateway(provider).delivery_reports()


def test_delivery_reports_are_fetched_only_if_configured() -> None:
    keys = ("secret_id", "secret_key", "app_id", "sign_name", "template_id")
    given: dict[str, Any] = {f"tencent_{key}": "x" for key in keys}
    for wanted in (True, False):
        settings = Settings(sms=SmsKind.TENCENT, tencent_receipts=wanted, **given)
        assert (
            runtime_adapters.sms_delivery_reports(settings, runtime_adapters.make_sms_gateway(settings)) is not None
        ) is wanted
    local = Settings(tencent_receipts=True, sms_url="http://127.0.0.1:1")
    assert runtime_adapters.sms_delivery_reports(local, runtime_adapters.make_sms_gateway(local)) is None
