"""`staff`: lists, adds and removes staff. The first administrators are added by this command."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.runtime.operator_error import OperatorError
from bot.settings import load

app = typer.Typer(help="List, add and remove staff.", no_args_is_help=True)
TelegramId = Annotated[str, typer.Argument(help="Telegram user ID, a number.", metavar="TELEGRAM_ID")]


@app.command("list")
def list_() -> None:
    """List present and former staff."""
    from sqlmodel import select

    from bot.runtime.database import open_database
    from storage.staff.members import StaffMember

    with open_database(load()) as database, database.reading() as session:
        members = list(session.exec(select(StaffMember)))
    for member in sorted(members, key=lambda one: (one.ended_at is not None, one.since)):
        state = f"ended {member.ended_at:%Y-%m-%d}" if member.ended_at else f"since {member.since:%Y-%m-%d}"
        typer.echo(f"{member.telegram_id}  {member.name}  {member.roles}  {state}")
    if not members:
        typer.echo("No staff yet. Add some with: python run_bot.py staff add TELEGRAM_ID NAME ROLES")


@app.command()
def add(
    telegram_id: TelegramId,
    name: str,
    roles: Annotated[str, typer.Argument(help="One or more of reviewer station cashier officer admin, separated by ;")],
) -> None:
    """Add a staff member, or change their name and roles."""
    from bot.runtime.database import open_database
    from bot.services.importing.rows import ImportContext, InvalidRow
    from bot.services.importing.staff import StaffRow, put

    now = datetime.now(UTC)
    try:
        row = StaffRow.read({"telegram_id": telegram_id, "name": name, "roles": roles}, today=now.date())
        with open_database(load()) as database, database.transaction() as session:
            change = put(session, row, ImportContext(now))
    except InvalidRow as wrong:
        raise OperatorError("\n".join(f"{fault.column}: {fault.reason}" for fault in wrong.faults)) from None
    typer.echo(f"{row.telegram_id}: {row.roles} ({change})")


@app.command()
def end(telegram_id: TelegramId) -> None:
    """Remove a staff member at once. The last admin cannot be removed."""
    from bot.runtime.database import open_database
    from bot.services.importing.staff import LAST_ADMIN
    from bot.services.staff import members as staff_members
    from storage.staff import members as store

    now = datetime.now(UTC)
    with open_database(load()) as database, database.transaction() as session:
        member = store.by_telegram(session, int(telegram_id)) if telegram_id.isdecimal() else None
        if member is None or member.ended_at is not None:
            raise OperatorError(f"No staff member has the Telegram ID {telegram_id}.")
        try:
            staff_members.end_by_operator(session, member, now=now)
        except staff_members.LastAdmin:
            raise OperatorError(LAST_ADMIN.format(telegram_id)) from None
    typer.echo(f"{telegram_id}: service ended")
