"""`subscriptions`: lists, makes, replays and ends what other systems get of what happens."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from sqlmodel import Session

from bot.runtime.operator_error import OperatorError
from bot.settings import load
from storage.staff.event_subscriptions import EventSubscription

app = typer.Typer(
    help="Signed events for other systems: filings, certificates, decisions, payments.", no_args_is_help=True
)


@app.command("list")
def list_() -> None:
    """List the subscriptions: name, address, the number of the last event in the queue, how many wait, types."""
    from bot.runtime.database import open_database
    from bot.tasks import event_subscriptions
    from storage.staff import event_subscriptions as store

    with open_database(load()) as database, database.reading() as session:
        for each in store.serving(session):
            waiting = event_subscriptions.waiting(session, each)
            typer.echo("  ".join((each.name, each.url, f"up to {each.position}", f"{waiting} wait", each.types)))


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="2 to 31 of a-z, 0-9 and hyphens.")],
    url: Annotated[str, typer.Argument(help="An https address of a host in CHEZHU_EVENT_HOSTS.")],
    types: Annotated[list[str] | None, typer.Argument(help="Such as filing.completed; all of them by default.")] = None,
) -> None:
    """Send events to an address from now on. Prints the secret that signs them, once. The admins are told."""
    from bot.runtime.adapters import allowed_receivers
    from bot.runtime.database import open_database
    from bot.services.staff import event_subscriptions, published_events

    wanted, settings = set(types or published_events.TYPES), load()
    if unknown := sorted(wanted - set(published_events.TYPES)):
        raise OperatorError(f"No such type: {', '.join(unknown)}. Types: {', '.join(published_events.TYPES)}.")
    if not allowed_receivers(settings).allows(url):
        raise OperatorError(f"{url}: no https address of a host that CHEZHU_EVENT_HOSTS names.")
    with open_database(settings) as database, database.transaction() as session:
        try:
            _, secret = event_subscriptions.add(session, name, url, wanted, now=datetime.now(UTC))
        except event_subscriptions.InvalidSubscriptionName:
            raise OperatorError(f"{name}: a name has 2 to 31 of a-z, 0-9 and hyphens.") from None
        except event_subscriptions.SubscriptionExists:
            raise OperatorError(f"{name} is a subscription already. End it first, or choose another name.") from None
    typer.echo(f"{name} gets {', '.join(sorted(wanted))}. Its secret, which is not shown again:\n{secret}")


@app.command()
def replay(name: str, first: Annotated[int, typer.Argument(help="The number of the first event.")]) -> None:
    """Send the events from a number on again, after those that wait."""
    from bot.runtime.database import open_database
    from bot.services.staff import event_subscriptions

    with open_database(load()) as database, database.transaction() as session:
        try:
            if not event_subscriptions.replay(session, _find(session, name), first, now=datetime.now(UTC)):
                raise OperatorError(f"{name} has just moved on. Try again.")
        except event_subscriptions.UnknownPosition:
            raise OperatorError(f"There is no event {first} to send again.") from None
    typer.echo(f"{name}: the events from {first} on are sent again")


@app.command()
def end(name: str) -> None:
    """End a subscription at once. The admins are told."""
    from bot.runtime.database import open_database
    from bot.services.staff import event_subscriptions

    with open_database(load()) as database, database.transaction() as session:
        event_subscriptions.end(session, _find(session, name), now=datetime.now(UTC))
    typer.echo(f"{name}: it gets nothing more")


def _find(session: Session, name: str) -> EventSubscription:
    from storage.staff import event_subscriptions as store

    found = store.by_name(session, name)
    if found is None:
        raise OperatorError(f"There is no subscription {name}.")
    return found
