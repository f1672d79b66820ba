"""Cards about paper copies: requesting one, its progress, and the work of staff who print and send it."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from bot.card import Button, ButtonStyle, Card, CardButton, LinkButton, PairButton, Row, Whose, column
from bot.cards import pages
from bot.cards.certificates.certificates import PAPER as ORDER
from bot.cards.menu import Command
from bot.cards.months import month
from bot.cards.navigation import go, office_rows, sentence
from bot.cards.notification import Reader, notification_about
from bot.services.certificates import paper_changes
from bot.services.certificates.paper_addresses import DeliveryAddress
from bot.services.certificates.paper_copies import STEPS
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.values import phones, plates
from bot.texts import Texts
from storage.certificates.certificates import Certificate
from storage.certificates.paper_copies import OPEN_STATUSES, PaperCopy, PaperStatus, PaperWay
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffRole

WHY = Button("paper-why", str, in_step=True)
WAY = Button("paper-way", str, in_step=True)
MINE = Button("paper-mine", str, in_step=True)
REQUEST = Button("paper-order", str, in_step=True, style=ButtonStyle.MAIN)
CHANGE = Button("paper-change", str, in_step=True)
FORGET = Button("paper-forget", str, in_step=True)
# Whether the address is remembered, by the subject of REQUEST.
REMEMBERS = {"remember": True, "forget": False}

COPY = Button("paper", UUID, whose=Whose.CASE)
PAGE = Button("papers", int, whose=Whose.NO_ROW)
WORK = Button("paper-work", UUID, whose=Whose.STAFF)
ADVANCE = PairButton(
    "paper-next", first_type=UUID, second_type=PaperStatus, example=PaperStatus.PRINTED, whose=Whose.STAFF
)
VOID = Button("paper-void", UUID, whose=Whose.STAFF)
CANCEL_COPY = Button("paper-stop", UUID, whose=Whose.CASE)
COMMANDS = (Command("papers", 150, StaffRole.STATION, StaffRole.ADMIN, registered=True),)

MAX_OFFERED = 3  # Vehicles to order a copy for; all of them are below the certificates.

address = sentence("paper-ask-address")


def why(texts: Texts, plate: str) -> Card:
    """Ask for the reason: first copy, or after loss."""
    buttons = [WHY.on(texts.plain(f"paper-why-{what}"), what) for what in ("first", "lost")]
    return Card(texts("paper-ask-why", plate=plates.display(plate)), column(*buttons))


def way(texts: Texts, plate: str, *, after_loss: bool) -> Card:
    """Ask for the delivery, by post or collected; the electronic certificate counts as much."""
    buttons = [WAY.on(texts.plain(f"paper-way-{kind.value.replace('_', '-')}"), kind.value) for kind in PaperWay]
    key = "paper-ask-way-lost" if after_loss else "paper-ask-way"
    return Card(f"{texts('paper-ask-why', plate=plates.display(plate))}\n\n{texts(key)}", column(*buttons))


def recipient(texts: Texts, name: str) -> Card:
    """Ask for the recipient; one's own name by a tap."""
    return Card(texts("paper-ask-recipient"), ((MINE.on(texts.plain("paper-mine", what=name), "recipient"),),))


def phone(texts: Texts, masked: str) -> Card:
    """Ask for the phone number for the post; one's own by a tap."""
    return Card(texts("paper-ask-phone"), ((MINE.on(texts.plain("paper-mine", what=masked), "phone"),),))


def confirmation(
    texts: Texts, *, plate: str, way: PaperWay, to: DeliveryAddress, after_loss: bool, is_remembered: bool
) -> Card:
    """The request, to be confirmed or changed. is_remembered: whether an address is remembered now."""
    why = texts.plain(f"paper-why-{'lost' if after_loss else 'first'}")
    shown = {"plate": plates.display(plate), "why": why}
    if way is PaperWay.PICK_UP:
        request = REQUEST.on(texts.plain("paper-order"), "")
        return Card(texts("paper-confirm-pick-up", **shown), ((request,), _changes(texts, "way", "why")))
    text = texts(
        "paper-confirm-post",
        **shown,
        recipient=to.recipient,
        phone=phones.display(to.phone),
        address=to.address,
    )
    ways = column(*(REQUEST.on(texts.plain(f"paper-order-{how}"), how) for how in REMEMBERS))
    forget = ((FORGET.on(texts.plain("paper-forget"), ""),),) if is_remembered else ()
    changes = _changes(texts, "recipient", "phone", "address"), _changes(texts, "way", "why")
    return Card(text, (*ways, *changes, *forget))


def _changes(texts: Texts, *what: str) -> tuple[CardButton, ...]:
    return tuple(CHANGE.on(texts.plain(f"paper-change-{each}"), each) for each in what)


def requested(copy: PaperCopy, plate: str, texts: Texts) -> Card:
    """The copy is requested."""
    text = texts("paper-requested", number=copy.number, plate=plates.display(plate))
    return Card(text, ((COPY.on(texts.plain("paper-follow"), copy.id),), (go("menu", texts),)))


