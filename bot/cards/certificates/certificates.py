"""Cards about inspection certificates: live view, files, views, application."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.adapters.certificates.verifier import CertificateVerdict
from bot.adapters.drawing import colours, plate
from bot.adapters.drawing.sandbox_jobs import CertificateForm
from bot.card import (
    Attachment,
    Button,
    Card,
    CardButton,
    LinkButton,
    PairButton,
    Whose,
    column,
    side_by_side,
)
from bot.cards import pages
from bot.cards.certificates import calendar_files
from bot.cards.certificates.renewal import renewal_line
from bot.cards.menu import Command
from bot.cards.months import month
from bot.cards.navigation import go
from bot.services.certificates.certificates import VehicleCertificate
from bot.services.certificates.eligibility import NextCertificate
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.values import plates
from bot.texts import Texts
from storage.certificates import certificates as store
from storage.certificates.certificates import Certificate
from storage.certificates.live_views import LiveView
from storage.certificates.views import CertificateView

CERTIFICATE = Button("mark", UUID, whose=Whose.CERTIFICATE)
PAGE = Button("mark-page", int, whose=Whose.NO_ROW)
EXTEND = Button("mark-renew", UUID, whose=Whose.CERTIFICATE)
FORMS = Button("mark-forms", UUID, whose=Whose.CERTIFICATE)
DRAW = PairButton("mark-draw", first_type=UUID, second_type=str, example="pdf", whose=Whose.CERTIFICATE)
APPLY = Button("mark-apply", UUID, whose=Whose.CERTIFICATE)
SHARES = Button("mark-shares", UUID, whose=Whose.CERTIFICATE)
VIEWS = Button("mark-looks", UUID, whose=Whose.CERTIFICATE)
PAPER = Button("mark-paper", UUID, whose=Whose.CERTIFICATE)
COMMANDS = (Command("certificate", 140, registered=True),)

# The forms by their letter in callback data.
FORM_LETTERS = {
    "p": CertificateForm.PICTURE,
    "l": CertificateForm.LARGE,
    "c": CertificateForm.CONTRAST,
    "a": CertificateForm.PAGE,
    "s": CertificateForm.STICKER,
}


def choose_vehicle(texts: Texts, held: list[HeldVehicle], *, number: int = 1) -> Card:
    """Ask for the vehicle, on a page of them."""
    page = pages.page_of(held, number)
    if not held:
        return Card(texts("certificate-no-cars"), ((go("file", texts),), (go("menu", texts),)))
    choices: list[CardButton | LinkButton] = [
        CERTIFICATE.on(
            texts.plain(f"certificate-car-{_kind(one)}", plate=plates.display(one.vehicle.plate)), one.vehicle.id
        )
        for one in page.items
    ]
    text = pages.below(texts("certificate-choose"), page, texts)
    return Card(text, (*column(*choices), *pages.turning(page, PAGE.on, texts), (go("menu", texts),)))


def live(
    shown: VehicleCertificate,
    view: LiveView,
    texts: Texts,
    *,
    following: NextCertificate | None,
    now: datetime,
    picture: UUID | None = None,
) -> Card:
    """A live view: what the certificate says, and whether it is valid at this second.

    picture: the drawn certificate, named after plate and month; the words that stand in it too are folded up below, so
    that its code stays on the screen.
    """
    vehicle_id, is_own = shown.vehicle.id, shown.held.is_own
    now_lines, facts = _lines(shown, texts, now=now)
    facts.append(renewal_line(following, texts, by_owner=is_own))
    live_until = texts("certificate-live", until=view.until)
    if picture is None:
        text = "\n".join([texts("certificate-title"), *now_lines, *facts, live_until])
    else:
        details = "\n".join(facts)
        text = "\n".join([*now_lines, live_until, f"<blockquote expandable>{details}</blockquote>"])
    buttons = [
        EXTEND.on(texts.plain("certificate-renew"), view.id),
        FORMS.on(texts.plain("certificate-download"), vehicle_id),
        *(_of_owner(vehicle_id, texts, shares_button=SHARES, views_button=VIEWS) if is_own else ()),
        *calendar_files.buttons(vehicle_id, following, texts),
        *(_of_owner(vehicle_id, texts, apply=APPLY, paper=PAPER) if is_own else ()),
    ]
    name = f"{shown.vehicle.plate}-{shown.certificate.valid_until}.png"
    attachments = (Attachment(picture, name=name),) if picture is not None else ()
    return Card(text, (*side_by_side(buttons), (go("certificate", texts), go("menu", texts))), attachments)


def none_now(held: HeldVehicle, texts: Texts, *, following: NextCertificate | None) -> Card:
    """The inspection has expired, so there is nothing to show; how the next certificate is obtained."""
    text = texts("certificate-none", plate=plates.display(held.vehicle.plate))
    apply = (APPLY.on(texts.plain("certificate-apply"), held.vehicle.id),) if held.is_own else ()
    in_calendar = calendar_files.buttons(held.vehicle.id, following, texts)
    rows = column(*apply, *in_calendar, go("certificate", texts), go("menu", texts))
    return Card(f"{text}\n{renewal_line(following, texts, by_owner=held.is_own)}", rows)


def live_view_ended(view: LiveView, plate_number: str, texts: Texts, *, picture: UUID | None = None) -> Card:
    """The live view is over; nothing of the certificate stays on the screen: a picture takes the place of its own."""
    again = CERTIFICATE.on(texts.plain("certificate-again"), view.vehicle_id)
    attachments = (Attachment(picture),) if picture is not None else ()
    return Card(texts("certificate-over", plate=plates.display(plate_number)), ((again,),), attachments)


def forms(shown: VehicleCertificate, texts: Texts) -> Card:
    """Ask for the form of the file; in the large-text profile the picture in large print comes first."""
    letters = sorted(FORM_LETTERS, key=lambda letter: texts.large and FORM_LETTERS[letter] is not CertificateForm.LARGE)
    choices = [
        DRAW.on_pair(texts.plain(f"certificate-form-{FORM_LETTERS[letter].value}"), shown.vehicle.id, letter)
        for letter in letters
    ]
    paper = _of_owner(shown.vehicle.id, texts, paper=PAPER) if shown.held.is_own else ()
    rows = (tuple(choices[:1]), tuple(choices[1:3]), tuple(choices[3:]), *column(*paper))
    back = CERTIFICATE.on(texts.plain("flow-back"), shown.vehicle.id)
    return Card(texts("certificate-forms", plate=plates.display(shown.vehicle.plate)), (*rows, (back,)))


def views(held: HeldVehicle, found: list[CertificateView], texts: Texts) -> Card:
    """The latest views of the certificate."""
    key = "certificate-views" if found else "certificate-views-none"
    lines = [texts(key, plate=plates.display(held.vehicle.plate))]
    lines += [view_line(each, texts) for each in found]
    return Card("\n".join(lines), ((CERTIFICATE.on(texts.plain("flow-back"), held.vehicle.id),),))


def view_line(view: CertificateView, texts: Texts) -> str:
    """One view in a line: when, by which way, in which role, and the verdict shown."""
    return texts(
        "certificate-view",
        at=view.at,
        way=texts.plain(f"certificate-view-{view.way.value.replace('_', '-')}"),
        role=texts.plain(f"certificate-role-{view.role.value}"),
        verdict=texts.plain(f"verdict-{view.verdict.replace('_', '-')}"),
    )


def counts_again(session: Session, revoked: Certificate, texts: Texts) -> str:
    """Return the line that an older certificate counts again since this one was taken back; "" if none does."""
    active = store.active_of(session, revoked.vehicle_id)
    if active is None or active.number > revoked.number:
        return ""
    until = month(active.valid_until, texts)
    return "\n" + texts("certificate-counts-again", certificate=active.number, until=until)


def plate_kind(plate_type: str, texts: Texts) -> str:
    """Return the name of a plate type in the reader's language: 小型汽车."""
    style = plate.style_of(plate_type)
    return style.chinese if texts.language == "zh-CN" else style.english


