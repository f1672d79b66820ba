"""Paper copies: requested by the owner, by post or to be collected. Staff print and send them in `paper_work`.

tap Paper ─ with a remembered address ─► CONFIRM ──► requested
         └─► WAY ─ collected ─► CONFIRM      tap Change ─► WHY, WAY, RECIPIENT, PHONE or ADDRESS ─► CONFIRM
              └─ by post to oneself ─► ADDRESS ─► CONFIRM ─ typed address ─► CONFIRM      tap Forget ─► ADDRESS
/papers ──► one's own, and for staff the open requests
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from bot.card import Card
from bot.cards.certificates import certificates as certificate_cards, paper_copies as cards
from bot.context import DeskContext
from bot.engine.listeners import AGAIN, END, Ask, Flow, FlowSignal, FlowStep, Handler, on_command, on_tap, on_words
from bot.errors import NotYours
from bot.services.certificates import certificates, paper_addresses, paper_copies
from bot.services.certificates.paper_addresses import DeliveryAddress
from bot.services.certificates.paper_changes import PRINTERS
from bot.services.filing import my_vehicles
from bot.services.identity import consents
from bot.services.staff import permissions
from bot.services.values import masking, yes_no
from bot.stored_json import Draft
from storage.certificates import paper_copies as store
from storage.certificates.paper_copies import PaperCopy, PaperWay


class Step(FlowStep):
    """What the flow waits for."""

    WHY = "why"
    WAY = "way"
    RECIPIENT = "recipient"
    PHONE = "phone"
    ADDRESS = "address"
    CONFIRM = "confirm"


class RequestDraft(Draft):
    """The request for a copy, as far as it is entered."""

    vehicle: UUID
    after_loss: bool = False
    way: PaperWay = PaperWay.POST
    recipient: str | None = None
    phone: str | None = None
    address: str | None = None

    @property
    def destination(self) -> DeliveryAddress:
        """Where the copy is posted to."""
        return DeliveryAddress(self.recipient or "", self.phone or "", self.address or "")


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("papers", show_all)
    yield on_tap(cards.PAGE, show_page)
    yield on_tap(cards.COPY, follow)
    yield on_tap(cards.CANCEL_COPY, cancel)
    yield Flow(
        "paper",
        entry_points=[on_tap(certificate_cards.PAPER, start)],
        steps={
            Step.WHY: Ask(why, on_tap(cards.WHY, take_why)),
            Step.WAY: Ask(way, on_tap(cards.WAY, take_way)),
            Step.RECIPIENT: Ask(recipient, on_words(take_recipient, is_sensitive=True), on_tap(cards.MINE, take_mine)),
            Step.PHONE: Ask(phone, on_words(take_phone, is_sensitive=True), on_tap(cards.MINE, take_mine)),
            Step.ADDRESS: Ask(address, on_words(take_address, is_sensitive=True)),
            Step.CONFIRM: Ask(
                confirmation,
                on_tap(cards.REQUEST, request),
                on_tap(cards.CHANGE, change),
                on_tap(cards.FORGET, forget),
                on_words(correct_address, is_sensitive=True),
                asks_yes=True,
            ),
        },
    )


def start(context: DeskContext) -> Step:
    """Check that a copy of this vehicle's certificate may be requested; a remembered address needs no question."""
    consents.require(context.session, context.person)
    vehicle_id = context.tapped(certificate_cards.PAPER)
    paper_copies.require_available(context.session, context.person, vehicle_id, after_loss=False, now=context.now)
    had_one = store.has_had_one(context.session, vehicle_id, context.person.id)
    draft = RequestDraft(vehicle=vehicle_id, after_loss=had_one)
    if (to := paper_addresses.remembered(context.session, context.person)) is not None:
        draft.recipient, draft.phone, draft.address = to.recipient, to.phone, to.address
    context.store_draft(draft)
    return Step.CONFIRM if to is not None else Step.WAY


def why(context: DeskContext) -> Card:
    """Ask for the reason."""
    return cards.why(context.texts, _plate(context))


def take_why(context: DeskContext) -> Step:
    """Take the reason."""
    return _store(context, after_loss=context.tapped(cards.WHY) == "lost")


def way(context: DeskContext) -> Card:
    """Ask for the delivery."""
    draft = context.load_draft(RequestDraft)
    return cards.way(context.texts, _plate(context), after_loss=draft.after_loss)


def take_way(context: DeskContext) -> Step:
    """Take the delivery; only post needs an address, of oneself if nobody else is named."""
    draft, person = context.load_draft(RequestDraft), context.person
    own = {"recipient": draft.recipient or person.name, "phone": draft.phone or person.phone or None}
    return _store(context, way=PaperWay(context.tapped(cards.WAY)), **own)


def recipient(context: DeskContext) -> Card:
    """Ask for the recipient."""
    return cards.recipient(context.texts, masking.name(context.person.name))