def listing(
    session: Session,
    mine: list[PaperCopy],
    underway: list[PaperCopy],
    texts: Texts,
    *,
    staff: bool,
    held: Sequence[HeldVehicle] = (),
    number: int = 1,
) -> Card:
    """A page of what there is: for staff the copies to print or send, then one's own copies.

    held: the person's vehicles; of their own ones they can order a copy.
    """
    lines, buttons = list[str](), list[CardButton]()
    if staff:
        lines.append(texts("paper-work" if underway else "paper-work-none"))
        buttons += [WORK.on(_label(session, copy, texts), copy.id) for copy in underway]
    if mine or not staff:
        lines.append(texts("paper-list" if mine else "paper-none"))
        buttons += [COPY.on(_label(session, copy, texts), copy.id) for copy in mine]
    page = pages.page_of(buttons, number)
    orders = [
        ORDER.on(texts.plain("paper-order-for", plate=plates.display(each.plate)), each.id)
        for each in [each.vehicle for each in held if each.is_own][:MAX_OFFERED]
    ]
    rows = (*column(*page.items), *pages.turning(page, PAGE.on, texts), *column(*orders))
    text = pages.below("\n\n".join(lines), page, texts)
    return Card(text, (*rows, *column(go("certificate", texts), go("menu", texts))))


def progress(session: Session, copy: PaperCopy, texts: Texts) -> Card:
    """The status of a copy, for who requested it."""
    buttons: list[CardButton | LinkButton] = []
    if copy.status is PaperStatus.REQUESTED:
        buttons.append(CANCEL_COPY.on(texts.plain("paper-cancel"), copy.id))
    rows = (*column(*buttons), *_office_rows(copy, texts), (go("papers", texts),))
    return Card(_status(session, copy, texts), rows)


def work(session: Session, copy: PaperCopy, texts: Texts) -> Card:
    """A copy as staff see it: certificate, address and a button for the next status, or that it must not leave."""
    lines = [_status(session, copy, texts)]
    void = paper_changes.void_reason(session, copy)
    if void is not None:
        lines.append(texts(f"paper-changed-{void.value}", number=copy.number, plate=_plate(session, copy)))
        button = VOID.on(texts.plain("paper-void"), copy.id)
        return Card("\n".join(lines), column(button, go("papers", texts)))
    lines.append(_certificate(session, copy, texts))
    if copy.way is PaperWay.POST and copy.address:
        lines.append(
            texts("paper-to", recipient=copy.recipient, phone=phones.display(copy.phone), address=copy.address)
        )
    following = STEPS[copy.way].get(copy.status)
    buttons: list[CardButton | LinkButton] = []
    if following is not None:
        buttons.append(ADVANCE.on_pair(texts.plain(f"paper-do-{following.value}"), copy.id, following.value))
    return Card("\n".join(lines), column(*buttons, go("papers", texts)))


def ask_tracking(copy: PaperCopy, texts: Texts) -> Card:
    """Ask for the tracking number."""
    return Card(texts("paper-ask-tracking", number=copy.number))


@notification_about("paper.moved", PaperCopy)
def moved_notification(session: Session, copy: PaperCopy, reader: Reader) -> Card | None:
    """To who requested the copy: its new status. Staff cancel only what must not leave: its certificate is revoked."""
    follow = COPY.on(reader.texts.plain("paper-follow"), copy.id)
    lines = [_status(session, copy, reader.texts)]
    if copy.status is PaperStatus.CANCELLED:
        lines.append(reader.texts("paper-cancelled-by-staff"))
    return Card("\n".join(lines), ((follow,), *_office_rows(copy, reader.texts)))


@notification_about("paper.changed", PaperCopy)
def changed_notification(session: Session, copy: PaperCopy, reader: Reader) -> Card | None:
    """To the staff who have opened a copy: it is cancelled, or what is printed must not leave any more."""
    what = _change(session, copy)
    if what is None:
        return None
    text = reader.texts(f"paper-changed-{what}", number=copy.number, plate=_plate(session, copy))
    return Card(text, ((go("papers", reader.texts),),))


def _change(session: Session, copy: PaperCopy) -> str | None:
    if copy.status is PaperStatus.CANCELLED:
        return "cancelled"
    reason = paper_changes.void_reason(session, copy)
    return reason.value if reason is not None else None


def _status(session: Session, copy: PaperCopy, texts: Texts) -> str:
    text = texts(
        "paper-standing",
        number=copy.number,
        plate=_plate(session, copy),
        way=texts.plain(f"paper-way-{copy.way.value.replace('_', '-')}"),
        status=texts.plain(f"paper-status-{copy.status.value}"),
        changed=copy.changed_at,
    )
    if copy.way is PaperWay.PICK_UP and copy.status in OPEN_STATUSES:
        return f"{text}\n{texts('paper-collect')}"
    return f"{text}\n{texts('paper-tracking', tracking=copy.tracking_number)}" if copy.tracking_number else text


def _certificate(session: Session, copy: PaperCopy, texts: Texts) -> str:
    """Name the certificate that is to be printed."""
    found = session.get_one(Certificate, copy.certificate_id)
    shown = {"certificate": found.number, "plate": _plate(session, copy), "until": month(found.valid_until, texts)}
    return texts("paper-certificate", **shown)


def _office_rows(copy: PaperCopy, texts: Texts) -> tuple[Row, ...]:
    """Return the button that shows where a copy is collected, if it is."""
    return office_rows("paper-collect", texts) if copy.way is PaperWay.PICK_UP and copy.status in OPEN_STATUSES else ()


def _label(session: Session, copy: PaperCopy, texts: Texts) -> str:
    status = texts.plain(f"paper-status-{copy.status.value}")
    return texts.plain("paper-button", number=copy.number, plate=_plate(session, copy), status=status)


def _plate(session: Session, copy: PaperCopy) -> str:
    vehicle = session.get(Vehicle, copy.vehicle_id)
    return plates.display(vehicle.plate) if vehicle else ""
