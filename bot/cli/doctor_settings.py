"""The doctor's checks of settings that can be read and are hardly meant."""

import ipaddress
import re
from collections.abc import Iterator

from bot.cli.doctor_result import CheckResult, Level
from bot.settings import Settings

MIN_TOKEN_LENGTH = 16
_DIGITS_AND_DOTS = re.compile(r"[\d.]+")


def setting_checks(settings: Settings) -> Iterator[CheckResult]:
    """Yield what is wrong with data folder, address, trusted proxies, the token of /metrics and the rate."""
    folder = settings.data_dir
    if folder.exists() and not folder.is_dir():
        yield CheckResult(Level.FAIL, f"CHEZHU_DATA_DIR is no folder: {folder}", "name a folder")
    if _DIGITS_AND_DOTS.fullmatch(settings.host) and not _is_address(settings.host):
        what = f"CHEZHU_HOST is no IP address: {settings.host}"
        yield CheckResult(Level.FAIL, what, "give an address of this machine, such as 127.0.0.1")
    networks = (each.strip() for each in settings.trusted_proxies.split(",") if each.strip())
    if any(ipaddress.ip_network(each).prefixlen == 0 for each in networks):
        what = "CHEZHU_TRUSTED_PROXIES trusts everybody: whoever names another client address has no limit"
        yield CheckResult(Level.WARN, what, "name the addresses of the proxies alone")
    if 0 < len(settings.metrics_token) < MIN_TOKEN_LENGTH:
        what = f"CHEZHU_METRICS_TOKEN is shorter than {MIN_TOKEN_LENGTH} characters and can be guessed"
        yield CheckResult(Level.WARN, what, "openssl rand -hex 32")
    if settings.messages_per_second == 0 and not settings.is_local:
        what = "CHEZHU_MESSAGES_PER_SECOND=0 sends without a limit: Telegram refuses more than 30 a second"
        yield CheckResult(Level.WARN, what, "leave it out, for the default")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