def _lines(shown: VehicleCertificate, texts: Texts, *, now: datetime) -> tuple[list[str], list[str]]:
    """Return the lines about now, the verdict first, and those of the certificate itself."""
    certificate, vehicle = shown.certificate, shown.vehicle
    colour = colours.of_year(int(certificate.valid_until[:4]))
    second = f"{local_time.local(now):%H:%M:%S}"
    about_now = [texts(f"certificate-now-{shown.verdict.value.replace('_', '-')}", time=second)]
    if not shown.held.is_own:
        about_now.append(texts("certificate-filed-user"))
    facts = texts(
        "certificate-facts",
        plate=plates.display(vehicle.plate),
        kind=plate_kind(vehicle.plate_type, texts),
        until=month(certificate.valid_until, texts),
        colour=colour.chinese if texts.language == "zh-CN" else colour.english,
        certificate=certificate.number,
        issued=local_time.date_of(certificate.issued_at),
    )
    is_valid = shown.verdict is CertificateVerdict.VALID
    return about_now, [facts, *([texts("certificate-equal")] if is_valid else [])]


def _of_owner(vehicle_id: UUID, texts: Texts, **buttons: Button[UUID]) -> list[CardButton]:
    return [
        button.on(texts.plain(f"certificate-{key.replace('_', '-')}"), vehicle_id) for key, button in buttons.items()
    ]


def _kind(held: HeldVehicle) -> str:
    return "filed" if held.filing is not None else "own"
