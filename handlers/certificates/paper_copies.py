"""Paper marks: asked for by the owner, by post or picked up, and worked off by the staff who print.

tap Paper ─► WHY ─► WAY ─ picked up ──────────────────────────────► CONFIRM ──► requested
                     └─ by post ─► RECIPIENT ─► PHONE ─► ADDRESS ─► CONFIRM       tap Change ─► that question
/papers ──► one's own, and for staff what is under way ──► printed ──► ready / TRACKING ─► posted ──► delivered
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import Card
from bot.cards.certificates import certificates as certificate_cards
from bot.cards.certificates import paper_copies as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_command, on_tap, on_words
from bot.errors import NotYours
from bot.services.certificates import certificates, paper_copies
from bot.services.certificates.paper_copies import DeliveryAddress
from bot.services.staff import permissions
from bot.services.values import masking
from storage.certificates import paper_copies as store
from storage.certificates.paper_copies import PaperCopy, PaperStatus, PaperWay


class Step(FlowStep):
    """What we are waiting for."""

    WHY = "why"
    WAY = "way"
    RECIPIENT = "recipient"
    PHONE = "phone"
    ADDRESS = "address"
    CONFIRM = "confirm"
    TRACKING = "tracking"


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_command("papers", show_all)
    yield on_tap(cards.COPY, follow)
    yield on_tap(cards.CANCEL_COPY, cancel)
    yield on_tap(cards.WORK, open_work)
    yield Flow(
        "paper",
        entry_points=[on_tap(certificate_cards.PAPER, start)],
        states={
            Step.WHY: Ask(why, on_tap(cards.WHY, take_why)),
            Step.WAY: Ask(way, on_tap(cards.WAY, take_way)),
            Step.RECIPIENT: Ask(recipient, on_words(take_recipient), on_tap(cards.MINE, take_mine)),
            Step.PHONE: Ask(phone, on_words(take_phone), on_tap(cards.MINE, take_mine)),
            Step.ADDRESS: Ask(address, on_words(take_address)),
            Step.CONFIRM: Ask(confirmation, on_tap(cards.ORDER, order), on_tap(cards.CHANGE, change)),
        },
    )
    yield Flow(
        "paper-tracking",
        entry_points=[on_tap(cards.ADVANCE, advance)],
        states={Step.TRACKING: Ask(tracking, on_words(take_tracking))},
    )


def start(context: DeskContext) -> Step:
    """See that paper can be had for this car."""
    vehicle_id = context.tapped(certificate_cards.PAPER)
    paper_copies.require_available(context.session, context.person, vehicle_id, after_loss=False, now=context.now)
    context.draft["vehicle"] = vehicle_id.hex
    return Step.WHY


def why(context: DeskContext) -> Card:
    """For the first time, or after loss."""
    held = certificates.require_owner(context.session, context.person, UUID(hex=context.draft["vehicle"]))
    return cards.why(context.texts, held.vehicle.plate)


def take_why(context: DeskContext) -> Step:
    """The reason."""
    context.draft["after_loss"] = context.tapped(cards.WHY) == "lost"
    return Step.WAY


def way(context: DeskContext) -> Card:
    """By post, or picked up."""
    return cards.way(context.texts, after_loss=context.draft["after_loss"])


def take_way(context: DeskContext) -> Step:
    """The way; only post needs an address."""
    chosen = PaperWay(context.tapped(cards.WAY))
    context.draft["way"] = chosen.value
    return Step.CONFIRM if chosen is PaperWay.PICK_UP else _next_question(context)


def recipient(context: DeskContext) -> Card:
    """To whom."""
    return cards.recipient(context.texts, masking.name(context.person.name))


def take_recipient(context: DeskContext) -> Step:
    """The name."""
    context.draft["recipient"] = paper_copies.parse_recipient(context.words)
    return _next_question(context)


def phone(context: DeskContext) -> Card:
    """Which number."""
    return cards.phone(context.texts, masking.phone(context.person.phone))


def take_phone(context: DeskContext) -> Step:
    """The number."""
    context.draft["phone"] = paper_copies.parse_phone(context.words)
    return _next_question(context)


def take_mine(context: DeskContext) -> Step:
    """One's own name or number, from the register."""
    what, person = context.tapped(cards.MINE), context.person
    context.draft[what] = person.name if what == "recipient" else person.phone
    return _next_question(context)


