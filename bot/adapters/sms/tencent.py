"""The SMS gateway of Tencent Cloud, through its SDK: signed requests (TC3-HMAC-SHA256), an approved template.

The provider sends approved templates only. Our texts differ, so the template has one parameter, {1}, for the whole
text. The SDK is synchronous: it runs in a thread, with its own time-outs, and is imported with the first message.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from bot.adapters.sms.gateway import DeliveryReport, DeliveryReportsUnavailable, SmsNotSent

TIMEOUT_SECONDS = 10
ACCEPTED = "Ok"
DELIVERED_BY_STATUS = {"SUCCESS": True, "FAIL": False}
MAX_REPORTS = 100


@dataclass(frozen=True)
class TencentAccount:
    """The operator's account. endpoint: a host, or the URL of another server of the protocol."""

    secret_id: str
    secret_key: str
    app_id: str
    sign_name: str
    template_id: str
    region: str = "ap-guangzhou"
    endpoint: str = "https://sms.tencentcloudapi.com"


class TencentSms:
    """Sends messages with SendSms. `SessionContext` contains our id, which the delivery reports repeat."""

    def __init__(self, account: TencentAccount, *, seconds: int = TIMEOUT_SECONDS) -> None:
        self._account = account
        self._seconds = seconds

    async def send(self, message_id: str, to: str, text: str) -> None:
        """Send a text to a number (E.164). Raises SmsNotSent.

        A repetition after a lost response is a second message, because the provider does not deduplicate by
        `SessionContext`, and a code that is valid for minutes cannot wait for a report.
        """
        try:
            async with asyncio.timeout(2 * self._seconds):
                await asyncio.to_thread(self._send, message_id, to, text)
        except TimeoutError as problem:
            raise SmsNotSent("no answer") from problem

    async def delivery_reports(self) -> Sequence[DeliveryReport]:
        """Fetch up to MAX_REPORTS delivery reports. The provider returns each once, if enabled for the account.

        Raises DeliveryReportsUnavailable.
        """
        try:
            async with asyncio.timeout(2 * self._seconds):
                return await asyncio.to_thread(self._delivery_reports)
        except TimeoutError as problem:
            raise DeliveryReportsUnavailable("no answer") from problem

    async def aclose(self) -> None:
        """Do nothing: each request has a connection of its own."""

    def _send(self, message_id: str, to: str, text: str) -> None:
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
        from tencentcloud.sms.v20210111.models import SendSmsRequest

        request: Any = SendSmsRequest()
        request.PhoneNumberSet = [to]
        request.SmsSdkAppId = self._account.app_id
        request.SignName = self._account.sign_name
        request.TemplateId = self._account.template_id
        request.TemplateParamSet = [text]
        request.SessionContext = message_id
        try:
            answer = self._client.SendSms(request)
        except TencentCloudSDKException as problem:
            raise SmsNotSent(str(problem.code)) from problem
        _require_accepted(answer.SendStatusSet)

    def _delivery_reports(self) -> Sequence[DeliveryReport]:
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
        from tencentcloud.sms.v20210111.models import PullSmsSendStatusRequest

        request: Any = PullSmsSendStatusRequest()
        request.SmsSdkAppId, request.Limit = self._account.app_id, MAX_REPORTS
        try:
            answer = self._client.PullSmsSendStatus(request)
        except TencentCloudSDKException as problem:
            raise DeliveryReportsUnavailable(str(problem.code)) from problem
        return [
            DeliveryReport(
                status.SessionContext or "", DELIVERED_BY_STATUS[status.ReportStatus], status.Description or ""
            )
            for status in answer.PullSmsSendStatusSet or []
            if status.ReportStatus in DELIVERED_BY_STATUS
        ]

    @cached_property
    def _client(self) -> Any:
        from tencentcloud.common.credential import Credential
        from tencentcloud.common.profile.client_profile import ClientProfile
        from tencentcloud.common.profile.http_profile import HttpProfile
        from tencentcloud.sms.v20210111.sms_client import SmsClient

        address = urlsplit(self._account.endpoint if "//" in self._account.endpoint else f"//{self._account.endpoint}")
        http = HttpProfile(protocol=address.scheme or "https", endpoint=address.netloc, reqTimeout=self._seconds)
        profile = ClientProfile(signMethod="TC3-HMAC-SHA256", httpProfile=http)
        return SmsClient(Credential(self._account.secret_id, self._account.secret_key), self._account.region, profile)


def _require_accepted(statuses: list[Any] | None) -> None:
    """Check the status of each number, which may have failed although the request succeeded. Raises SmsNotSent."""
    refused = [status.Code for status in statuses or [] if status.Code != ACCEPTED]
    if refused or not statuses:
        raise SmsNotSent(refused[0] if refused else "no status")
