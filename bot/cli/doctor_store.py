"""`doctor`: whether the desk would start on its store, whether anybody can work there, and its addresses."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from sqlmodel import Session, select

from bot.cli import doctor_database, start_mode
from bot.cli.doctor_result import CheckResult, Level
from bot.program_name import PROGRAM
from bot.runtime import database as runtime_database, store_owner
from bot.runtime.database import DatabaseNotResponding
from bot.runtime.operator_error import OperatorError
from bot.services.staff import member_identity
from bot.settings import InvalidSettings, Settings, SmsKind
from bot.web.hosts import is_loopback
from storage.database import Database
from storage.register.people import Person
from storage.register.vehicles import Vehicle


def start_checks(settings: Settings) -> Iterator[CheckResult]:
    """Yield why the desk would refuse to start, in the words of the start. Changes nothing.

    Without a token the local start is checked, because no other one could succeed.
    """
    try:
        owner = start_mode.owner_of_start(settings, local=settings.is_local)
        runtime_database.require_readable(settings)
        if not doctor_database.is_missing(settings) and (settings.secret_key or settings.key_file.exists()):
            runtime_database.use_keys(settings)
            runtime_database.require_own_store(settings, owner)
    except DatabaseNotResponding:
        return  # The check of the database reports it.
    except (OperatorError, InvalidSettings) as refused:
        what, _, advice = str(refused).partition(". ")
        if settings.is_local and _is_about_telegrams(settings, refused):
            advice = f"set CHEZHU_TELEGRAM_TOKEN, as its desk has it. {advice}"
        yield CheckResult(Level.FAIL, what, advice or "correct the setting")
        return
    if settings.is_local:
        advice = "for a desk on Telegram set CHEZHU_TELEGRAM_TOKEN"
        yield CheckResult(Level.WARN, "no token: only the local Telegram starts, by `run --local`", advice)
    else:
        yield CheckResult(Level.OK, f"the store is that of bot {owner.bot_id}, or still nobody's")


def _is_about_telegrams(settings: Settings, refused: Exception) -> bool:
    """Whether the local desk is refused a store of Telegram, where the token may only have been forgotten."""
    found = store_owner.found_in(settings.store_url)
    return found is not None and str(refused) == store_owner.LOCAL_MODE_ON_REAL.format(bot=found.bot_id)


def work_checks(settings: Settings) -> Iterator[CheckResult]:
    """Yield whether there is a register, and whether admins may serve; nothing while there is no current store."""
    with doctor_database.opened(settings) as database:
        if database is not None:
            yield check_register(database)
            yield check_admins(database, is_local=settings.is_local)


def check_register(database: Database) -> CheckResult:
    """Return whether people and vehicles are on record."""
    with database.reading() as session:
        missing = [kind for kind, table in (("people", Person), ("vehicles", Vehicle)) if not _has_row(session, table)]
    if missing:
        what = f"the register holds no {' and no '.join(missing)}: nobody can apply for anything"
        return CheckResult(Level.WARN, what, f"{PROGRAM} import {missing[0]} FILE.csv")
    return CheckResult(Level.OK, "register")


def check_admins(database: Database, *, is_local: bool) -> CheckResult:
    """Return whether at least two admins may serve."""
    with database.reading() as session:
        count = len(member_identity.admins_on_duty(session))
    if count == 0:
        level = Level.WARN if is_local else Level.FAIL
        advice = f"{PROGRAM} staff add TELEGRAM_ID NAME admin; they send /start; {PROGRAM} staff verify TELEGRAM_ID"
        return CheckResult(level, "no admin may serve: nobody hears of alarms, and nobody appoints staff", advice)
    if count == 1:
        what = "only one admin may serve: what needs two people waits for ever"
        return CheckResult(Level.WARN, what, "let the admin invite a second one by /staff")
    return CheckResult(Level.OK, f"{count} admins may serve")


def address_checks(settings: Settings) -> Iterator[CheckResult]:
    """Yield whether the desk has a public address, and which addresses send data over the network in clear text."""
    if settings.is_local:
        return
    if not settings.public_url:
        what = "no public address: people get no links to the pages of certificates and organisations"
        yield CheckResult(Level.WARN, what, "set CHEZHU_PUBLIC_URL to where the web side is reached from outside")
    for name in _used_addresses(settings):
        address = urlsplit(str(getattr(settings, name)))
        if address.scheme == "http" and not is_loopback(address.hostname or ""):
            what = f"CHEZHU_{name.upper()} is plain http: whoever is on the way reads and changes everything"
            yield CheckResult(Level.WARN, what, "use https, or a network of this machine alone")


def _used_addresses(settings: Settings) -> Iterator[str]:
    yield from ("public_url", "telegram_api_url")
    if settings.sms is not SmsKind.LOCAL:
        yield "sms_url" if settings.sms is SmsKind.HTTP else "tencent_url"
    if settings.wechat_pay_merchant_id:
        yield "wechat_pay_url"
    if settings.alipay_app_id:
        yield "alipay_url"


def _has_row(session: Session, table: type[Person | Vehicle]) -> bool:
    return session.exec(select(table.id).limit(1)).first() is not None
