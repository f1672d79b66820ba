"""Cards of /clients: the clients of the machine API, a new one, proposals, its key; and what the admins are told."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session

from bot.card import Button, ButtonStyle, Card, CardButton, CopyButton, Whose, column, grid
from bot.cards import pages
from bot.cards.menu import Command
from bot.cards.navigation import go, sentence, tick
from bot.cards.notification import Reader, notification_about
from bot.services.importing.api_client_proposals import FETCHED_WITHIN, SCOPES, SHOWN_FOR
from bot.texts import Texts
from storage.staff.api_client_proposals import ApiClientProposal
from storage.staff.api_clients import ApiClient
from storage.staff.members import StaffMember, StaffRole
from storage.staff.proposals import ProposalStatus

NEW = Button("client-new", str, whose=Whose.STAFF_LIST)
PAGE = Button("client-page", int, whose=Whose.STAFF_LIST)
CLIENT = Button("client-one", UUID, whose=Whose.STAFF)
REVOKE = Button("client-end", UUID, whose=Whose.STAFF, style=ButtonStyle.DANGER)
OPEN = Button("client-open", UUID, whose=Whose.STAFF)
CONFIRM = Button("client-yes", UUID, whose=Whose.STAFF)
REFUSE = Button("client-no", UUID, whose=Whose.STAFF)
KEY = Button("client-key", UUID, whose=Whose.STAFF)
SAVED = Button("client-saved", UUID, whose=Whose.STAFF)
SCOPE = Button("client-scope", str, in_step=True)
PROPOSE = Button("client-done", str, in_step=True, style=ButtonStyle.MAIN)
COMMANDS = (Command("clients", 84, StaffRole.ADMIN),)

ask_name = sentence("api-clients-ask-name")


def listing(
    clients: Sequence[ApiClient], waiting: Sequence[ApiClientProposal], texts: Texts, *, number: int = 1
) -> Card:
    """A page of the clients whose keys count, and the proposals that the reader can open."""
    page = pages.page_of(clients, number)
    lines = [texts("api-clients", count=len(clients)), *(_line(one, texts) for one in page.items)]
    text = pages.below("\n".join(lines), page, texts)
    text += f"\n\n{texts('api-clients-waiting', count=len(waiting))}\n{texts('api-clients-usage')}"
    opened = [OPEN.on(texts.plain("api-clients-open", name=one.name), one.id) for one in waiting]
    named = grid([CLIENT.on(one.name, one.id) for one in page.items])
    last = NEW.on(texts.plain("api-clients-new"), ""), go("menu", texts)
    return Card(text, (*column(*opened), *named, *pages.turning(page, PAGE.on, texts), last))


def client(row: ApiClient, texts: Texts) -> Card:
    """One client, which can be revoked at once."""
    text = f"{_line(row, texts)}\n\n{texts('api-clients-revoking')}"
    return Card(text, column(REVOKE.on(texts.plain("api-clients-revoke"), row.id), go("clients", texts)))


def revoked(row: ApiClient, texts: Texts) -> Card:
    """Confirm that a key no longer counts."""
    return Card(texts("api-clients-revoked", name=row.name, end=row.key_end), ((go("clients", texts),),))


def ask_scopes(name: str, chosen: Collection[str], texts: Texts) -> Card:
    """Asks for the scopes; tapping one adds or removes it."""
    choices = [SCOPE.on(tick(texts.plain(f"api-kind-{each}"), texts, chosen=each in chosen), each) for each in SCOPES]
    propose = PROPOSE.on(texts.plain("api-clients-propose"), "")
    return Card(texts("api-clients-ask-scopes", name=name), (*column(*choices), (propose,)))


def proposal(session: Session, row: ApiClientProposal, texts: Texts, *, reader: UUID | None) -> Card:
    """A proposal; with the buttons that decide it, or for the person who made it with the one that fetches the key."""
    member = session.get(StaffMember, row.proposed_by)
    who = member.name if member is not None else "–"
    text = texts("api-clients-proposal", name=row.name, kinds=_kinds(row.scopes, texts), who=who)
    is_own = row.proposed_person == reader
    text += f"\n\n{texts(f'api-clients-proposal-{_state(row, is_own=is_own)}', days=FETCHED_WITHIN.days)}"
    return Card(text, (*_deciding(row, texts, is_own=is_own), (go("clients", texts),)))


def key(row: ApiClientProposal, secret: str, texts: Texts) -> Card:
    """Show a key once; the message is neither forwarded nor saved, and loses it."""
    minutes = int(SHOWN_FOR.total_seconds()) // 60
    text = texts("api-clients-key", name=row.name, secret=secret, minutes=minutes)
    copy, saved = (
        CopyButton(texts.plain("api-clients-copy"), secret),
        SAVED.on(texts.plain("api-clients-saved"), row.id),
    )
    return Card(text, ((copy,), (saved,)), about=row.topic, protected=True)


def key_hidden(row: ApiClientProposal, texts: Texts) -> Card:
    """What stands where the key was."""
    return Card(texts("api-clients-key-hidden", name=row.name), ((go("clients", texts),),), about=row.topic)


@notification_about("api_client.proposed", ApiClientProposal)
def proposed_notification(session: Session, row: ApiClientProposal, reader: Reader) -> Card | None:
    """To the other admins: a proposal waits for confirmation."""
    if row.status is not ProposalStatus.OPEN:
        return None
    return proposal(session, row, reader.texts, reader=reader.person_id)


@notification_about("api_client.decided", ApiClientProposal)
def decided_notification(session: Session, row: ApiClientProposal, reader: Reader) -> Card | None:
    """To the other admins: a proposal is decided, or its key was made."""
    if row.status is ProposalStatus.OPEN:
        return None
    return proposal(session, row, reader.texts, reader=reader.person_id)


@notification_about("api_client.created", ApiClient)
def created_notification(session: Session, client: ApiClient, reader: Reader) -> Card | None:
    """To the admins: the operator has made a key, and another program may use the machine API from now on."""
    return _news("api-client-created", client, reader)


@notification_about("api_client.revoked", ApiClient)
def revoked_notification(session: Session, client: ApiClient, reader: Reader) -> Card | None:
    """To the admins: the operator has revoked a key."""
    return _news("api-client-revoked", client, reader)


@notification_about("api_client.ended", ApiClient)
def ended_notification(session: Session, client: ApiClient, reader: Reader) -> Card | None:
    """To the other admins: an admin has revoked a key."""
    return _news("api-client-ended", client, reader)


def _news(key: str, client: ApiClient, reader: Reader) -> Card:
    values = {"name": client.name, "end": client.key_end, "kinds": _kinds(client.scopes, reader.texts)}
    return Card(reader.texts(key, **values), ((go("clients", reader.texts), go("audit", reader.texts)),))


def _deciding(row: ApiClientProposal, texts: Texts, *, is_own: bool) -> tuple[tuple[CardButton, ...], ...]:
    if row.status is ProposalStatus.OPEN:
        yes = CONFIRM.on(texts.plain("api-clients-confirm"), row.id)
        return ((yes, REFUSE.on(texts.plain("api-clients-refuse"), row.id)),)
    if row.status is ProposalStatus.CONFIRMED and row.client_id is None and is_own:
        return ((KEY.on(texts.plain("api-clients-fetch"), row.id),),)
    return ()


def _state(row: ApiClientProposal, *, is_own: bool) -> str:
    if row.status is not ProposalStatus.CONFIRMED:
        return row.status.value
    if row.client_id is not None:
        return "fetched"
    return "confirmed-own" if is_own else "confirmed"


def _line(row: ApiClient, texts: Texts) -> str:
    values = {"name": row.name, "end": row.key_end, "kinds": _kinds(row.scopes, texts)}
    if row.last_used_on is None:
        return texts("api-clients-line-unused", **values)
    return texts("api-clients-line", **values, used=row.last_used_on)


def _kinds(scopes: str, texts: Texts) -> str:
    separator = "、" if texts.language == "zh-CN" else ", "
    return separator.join(texts.plain(f"api-kind-{kind}") for kind in sorted(scopes.split()))
