"""`staff`: lists, adds, verifies and removes staff. The first admins are added and verified by this command."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.program_name import PROGRAM
from bot.runtime.operator_error import OperatorError
from bot.settings import load

if TYPE_CHECKING:
    from sqlmodel import Session

    from storage.database import Database
    from storage.staff.members import StaffMember

app = typer.Typer(help="List, add, verify and remove staff.", no_args_is_help=True)
MAX_NEWCOMERS = 10
TelegramId = Annotated[str, typer.Argument(help="Telegram user ID, a number.", metavar="TELEGRAM_ID")]


@app.command("list")
def list_() -> None:
    """List present and former staff."""
    from sqlmodel import select

    from bot.runtime.database import open_database
    from bot.services.staff import member_identity
    from storage.staff.members import StaffMember

    with open_database(load()) as database, database.reading() as session:
        members = list(session.exec(select(StaffMember)))
        unready = {each.member.id: each for each in member_identity.unready(session)}
    for member in sorted(members, key=lambda one: (one.ended_at is not None, one.since)):
        state = f"ended {member.ended_at:%Y-%m-%d}" if member.ended_at else f"since {member.since:%Y-%m-%d}"
        waits = f"  {unready[member.id].reason}" if member.id in unready else ""
        typer.echo(f"{member.telegram_id}  {member.name}  {member.roles}  {state}{waits}")
    if not members:
        typer.echo(f"No staff yet. Add some with: {PROGRAM} staff add TELEGRAM_ID NAME ROLES")


@app.command()
def newcomers() -> None:
    """List the Telegram IDs that have opened the chat most recently, newest first: send /start and run this."""
    from bot.runtime.database import open_database
    from storage.identity import accounts

    settings = load()
    with open_database(settings) as database, database.reading() as session:
        for account in accounts.newest(session, MAX_NEWCOMERS):
            moment = account.created_at.astimezone(settings.zone)
            typer.echo(f"{account.telegram_id}  {moment:%Y-%m-%d %H:%M}  {account.language}")


@app.command()
def add(
    telegram_id: TelegramId,
    name: str,
    roles: Annotated[str, typer.Argument(help="One or more of reviewer station cashier officer admin, separated by ;")],
) -> None:
    """Add a staff member, or change their name and roles."""
    from bot.runtime import import_words
    from bot.runtime.import_words import TERMINAL
    from bot.services.importing.rows import ImportContext, InvalidRow
    from bot.services.importing.staff import StaffRow, appoint
    from bot.services.staff import member_identity
    from bot.texts import texts

    now = datetime.now(UTC)
    try:
        row = StaffRow.read({"telegram_id": telegram_id, "name": name, "roles": roles}, today=now.date())
        with _claimed_store(now) as database, database.transaction() as session:
            change = appoint(session, row, ImportContext(now))
            is_unready = any(each.member.telegram_id == row.telegram_id for each in member_identity.unready(session))
    except InvalidRow as wrong:
        raise OperatorError("\n".join(import_words.fault(each, texts(TERMINAL)) for each in wrong.faults)) from None
    typer.echo(f"{row.telegram_id}: {row.roles} ({change})")
    if is_unready:
        typer.echo(f"Before the first duty they register with /start; then: {PROGRAM} staff verify {row.telegram_id}")


@app.command()
def verify(telegram_id: TelegramId) -> None:
    """Record that you have checked a member's ID document: they may serve. They must have registered in the chat."""
    from bot.runtime.database import open_database
    from bot.services.identity.verification import NumberHeldByOther
    from bot.services.staff import member_identity

    with open_database(load()) as database, database.transaction() as session:
        member = _serving(session, telegram_id)
        try:
            member_identity.verify_by_operator(session, member, now=datetime.now(UTC))
        except NumberHeldByOther:
            raise OperatorError(
                f"Somebody else is on record or verified under the ID number of {telegram_id}. Let them send /identity."
            ) from None
        except member_identity.MemberNotRegistered:
            raise OperatorError(
                f"{telegram_id} has not registered yet. Let them send /start to the bot first, then verify again."
            ) from None
    typer.echo(f"{telegram_id}: identity verified")


@app.command("reset-factor")
def reset_factor(telegram_id: TelegramId) -> None:
    """Delete the second factor of a member who has lost the device; they set up another one on the staff's page."""
    from bot.runtime.database import open_database
    from bot.services.staff import second_factor
    from storage.identity import accounts

    now = datetime.now(UTC)
    with open_database(load()) as database, database.transaction() as session:
        member = _serving(session, telegram_id)
        found = accounts.of_telegram_ids(session, [member.telegram_id])
        was = [second_factor.reset(session, account, now=now) for account in found]
    typer.echo(f"{telegram_id}: second factor reset" if any(was) else f"{telegram_id} has no second factor.")


@app.command()
def end(telegram_id: TelegramId) -> None:
    """Remove a staff member at once. The last admin cannot be removed."""
    from bot.runtime import import_words
    from bot.runtime.database import open_database
    from bot.runtime.import_words import TERMINAL
    from bot.services.importing.staff import last_admin
    from bot.services.staff import departures, members as staff_members
    from bot.texts import texts

    now = datetime.now(UTC)
    with open_database(load()) as database, database.transaction() as session:
        member = _serving(session, telegram_id)
        try:
            staff_members.end_by_operator(session, member, now=now)
        except departures.LastAdmin:
            raise OperatorError(import_words.reason_of(last_admin(int(telegram_id)), texts(TERMINAL))) from None
    typer.echo(f"{telegram_id}: service ended")


@contextmanager
def _claimed_store(now: datetime) -> "Iterator[Database]":
    """Open the store, which belongs to the bot of the token from then on."""
    from bot.runtime import store_owner
    from bot.runtime.database import open_database

    settings = load()
    with open_database(settings) as database:
        store_owner.claim(database, settings, now=now, say=typer.echo)
        yield database


def _serving(session: "Session", telegram_id: str) -> "StaffMember":
    """Return the serving member with this Telegram ID. Raises OperatorError."""
    from storage.staff import members as store

    member = store.by_telegram(session, int(telegram_id)) if telegram_id.isdecimal() else None
    if member is None or member.ended_at is not None:
        raise OperatorError(f"No staff member has the Telegram ID {telegram_id}.")
    return member
