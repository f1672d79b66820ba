"""SMS by Tencent Cloud, through its own SDK: signed requests (TC3-HMAC-SHA256), a template, its parameters.

The provider sends only templates it has approved. The desk's texts differ, so its template has one place, {1},
that takes the whole text. The SDK is synchronous and waits: it works in a thread, with time-outs of its own, and
is loaded when the first message goes.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.adapters.sms.gateway import ReceiptsUnavailable, SmsNotSent, SmsReceipt

SECONDS = 10
TAKEN = "Ok"
ARRIVALS = {"SUCCESS": True, "FAIL": False}
MOST_RECEIPTS = 100


@dataclass(frozen=True)
class TencentAccount:
    """What the provider has given the operator. endpoint: a host, or a whole address of any server that stands in."""

    secret_id: str
    secret_key: str
    app_id: str
    sign_name: str
    template_id: str
    region: str = "ap-guangzhou"
    endpoint: str = "https://sms.tencentcloudapi.com"


class TencentSms:
    """One SendSms a message. `SessionContext` carries our id, so that the provider's record can be matched."""

    def __init__(self, account: TencentAccount, *, seconds: int = SECONDS) -> None:
        self._account = account
        self._seconds = seconds
        self._client: Any = None

    async def send(self, message_id: str, to: str, text: str) -> None:
        """Send a text to a number (E.164). Raises SmsNotSent.

        A repetition after an answer that was lost is a second message: the provider echoes `SessionContext` in its
        receipts and drops no message by it, and a receipt comes too late to wait for with a code that lives minutes.
        """
        try:
            async with asyncio.timeout(2 * self._seconds):
                await asyncio.to_thread(self._send, message_id, to, text)
        except TimeoutError as problem:
            raise SmsNotSent("no answer") from problem

    async def receipts(self) -> Sequence[SmsReceipt]:
        """Fetch up to a hundred receipts; the provider tells each once, and must have opened this for the account.

        Raises ReceiptsUnavailable.
        """
        try:
            async with asyncio.timeout(2 * self._seconds):
                return await asyncio.to_thread(self._receipts)
        except TimeoutError as problem:
            raise ReceiptsUnavailable("no answer") from problem

    async def aclose(self) -> None:
        """Nothing stays open: every request has a connection of its own."""

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
            answer = self._connected().SendSms(request)
        except TencentCloudSDKException as problem:
            raise SmsNotSent(str(problem.code)) from problem
        _check(answer.SendStatusSet)

    def _receipts(self) -> Sequence[SmsReceipt]:
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
        from tencentcloud.sms.v20210111.models import PullSmsSendStatusRequest

        request: Any = PullSmsSendStatusRequest()
        request.SmsSdkAppId, request.Limit = self._account.app_id, MOST_RECEIPTS
        try:
            answer = self._connected().PullSmsSendStatus(request)
        except TencentCloudSDKException as problem:
            raise ReceiptsUnavailable(str(problem.code)) from problem
        return [
            SmsReceipt(told.SessionContext or "", ARRIVALS[told.ReportStatus], told.Description or "")
            for told in answer.PullSmsSendStatusSet or []
            if told.ReportStatus in ARRIVALS
        ]

    def _connected(self) -> Any:
        if self._client is None:
            self._client = self._connect()
        return self._client

    def _connect(self) -> Any:
        from tencentcloud.common.credential import Credential
        from tencentcloud.common.profile.client_profile import ClientProfile
        from tencentcloud.common.profile.http_profile import HttpProfile
        from tencentcloud.sms.v20210111.sms_client import SmsClient

        address = urlsplit(self._account.endpoint if "//" in self._account.endpoint else f"//{self._account.endpoint}")
        http = HttpProfile(protocol=address.scheme or "https", endpoint=address.netloc, reqTimeout=self._seconds)
        profile = ClientProfile(signMethod="TC3-HMAC-SHA256", httpProfile=http)
        return SmsClient(Credential(self._account.secret_id, self._account.secret_key), self._account.region, profile)


def _check(statuses: list[Any] | None) -> None:
    """Look at how each number went: the request may succeed and its message not. Raises SmsNotSent."""
    refused = [status.Code for status in statuses or [] if status.Code != TAKEN]
    if refused or not statuses:
        raise SmsNotSent(refused[0] if refused else "no status")
