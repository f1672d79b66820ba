"""Settings from the environment or `.env`, validated at start; all errors are reported together."""

import re
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.local_time import DEFAULT_ZONE
from bot.program_name import PROGRAM
from bot.setting_folders import WritableFolder
from bot.setting_names import unknown_names
from bot.setting_rules import PATTERNS, HostNames, Networks, PlainName, missing
from storage.database import key_file
from storage.database.encryption import Keyring, parse_secrets


class Mode(StrEnum):
    """How updates are received."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class ProcessRole(StrEnum):
    """What this process does, if several share the work."""

    ALL = "all"
    RECEIVER = "receiver"
    WORKER = "worker"
    SENDER = "sender"


class SmsKind(StrEnum):
    """The SMS gateway."""

    LOCAL = "local"
    HTTP = "http"
    TENCENT = "tencent"


class FaceKind(StrEnum):
    """The implementation of the face check."""

    LOCAL = "local"
    MODEL = "model"
    OFF = "off"


class InvalidSettings(Exception):
    """Invalid settings. One line for each, with the name of the setting and what to do."""


class Settings(BaseSettings):
    """The settings. Environment variables have these names in upper case, prefixed with CHEZHU_."""

    model_config = SettingsConfigDict(env_prefix="CHEZHU_", env_file=".env", extra="ignore", frozen=True)

    telegram_token: str = Field("", description="the bot's token; unset: run --local only")
    telegram_api_url: str = Field("https://api.telegram.org", description="any Bot API server")
    telegram_test_environment: bool = Field(False, description="a bot of Telegram's test servers, for a pilot")
    mode: Mode = Field(Mode.POLLING, description="polling or webhook")
    public_url: str = Field("", description="where the web side is reached from outside, https")
    webhook_secret: str = Field("", description="1 to 256 characters of A-Z a-z 0-9 _ -")
    database_url: str = Field("", description="default: SQLite in the data folder")
    host: str = Field("127.0.0.1", description="where the web side listens")
    port: int = Field(8080, ge=0, le=65535, description="its port")
    allowed_hosts: HostNames = Field("", description="more names the web side answers to, by commas")
    event_hosts: HostNames = Field("", description="hosts that subscriptions may name, name or name:port, by commas")
    event_networks: Networks = Field("", description="inner networks to which these may lead; default public addresses")
    trusted_proxies: Networks = Field("", description="proxies that name the client's address; default this machine")
    metrics_token: str = Field("", description="bearer token for /metrics; without it only this machine may read them")
    secret_key: str = Field("", description="encrypts personal data; several, newest first, by commas")
    data_dir: Path = Field(Path("var"), description="where the desk keeps its files")
    role: ProcessRole = Field(ProcessRole.ALL, description="all, receiver, worker or sender")
    timezone: str = Field(DEFAULT_ZONE, description="the desk's zone")
    calendar: Path | None = Field(None, description="CSV of day, works (yes or no): holidays of years to come")
    import_folder: WritableFolder = Field(None, description="CSV files that are put there are imported")
    import_good_rows: bool = Field(False, description="import the right rows of these files although others are wrong")
    office_name: PlainName = Field("", description="the desk's name on papers and under text messages, in Chinese")
    office_name_en: PlainName = Field("", description="the same in English")
    offices_file: Path | None = Field(None, description="CSV of counters, pick-up points and inspection stations")
    profile: Path | None = Field(None, description="TOML: what is offered, plate types, acts, words; default: all")
    staff_contact: str = Field("", description="how people reach staff: a phone number, an https address or @name")
    sms: SmsKind = Field(SmsKind.LOCAL, description="local, http or tencent")
    sms_url: str = Field("", description="http: takes one POST of id, to, text a message")
    face: FaceKind = Field(FaceKind.LOCAL, description="local, model or off")
    sandbox: Literal["available", "required"] = Field("available", description="required: start only if it is complete")
    memory_mb: int = Field(0, ge=0, description="MiB for this process and its picture workers; default: all there is")
    messages_per_second: float = Field(-1, description="rate limit of messages; default 30 at Telegram, none elsewhere")
    tencent_secret_id: str = Field("", description="Tencent SMS: secret id")
    tencent_secret_key: str = Field("", description="Tencent SMS: secret key")
    tencent_app_id: str = Field("", description="Tencent SMS: SdkAppId, a number")
    tencent_sign_name: str = Field("", description="Tencent SMS: approved signature")
    tencent_template_id: str = Field("", description="Tencent SMS: approved template whose one place takes the text")
    tencent_receipts: bool = Field(False, description="Tencent SMS: fetch delivery reports; ask Tencent to open them")
    tencent_region: str = Field("ap-guangzhou", description="Tencent SMS: region")
    tencent_url: str = Field("https://sms.tencentcloudapi.com", description="Tencent SMS: any server that speaks it")

    wechat_pay_merchant_id: str = Field("", description="WeChat Pay: merchant number")
    wechat_pay_app_id: str = Field("", description="WeChat Pay: app id")
    wechat_pay_serial: str = Field("", description="WeChat Pay: serial of the merchant's certificate")
    wechat_pay_private_key: str = Field("", description="WeChat Pay: merchant's private key, PEM or a file's path")
    wechat_pay_api_key: str = Field("", description="WeChat Pay: API v3 key, 32 characters")
    wechat_pay_public_key_id: str = Field("", description="WeChat Pay: id of its public key, PUB_KEY_ID_…")
    wechat_pay_public_key: str = Field("", description="WeChat Pay: its public key, PEM or a file's path")
    wechat_pay_url: str = Field("https://api.mch.weixin.qq.com", description="WeChat Pay: gateway")

    alipay_app_id: str = Field("", description="Alipay: app id")
    alipay_seller_id: str = Field("", description="Alipay: seller's user id")
    alipay_private_key: str = Field("", description="Alipay: app's private key, PEM or a file's path")
    alipay_public_key: str = Field("", description="Alipay: Alipay's public key, PEM or a file's path")
    alipay_url: str = Field("https://openapi.alipay.com/gateway.do", description="Alipay: gateway")

    @property
    def is_local(self) -> bool:
        """Whether the desk uses the local Telegram."""
        return not self.telegram_token

    @cached_property
    def zone(self) -> ZoneInfo:
        """The desk's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def store_url(self) -> str:
        """The URL of the database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'chezhu.db'}"

    @property
    def key_file(self) -> Path:
        """The file with the secret key of a local desk, used if the settings have none."""
        return self.data_dir / "secret_key"

    @property
    def message_rate_limit(self) -> float:
        """The maximum of messages a second; 0: no limit."""
        default = 30 if "api.telegram.org" in self.telegram_api_url else 0
        return self.messages_per_second if self.messages_per_second >= 0 else default

    def keyring(self) -> Keyring:
        """Return the keyring of the secret keys; a local desk makes one and stores it in the data folder."""
        try:
            return Keyring(parse_secrets(self.secret_key)) if self.secret_key else key_file.read_or_make(self.key_file)
        except OSError as problem:
            raise InvalidSettings(f"CHEZHU_DATA_DIR: {problem.filename}: {problem.strerror}") from None
        except ValueError:
            raise InvalidSettings(f"{self.key_file} holds no whole key; put your copy of the file back") from None

    @model_validator(mode="before")
    @classmethod
    def _blank_is_unset(cls, given: dict[str, object]) -> dict[str, object]:
        """Give a blank setting its default: files of settings keep `NAME=` where a value was taken out."""
        return {name: value for name, value in given.items() if not isinstance(value, str) or value.strip()}

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("no such time zone; for example Asia/Shanghai") from None
        return name

    @field_validator(*PATTERNS)
    @classmethod
    def _matches_pattern(cls, text: str, info: ValidationInfo) -> str:
        pattern, message = PATTERNS[str(info.field_name)]
        if text and not re.fullmatch(pattern, text):
            raise ValueError(message)
        return text

    @field_validator("secret_key")
    @classmethod
    def _secret_is_long(cls, text: str) -> str:
        with suppress(ValueError):
            if all(len(secret) >= 32 for secret in parse_secrets(text)):
                return text
        raise ValueError(f"each key has at least 32 bytes; `{PROGRAM} keys secret` makes one")

    @model_validator(mode="after")
    def _is_consistent(self) -> "Settings":
        errors = [*self._contradictions(), *missing(self, uses_tencent=self.sms is SmsKind.TENCENT)]
        if errors:
            raise ValueError("\n".join(errors))
        return self

    def _contradictions(self) -> Iterator[str]:
        """Yield settings that contradict others."""
        if self.telegram_token and not self.secret_key:
            trial = "for a trial on this machine (run --local) unset CHEZHU_TELEGRAM_TOKEN"
            key = f"the one that the store was made with, for a new store one that `{PROGRAM} keys secret` makes"
            yield f"CHEZHU_SECRET_KEY: required with a token: {key}; {trial}"
        if self.mode is Mode.WEBHOOK and not self.public_url.startswith("https://") and not self.is_local:
            yield "CHEZHU_PUBLIC_URL: webhook mode needs the https address Telegram reaches the desk at"
        if self.mode is Mode.WEBHOOK and not self.webhook_secret:
            yield "CHEZHU_WEBHOOK_SECRET: webhook mode needs a secret"
        if self.sms is SmsKind.HTTP and not self.sms_url:
            yield "CHEZHU_SMS_URL: http needs the gateway's address"
        if (self.wechat_pay_app_id or self.alipay_app_id) and not (self.public_url or self.is_local):
            yield "CHEZHU_PUBLIC_URL: payment webhooks need the address the gateways reach the desk at"
        if self.role is not ProcessRole.ALL and self.store_url.startswith("sqlite"):
            yield "CHEZHU_ROLE: roles other than all need PostgreSQL; SQLite serves one process"


def load(**given: object) -> Settings:
    """Load the settings. Raises InvalidSettings with all errors, one a line; a name that no setting has is one."""
    lines = list(unknown_names(Settings, given.get("_env_file", Settings.model_config["env_file"])))  # type: ignore[arg-type]
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as problem:
        invalid = {str(error["loc"][0]) for error in problem.errors() if error["loc"]}
        lines += _lines(problem) + (_contradiction_lines(given, invalid) if invalid else [])
    if lines:
        raise InvalidSettings("\n".join(lines))
    return settings


def _contradiction_lines(given: dict[str, object], invalid: set[str]) -> list[str]:
    """Return the contradictions too: pydantic does not look for them while a field is invalid."""
    defaults = {name: Settings.model_fields[name].default for name in invalid}
    try:
        Settings(**{**given, **defaults})
    except ValidationError as problem:
        lines = "\n".join(_lines(problem)).splitlines()
        return [line for line in lines if line.partition(":")[0].removeprefix("CHEZHU_").lower() not in invalid]
    return []


def _lines(problem: ValidationError) -> list[str]:
    lines = []
    for error in problem.errors():
        message = error["msg"].removeprefix("Value error, ")
        name = "_".join(str(part) for part in error["loc"]).upper()
        lines.append(f"CHEZHU_{name}: {message}" if name else message)
    return lines
