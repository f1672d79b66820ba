"""`doctor`: the token, the webhook, another desk on the same token, and the clock, all asked of the Bot API."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.cli import doctor_database
from bot.cli.doctor_result import CheckResult, Level
from bot.engine.telegram_client import methods_address
from bot.settings import Mode, Settings
from storage.engine import processes

MAX_CLOCK_OFFSET = 30
ADVICE = "check CHEZHU_TELEGRAM_TOKEN; bots of the test servers need CHEZHU_TELEGRAM_TEST_ENVIRONMENT=true, no others"
# A desk that polls asks again within seconds after it was interrupted.
POLL_SECONDS = 4


async def telegram_checks(settings: Settings, *, poll_seconds: int = POLL_SECONDS) -> list[CheckResult]:
    """Check the token, the webhook and the clock at the Bot API; nothing without a token.

    poll_seconds: how long to wait for another desk to poll.
    """
    if settings.is_local:
        return []
    api_url, is_test = settings.telegram_api_url, settings.telegram_test_environment
    base = methods_address(api_url, test_environment=is_test).format(token=settings.telegram_token)
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
            async with session.get(f"{base}/getMe") as answer:
                me, server_date = await answer.json(), answer.headers.get("Date", "")
            async with session.get(f"{base}/getWebhookInfo") as answer:
                hook = await answer.json()
            other = await _other_desk(settings, session, base, hook, poll_seconds)
    except (aiohttp.ClientError, TimeoutError, ValueError) as problem:
        what = f"the Bot API at {settings.telegram_api_url} does not respond: {type(problem).__name__}"
        return [CheckResult(Level.FAIL, what, "check the network and CHEZHU_TELEGRAM_API_URL")]
    if not me.get("ok"):
        return [
            CheckResult(Level.FAIL, f"the Bot API{' (test environment)' if is_test else ''} rejects the token", ADVICE)
        ]
    return [
        CheckResult(Level.OK, f"token of @{me['result']['username']}"),
        *_topics(me["result"]),
        _webhook(settings, hook),
        *other,
        _clock(server_date),
    ]


async def _other_desk(
    settings: Settings, session: aiohttp.ClientSession, base: str, hook: dict[str, Any], seconds: int
) -> list[CheckResult]:
    """Poll once, confirming nothing, unless this desk polls itself. Another desk that polls breaks the poll off."""
    if settings.mode is not Mode.POLLING or (hook.get("result") or {}).get("url") or _runs(settings):
        return []
    async with session.get(f"{base}/getUpdates", params={"timeout": seconds, "limit": 1}) as answer:
        if answer.status == 409:
            what = "another desk receives the updates of this bot (409)"
            advice = "stop it; if it is nobody's you know, revoke the token at @BotFather and set the new one"
            return [CheckResult(Level.FAIL, what, advice)]
    return [CheckResult(Level.OK, "no other desk uses the token")]


def _runs(settings: Settings) -> bool:
    """Whether this desk runs or may run, which would meet its own polls. It reports a conflict itself."""
    with doctor_database.opened(settings) as database:
        if database is None:
            return doctor_database.is_behind(settings)
        with database.reading() as session:
            return bool(processes.running(session, now=datetime.now(UTC)))


def _topics(me: dict[str, Any]) -> list[CheckResult]:
    """Advise against topics in private chats: the desk has one conversation a person, outside of them."""
    if not me.get("has_topics_enabled"):
        return []
    what = "the bot has topics in private chats, and its answers do not stand in them"
    return [CheckResult(Level.WARN, what, "switch the topics off at @BotFather")]


def _webhook(settings: Settings, answer: dict[str, Any]) -> CheckResult:
    hook = answer.get("result") or {}
    wanted = settings.mode is Mode.WEBHOOK
    if hook.get("last_error_message"):
        return CheckResult(Level.WARN, f"webhook: {hook['last_error_message']}", "check TLS and CHEZHU_PUBLIC_URL")
    is_ours = str(hook.get("url", "")).startswith(settings.public_url) if wanted else not hook.get("url")
    if not is_ours and hook.get("url"):
        what = f"{settings.mode} mode, but the bot has the webhook {hook['url']}: is another desk on the token?"
        return CheckResult(Level.WARN, what, "stop the other desk; the next run of this one replaces the webhook")
    if not is_ours:
        return CheckResult(Level.WARN, f"{settings.mode} mode, webhook not set", "the next run sets it")
    return CheckResult(Level.OK, f"{settings.mode} mode, {hook.get('pending_update_count', 0)} updates waiting")


def _clock(server_date: str) -> CheckResult:
    try:
        offset = abs((datetime.now(UTC) - parsedate_to_datetime(server_date)).total_seconds())
    except (ValueError, TypeError):
        return CheckResult(Level.WARN, "the clock could not be compared", "check it yourself")
    if offset > MAX_CLOCK_OFFSET:
        return CheckResult(
            Level.FAIL, f"the clock is off by {offset:.0f} s", "set the clock: signatures and payments need it"
        )
    return CheckResult(Level.OK, "clock")
