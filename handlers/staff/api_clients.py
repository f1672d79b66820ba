"""/clients: the clients of the machine API, listed and revoked by one admin, made by two.

/clients ──► clients ──► one ──► revoked at once
                └──► New ──► NAME ──► SCOPES ── tap scopes, Propose ──► proposed
/clients NAME people vehicles ──────► SCOPES
another admin: tap Confirm ──► the first: tap Show the key ──► the key ── tap Saved, or time ──► hidden
               tap Refuse ──► nothing changes
"""

from collections.abc import Iterator

from bot.card import Card
from bot.cards.staff import api_clients as cards
from bot.context import DeskContext
from bot.engine.listeners import (
    END,
    Ask,
    Flow,
    FlowSignal,
    FlowStep,
    Handler,
    on_command,
    on_tap,
    on_timer,
    on_words,
)
from bot.errors import InvalidCallbackData
from bot.services.importing import api_client_proposals as service
from bot.services.staff import api_clients, permissions
from bot.stored_json import Draft
from storage.staff.api_client_proposals import ApiClientProposal
from storage.staff.members import StaffRole


class Step(FlowStep):
    """What the flow waits for."""

    NAME = "name"
    SCOPES = "scopes"


class ClientDraft(Draft):
    """The client that is being proposed."""

    name: str = ""
    scopes: list[str] = []


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.PAGE, show_page)
    yield on_tap(cards.CLIENT, show_client)
    yield on_tap(cards.REVOKE, revoke)
    yield on_tap(cards.OPEN, show_proposal)
    yield on_tap(cards.CONFIRM, confirm)
    yield on_tap(cards.REFUSE, refuse)
    yield on_tap(cards.KEY, show_key)
    yield on_tap(cards.SAVED, hide_key)
    yield on_timer(service.HIDE, end_showing)
    yield Flow(
        "clients",
        entry_points=[on_command("clients", begin), on_tap(cards.NEW, begin_new)],
        steps={
            Step.NAME: Ask(ask_name, on_words(take_name)),
            Step.SCOPES: Ask(
                ask_scopes, on_tap(cards.SCOPE, toggle_scope), on_tap(cards.PROPOSE, propose), asks_yes=True
            ),
        },
    )


def begin(context: DeskContext) -> Step | None:
    """Show the clients; with a name, begin to propose one with the scopes that follow."""
    if not context.arguments:
        _show_list(context, 1)
        return None
    name = service.check_name(context.session, context.arguments[0], by=context.account)
    context.store_draft(ClientDraft(name=name, scopes=service.read_scopes(context.arguments[1:])))
    return Step.SCOPES


def begin_new(context: DeskContext) -> Step:
    """Begin to propose a client."""
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    context.store_draft(ClientDraft())
    return Step.NAME


def ask_name(context: DeskContext) -> Card:
    """Ask for the name."""
    return cards.ask_name(context.texts)


def take_name(context: DeskContext) -> Step:
    """Take the name of the client."""
    name = service.check_name(context.session, context.words, by=context.account)
    context.store_draft(ClientDraft(name=name, scopes=context.load_draft(ClientDraft).scopes))
    return Step.SCOPES


def ask_scopes(context: DeskContext) -> Card:
    """Ask for the scopes."""
    draft = context.load_draft(ClientDraft)
    return cards.ask_scopes(draft.name, draft.scopes, context.texts)


def toggle_scope(context: DeskContext) -> Step:
    """Add or remove a scope."""
    scope, draft = context.tapped(cards.SCOPE), context.load_draft(ClientDraft)
    if scope not in service.SCOPES:
        raise InvalidCallbackData
    draft.scopes = sorted({*draft.scopes} ^ {scope})
    context.store_draft(draft)
    return Step.SCOPES


def propose(context: DeskContext) -> FlowSignal:
    """Propose the client to the other admins."""
    draft = context.load_draft(ClientDraft)
    _show(context, service.propose(context.session, draft.name, draft.scopes, by=context.account, now=context.now))
    return END


def show_page(context: DeskContext) -> None:
    """Show another page of the clients."""
    _show_list(context, context.tapped(cards.PAGE))


def show_client(context: DeskContext) -> None:
    """Show a client."""
    found = api_clients.show(context.session, context.tapped(cards.CLIENT), by=context.account)
    context.show(cards.client(found, context.texts))


def revoke(context: DeskContext) -> None:
    """Revoke the key of a client at once."""
    subject = context.tapped(cards.REVOKE)
    found = api_clients.revoke_at_once(context.session, subject, by=context.account, now=context.now)
    context.show(cards.revoked(found, context.texts))


def show_proposal(context: DeskContext) -> None:
    """Show a proposal."""
    _show(context, service.show(context.session, context.tapped(cards.OPEN), by=context.account))


def confirm(context: DeskContext) -> None:
    """Confirm a proposal as the second admin."""
    subject = context.tapped(cards.CONFIRM)
    _show(context, service.confirm(context.session, subject, by=context.account, now=context.now))


def refuse(context: DeskContext) -> None:
    """Refuse a proposal as the second admin, or withdraw it as the first."""
    subject = context.tapped(cards.REFUSE)
    _show(context, service.refuse(context.session, subject, by=context.account, now=context.now))


def show_key(context: DeskContext) -> None:
    """Make the key and show it, in a message of its own: one that is edited would stay unprotected."""
    subject, account = context.tapped(cards.KEY), context.account
    row, key = service.fetch_key(context.session, subject, by=account, lane=account.lane, now=context.now)
    _show(context, row)
    context.say(cards.key(row, key, context.texts))


def hide_key(context: DeskContext) -> None:
    """Take the key out of its message, as it is saved."""
    subject = context.tapped(cards.SAVED)
    row = service.hide_key(context.session, subject, by=context.account, now=context.now)
    context.show(cards.key_hidden(row, context.texts))


def end_showing(context: DeskContext) -> None:
    """Take the key out of its message when the time is over."""
    row = service.end_showing(context.session, context.subject, now=context.now)
    if row is not None:
        context.amend(cards.key_hidden(row, context.texts), about=row.topic)


def _show_list(context: DeskContext, number: int) -> None:
    clients = api_clients.serving(context.session, by=context.account)
    waiting = service.waiting(context.session, by=context.account, now=context.now)
    context.show(cards.listing(clients, waiting, context.texts, number=number))


def _show(context: DeskContext, row: ApiClientProposal) -> None:
    context.show(cards.proposal(context.session, row, context.texts, reader=context.account.person_id))