def take_recipient(context: DeskContext) -> Step:
    """Take the recipient."""
    return _store(context, recipient=paper_addresses.parse_recipient(context.words))


def phone(context: DeskContext) -> Card:
    """Ask for the phone number."""
    return cards.phone(context.texts, masking.phone(context.person.phone))


def take_phone(context: DeskContext) -> Step:
    """Take the phone number."""
    return _store(context, phone=paper_addresses.parse_phone(context.words))


def take_mine(context: DeskContext) -> Step:
    """Take one's own name or phone number from the register."""
    what, person = context.tapped(cards.MINE), context.person
    return _store(context, **{what: person.name if what == "recipient" else person.phone})


def address(context: DeskContext) -> Card:
    """Ask for the address."""
    return cards.address(context.texts)


def take_address(context: DeskContext) -> Step:
    """Take the address."""
    return _store(context, address=paper_addresses.parse_address(context.words))


def confirmation(context: DeskContext) -> Card:
    """Show the request to be confirmed or changed."""
    draft = context.load_draft(RequestDraft)
    return cards.confirmation(
        context.texts,
        plate=_plate(context),
        way=draft.way,
        to=draft.destination,
        after_loss=draft.after_loss,
        is_remembered=paper_addresses.remembered(context.session, context.person) is not None,
    )


def change(context: DeskContext) -> Step:
    """Ask one of the questions again."""
    return Step(context.tapped(cards.CHANGE))


def correct_address(context: DeskContext) -> FlowSignal | Step:
    """Take typed words as the corrected address of a copy by post; anything else than an address is explained."""
    draft, reply = context.load_draft(RequestDraft), yes_no.read(context.words)
    if draft.way is PaperWay.PICK_UP or reply is not None:
        context.heading = context.texts("expected-not-words" if draft.way is PaperWay.PICK_UP else "paper-type-address")
        return AGAIN
    return _store(context, address=paper_addresses.parse_address(context.words))


def forget(context: DeskContext) -> Step:
    """Forget the remembered address, and ask for another."""
    paper_addresses.remember(context.session, context.person, None, now=context.now)
    return _store(context, address=None)


def request(context: DeskContext) -> FlowSignal:
    """Request the copy, and remember the address if the person wants it."""
    draft, how = context.load_draft(RequestDraft), context.tapped(cards.REQUEST)
    copy = paper_copies.request(
        context.session,
        context.person,
        draft.vehicle,
        draft.way,
        DeliveryAddress() if draft.way is PaperWay.PICK_UP else draft.destination,
        after_loss=draft.after_loss,
        now=context.now,
        remember=cards.REMEMBERS.get(how),
    )
    context.show(cards.requested(copy, _plate(context), context.texts))
    return END


def show_all(context: DeskContext) -> None:
    """Show one's own copies, and to staff the open requests."""
    _show_list(context, 1)


def show_page(context: DeskContext) -> None:
    """Show another page of the copies."""
    _show_list(context, context.tapped(cards.PAGE))


def follow(context: DeskContext) -> None:
    """Show the progress of one's own copy."""
    copy = context.session.get(PaperCopy, context.tapped(cards.COPY))
    if copy is None or copy.person_id != context.person.id:
        raise NotYours
    context.show(cards.progress(context.session, copy, context.texts))


def cancel(context: DeskContext) -> None:
    """Cancel the request of a copy that is not printed yet."""
    copy = paper_copies.cancel(context.session, context.tapped(cards.CANCEL_COPY), by=context.person, now=context.now)
    context.show(cards.progress(context.session, copy, context.texts))


def _store(context: DeskContext, **entered: Any) -> Step:
    """Add what was entered to the request, and return the first question about posting that has no answer."""
    draft = context.load_draft(RequestDraft).model_copy(update=entered)
    context.store_draft(draft)
    asked = () if draft.way is PaperWay.PICK_UP else (Step.RECIPIENT, Step.PHONE, Step.ADDRESS)
    return next((step for step in asked if getattr(draft, step.value) is None), Step.CONFIRM)


def _plate(context: DeskContext) -> str:
    """Return the plate of the vehicle. Raises NotYours unless the person speaks for it."""
    vehicle_id = context.load_draft(RequestDraft).vehicle
    return certificates.require_owner(context.session, context.person, vehicle_id, now=context.now).vehicle.plate


def _show_list(context: DeskContext, number: int) -> None:
    staff = permissions.has_role(context.session, context.account, *PRINTERS)
    person_id = context.account.person_id if staff else context.person.id
    mine = store.of_person(context.session, person_id) if person_id else []
    underway = paper_copies.open_requests(context.session, by=context.account) if staff else []
    held = my_vehicles.all_of(context.session, context.person, now=context.now) if person_id else []
    context.show(cards.listing(context.session, mine, underway, context.texts, staff=staff, held=held, number=number))
