"""`staff`: who works at the desk, for an operator at the machine. The first admins come in this way."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.runtime.operator_error import Mistake
from bot.settings import load

app = typer.Typer(help="Who works at the desk: list, add, end.", no_args_is_help=True)
TelegramId = Annotated[str, typer.Argument(help="The Telegram user's number.", metavar="TELEGRAM_ID")]


@app.command("list")
def list_() -> None:
    """List everybody who serves or has served."""
    from sqlmodel import select

    from bot.runtime import open_store
    from storage.staff.members import StaffMember

    with open_store.store(load()) as database, database.reading() as session:
        members = list(session.exec(select(StaffMember)))
    for member in sorted(members, key=lambda one: (one.ended_at is not None, one.since)):
        state = f"ended {member.ended_at:%Y-%m-%d}" if member.ended_at else f"since {member.since:%Y-%m-%d}"
        typer.echo(f"{member.telegram_id}  {member.name}  {member.roles}  {state}")
    if not members:
        typer.echo("Nobody yet: python run_bot.py staff add TELEGRAM_ID NAME ROLES")


@app.command()
def add(
    telegram_id: TelegramId,
    name: str,
    roles: Annotated[str, typer.Argument(help="One or more of reviewer station cashier officer admin, by ;")],
) -> None:
    """Let somebody serve, or change his name and roles."""
    from bot.runtime import open_store
    from bot.services.importing.rows import Import, WrongRow
    from bot.services.importing.staff import StaffRow, put

    now = datetime.now(UTC)
    try:
        row = StaffRow.read({"telegram_id": telegram_id, "name": name, "roles": roles}, today=now.date())
        with open_store.store(load()) as database, database.transaction() as session:
            change = put(session, row, Import(now))
    except WrongRow as wrong:
        raise Mistake("\n".join(f"{fault.column}: {fault.reason}" for fault in wrong.faults)) from None
    typer.echo(f"{row.telegram_id}: {row.roles} ({change})")


@app.command()
def end(telegram_id: TelegramId) -> None:
    """End somebody's service at once, but never that of the last admin."""
    from bot.runtime import open_store
    from bot.services.importing.staff import LAST_ADMIN
    from bot.services.staff import members as staff_members
    from storage.staff import members as store

    now = datetime.now(UTC)
    with open_store.store(load()) as database, database.transaction() as session:
        member = store.by_telegram(session, int(telegram_id)) if telegram_id.isdecimal() else None
        if member is None or member.ended_at is not None:
            raise Mistake(f"Nobody with the Telegram number {telegram_id} serves here.")
        try:
            staff_members.end_at_machine(session, member, now=now)
        except staff_members.LastAdmin:
            raise Mistake(LAST_ADMIN.format(telegram_id)) from None
    typer.echo(f"{telegram_id}: service ended")