def address(context: DeskContext) -> Card:
    """Where to."""
    return cards.address(context.texts)


def take_address(context: DeskContext) -> Step:
    """The address."""
    context.draft["address"] = paper_copies.parse_address(context.words)
    return _next_question(context)


def confirmation(context: DeskContext) -> Card:
    """Everything once more."""
    held = certificates.require_owner(context.session, context.person, UUID(hex=context.draft["vehicle"]))
    chosen = PaperWay(context.draft["way"])
    return cards.confirmation(context.texts, plate=held.vehicle.plate, way=chosen, to=_destination(context))


def change(context: DeskContext) -> Step:
    """One of the answers shall be another."""
    return Step(context.tapped(cards.CHANGE))


def order(context: DeskContext) -> FlowSignal:
    """Confirmed."""
    draft, session = context.draft, context.session
    vehicle_id, chosen = UUID(hex=draft["vehicle"]), PaperWay(draft["way"])
    to = DeliveryAddress() if chosen is PaperWay.PICK_UP else _destination(context)
    copy = paper_copies.request(
        session, context.person, vehicle_id, chosen, to, after_loss=draft["after_loss"], now=context.now
    )
    shown = certificates.get_or_issue(session, context.person, vehicle_id, now=context.now)
    context.show(cards.requested(copy, shown, context.texts))
    return END


def show_all(context: DeskContext) -> None:
    """One's own copies; for staff what is under way."""
    staff = permissions.has_role(context.session, context.account, *paper_copies.PRINTERS)
    person_id = context.account.person_id if staff else context.person.id
    mine = store.of_person(context.session, person_id) if person_id else []
    underway = store.underway(context.session) if staff else []
    context.show(cards.listing(context.session, mine, underway, context.texts, staff=staff))


def follow(context: DeskContext) -> None:
    """Where a copy of one's own stands."""
    context.show(cards.progress(context.session, _mine(context, context.tapped(cards.COPY)), context.texts))


def cancel(context: DeskContext) -> None:
    """Take it back before it is printed."""
    copy = paper_copies.cancel(context.session, context.tapped(cards.CANCEL_COPY), by=context.person, now=context.now)
    context.show(cards.progress(context.session, copy, context.texts))


def open_work(context: DeskContext) -> None:
    """A copy with its address, for staff."""
    copy = paper_copies.open_for_staff(context.session, context.tapped(cards.WORK), by=context.account, now=context.now)
    context.show(cards.work(context.session, copy, context.texts))


def advance(context: DeskContext) -> Step | None:
    """The next step is done; posting needs the tracking number."""
    copy_id, _, to = context.tapped(cards.ADVANCE).partition("-")
    if to == PaperStatus.POSTED:
        paper_copies.open_for_staff(context.session, UUID(hex=copy_id), by=context.account, now=context.now)
        context.draft["copy"] = copy_id
        return Step.TRACKING
    _advance(context, UUID(hex=copy_id), PaperStatus(to))
    return None


def tracking(context: DeskContext) -> Card:
    """Which tracking number."""
    copy = store.get(context.session, UUID(hex=context.draft["copy"]))
    if copy is None:
        raise NotYours
    return cards.ask_tracking(copy, context.texts)


def take_tracking(context: DeskContext) -> FlowSignal:
    """Posted, with this number."""
    _advance(context, UUID(hex=context.draft["copy"]), PaperStatus.POSTED, number=context.words)
    return END


def _advance(context: DeskContext, copy_id: UUID, to: PaperStatus, *, number: str = "") -> None:
    copy = paper_copies.advance(context.session, copy_id, to, by=context.account, now=context.now, tracking=number)
    context.show(cards.work(context.session, copy, context.texts))


def _next_question(context: DeskContext) -> Step:
    """Return the first question that has no answer yet."""
    open_ones = (step for step in (Step.RECIPIENT, Step.PHONE, Step.ADDRESS) if step.value not in context.draft)
    return next(open_ones, Step.CONFIRM)


def _destination(context: DeskContext) -> DeliveryAddress:
    return DeliveryAddress(*(context.draft.get(name, "") for name in ("recipient", "phone", "address")))


def _mine(context: DeskContext, copy_id: UUID) -> PaperCopy:
    copy = store.get(context.session, copy_id)
    if copy is None or copy.person_id != context.person.id:
        raise NotYours
    return copy
