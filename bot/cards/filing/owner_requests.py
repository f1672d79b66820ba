"""Cards of the owner's requests (/approvals): the list with its buttons, the term of a filing, the blocked people."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.card import Button, Card, CardButton, LinkButton, PairButton, Row, Whose, column
from bot.cards import pages
from bot.cards.filing.approval_withdrawal import STOP, UNBIND, end_button
from bot.cards.filing.approvals import APPROVE, REFUSE
from bot.cards.filing.filings import facts, name_of
from bot.cards.menu import Command
from bot.cards.navigation import GO, go
from bot.services.filing import filing_terms
from bot.services.filing.owner_requests import OwnerRequest, OwnerRequestPage
from bot.services.values import plates
from bot.texts import Texts
from storage.filing import filings, owner_blocks
from storage.filing.filings import Filing, FilingStatus
from storage.filing.owner_blocks import OwnerBlock
from storage.register.people import Person
from storage.register.vehicles import Vehicle

PAGE = Button("requests", int, whose=Whose.NO_ROW)
TERM_OF = Button("term-of", UUID, whose=Whose.OWNER)
SET_TERM = PairButton("limit", first_type=UUID, second_type=int, example=30, whose=Whose.OWNER)
BLOCKS = Button("blocks", int, whose=Whose.NO_ROW)
LIFT = Button("unblock", UUID, whose=Whose.OWNER)
COMMANDS = (Command("approvals", 180, registered=True),)

NO_TERM = 0  # As the days of SET_TERM: the filing goes on without a term.
BLOCKS_PER_PAGE = 8


def listing(session: Session, page: OwnerRequestPage, texts: Texts) -> Card:
    """Show one page of the requests, each with its buttons."""
    lines = [texts("approval-list" if page.requests else "approval-none")]
    rows: list[Row] = []
    last_of_vehicle = {request.filing.vehicle_id: request for request in page.requests}
    for request in page.requests:
        lines.append(_described(session, request, texts))
        if last_of_vehicle[request.filing.vehicle_id] is request:
            lines.append(_places(session, request, texts))
        rows.append(_buttons(request, texts))
    shown = pages.Page(page.requests, page.number, page.pages)
    rows += pages.turning(shown, PAGE.on, texts)
    if page.blocks:
        rows.append((BLOCKS.on(texts.plain("blocks-button", count=page.blocks), 1),))
    return Card(pages.below("\n".join(lines), shown, texts), (*rows, (go("menu", texts),)))


def ask_term(session: Session, filing: Filing, texts: Texts, *, now: datetime) -> Card:
    """Ask for the term of a filing; one that is set can be changed or ended."""
    about = facts(session, filing, texts)
    known = _term(filing, texts) or texts("approval-term-none")
    buttons: list[CardButton | LinkButton] = [
        SET_TERM.on_pair(texts.plain("approval-term-days", days=days, until=_day(now, days)), filing.id, days)
        for days in filing_terms.DAYS
    ]
    if filing.term_until is not None:
        buttons.append(SET_TERM.on_pair(texts.plain("approval-term-end"), filing.id, NO_TERM))
    return Card(f"{texts('approval-term-ask', **about)}\n{known}", column(*buttons, go("approvals", texts)))


def term_set(session: Session, filing: Filing, texts: Texts) -> Card:
    """Confirm the term, or that there is none any more."""
    about = facts(session, filing, texts)
    key = "approval-term-changed" if filing.term_until else "approval-term-ended"
    until = local_time.date_of(filing.term_until) if filing.term_until else ""
    change = TERM_OF.on(texts.plain("approval-term-change" if filing.term_until else "approval-term-set"), filing.id)
    return Card(texts(key, **about, until=until), ((end_button(texts, filing), change), (go("approvals", texts),)))


def blocks(session: Session, found: Sequence[OwnerBlock], texts: Texts, *, number: int) -> Card:
    """Show one page of the blocked people; each block can be lifted."""
    page = pages.page_of(found, number, size=BLOCKS_PER_PAGE)
    lines, buttons = [texts("blocks-list" if found else "blocks-none")], []
    for block in page.items:
        about = _of_block(session, block, texts)
        lines.append(texts("blocks-line", **about, since=block.since))
        buttons.append(LIFT.on(texts.plain("blocks-lift", **about), block.id))
    back = GO.on(texts.plain("flow-back"), "approvals")
    rows = (*column(*buttons), *pages.turning(page, BLOCKS.on, texts), (back,))
    return Card(pages.below("\n".join(lines), page, texts), rows)


def lifted(session: Session, block: OwnerBlock, texts: Texts) -> Card:
    """Confirm that the person can apply again."""
    return Card(texts("blocks-lifted", **_of_block(session, block, texts)), ((go("approvals", texts),),))


def _described(session: Session, request: OwnerRequest, texts: Texts) -> str:
    filing, about = request.filing, facts(session, request.filing, texts)
    lines = ["", texts("approval-line", **about)]
    if filing.status is FilingStatus.WAITING_OWNER and request.approval is not None:
        lines.append(texts("approval-waits", until=request.approval.expires_at))
    elif filing.status is FilingStatus.ACTIVE:
        lines.append(texts("approval-active", since=filing.active_from))
    else:
        lines.append(texts("approval-going-on", status=about["status"]))
    lines += [term] if (term := _term(filing, texts)) else []
    return "\n".join(lines)


def _term(filing: Filing, texts: Texts) -> str:
    """Return the term with its year, which may be the next; an empty string without a term."""
    if filing.term_until is None:
        return ""
    return texts("approval-term-until", until=local_time.date_of(filing.term_until))


def _day(now: datetime, days: int) -> date:
    return local_time.date_of(now + timedelta(days=days))


def _places(session: Session, request: OwnerRequest, texts: Texts) -> str:
    plate = session.get_one(Vehicle, request.filing.vehicle_id).plate
    return texts("approval-places", plate=plates.display(plate), left=request.left, limit=request.limit)


def _buttons(request: OwnerRequest, texts: Texts) -> Row:
    filing, number = request.filing, str(request.filing.number)
    if filing.status is FilingStatus.WAITING_OWNER and request.approval is not None:
        yes = APPROVE.on(texts.plain("approval-yes-number", number=number), request.approval.id)
        return yes, REFUSE.on(texts.plain("approval-no-number", number=number), request.approval.id)
    term = TERM_OF.on(texts.plain("approval-term-number", number=number), filing.id)
    if filing.status is FilingStatus.ACTIVE:
        return UNBIND.on(texts.plain("approval-unbind-number", number=number), filing.id), term
    return STOP.on(texts.plain("approval-stop-number", number=number), filing.id), term


def _of_block(session: Session, block: OwnerBlock, texts: Texts) -> dict[str, str]:
    """Return the values of a block's texts; the number tells apart people whose masked names are alike.

    Of who has left the relationship that they had given is shown, too.
    """
    vehicle, person = session.get_one(Vehicle, block.vehicle_id), session.get_one(Person, block.person_id)
    who, number = name_of(person, texts), owner_blocks.application_number(session, block)
    filing = filings.by_number(session, number) if number else None
    relation = facts(session, filing, texts)["relationship"] if filing is not None and not person.name else ""
    shown = [who, *([relation] if relation else []), *([f"#{number}"] if number else [])]
    return {"plate": plates.display(vehicle.plate), "who": " ".join(shown)}
