"""The looks of a certificate in the chat: held up live, handed over as a file, shared, applied for, looked at."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bot import local_time
from bot.adapters.certificates.verifier import CertificateVerdict
from bot.adapters.drawing import colours, plate
from bot.card import Attachment, Button, Card, Link, Press, column
from bot.cards.navigation import go
from bot.services.certificates.certificates import VehicleCertificate
from bot.services.certificates.eligibility import NextCertificate
from bot.services.certificates.share_codes import SINGLE_USE, NewShareCode
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.values import plates, short_codes
from bot.services.values.inspection_calendar import RenewalKind
from bot.services.values.months import Month
from bot.texts import Texts
from storage.certificates.certificates import Certificate
from storage.certificates.live_views import LiveView
from storage.certificates.share_codes import ShareCode
from storage.certificates.views import CertificateView

MARK = Button("mark", UUID)
RENEW = Button("mark-renew", UUID)
FORMS = Button("mark-forms", UUID)
DRAW = Button("mark-draw", str)
APPLY = Button("mark-apply", UUID)
AGREE = Button("mark-agree", UUID)
SHARES = Button("mark-shares", UUID)
SHARE = Button("mark-share", str)
UNSHARE = Button("mark-unshare", UUID)
LOOKS = Button("mark-looks", UUID)
PAPER = Button("mark-paper", UUID)

SHARE_DAYS = (SINGLE_USE, 1, 7)


class Form(StrEnum):
    """As which file a certificate is handed over; the value stands on a button."""

    PICTURE = "p"
    LARGE = "l"
    CONTRAST = "c"
    SHEET = "a"
    STICKER = "s"


def listing(texts: Texts, held: list[HeldVehicle]) -> Card:
    """Of which car."""
    if not held:
        return Card(texts("certificate-no-cars"), ((go("file", texts),), (go("menu", texts),)))
    presses: list[Press | Link] = [
        MARK.on(texts.plain(f"certificate-car-{_kind(one)}", plate=plates.display(one.vehicle.plate)), one.vehicle.id)
        for one in held
    ]
    return Card(texts("certificate-choose"), column(*presses, go("menu", texts)))


def live(
    shown: VehicleCertificate,
    presentation: LiveView,
    texts: Texts,
    *,
    next_mark: NextCertificate | None,
    now: datetime,
) -> Card:
    """The certificate, held up now: what the picture says, in words, and whether it counts at this second."""
    text = "\n".join([*_face(shown, texts, now=now), texts("certificate-live", until=presentation.until)])
    vehicle_id = shown.vehicle.id
    rows: list[tuple[Press | Link, ...]] = [
        (RENEW.on(texts.plain("certificate-renew"), presentation.id),),
        (FORMS.on(texts.plain("certificate-download"), vehicle_id),),
    ]
    if shown.held.is_own:
        rows += _owner_rows(shown, texts, next_mark)
    return Card(text, (*rows, (go("certificate", texts), go("menu", texts))))


def over(presentation: LiveView, plate_number: str, texts: Texts) -> Card:
    """No longer held up; nothing of the certificate is left on the screen."""
    again = MARK.on(texts.plain("certificate-again"), presentation.vehicle_id)
    return Card(texts("certificate-over", plate=plates.display(plate_number)), ((again,),))


def forms(shown: VehicleCertificate, texts: Texts) -> Card:
    """As which file."""
    presses = [
        DRAW.on(texts.plain(f"certificate-form-{_name(form)}"), f"{shown.vehicle.id.hex}-{form}") for form in Form
    ]
    rows = (tuple(presses[:1]), tuple(presses[1:3]), tuple(presses[3:]))
    back = MARK.on(texts.plain("flow-back"), shown.vehicle.id)
    return Card(texts("certificate-forms", plate=plates.display(shown.vehicle.plate)), (*rows, (back,)))


def drawing(texts: Texts) -> Card:
    """It is being drawn."""
    return Card(texts("certificate-drawing"))


def drawn(shown: VehicleCertificate, file_id: UUID, form: Form, texts: Texts, *, made_at: datetime) -> Card:
    """The file, with what it is."""
    text = texts(
        "certificate-drawn",
        plate=plates.display(shown.vehicle.plate),
        what=texts.plain(f"certificate-form-{_name(form)}"),
        until=month(shown.certificate.valid_until, texts),
        made=made_at,
    )
    back = MARK.on(texts.plain("certificate-again"), shown.vehicle.id)
    return Card(text, ((back,),), (Attachment(file_id, as_document=True),))


def not_drawn(texts: Texts) -> Card:
    """The drawing failed on our side."""
    return Card(texts("certificate-not-drawn"), ((go("certificate", texts),),))


def terms(held: HeldVehicle, texts: Texts) -> Card:
    """What an application means, before it is made."""
    agree = AGREE.on(texts.plain("certificate-agree"), held.vehicle.id)
    back = MARK.on(texts.plain("flow-back"), held.vehicle.id)
    return Card(texts("certificate-terms", plate=plates.display(held.vehicle.plate)), ((agree,), (back,)))


def applied(held: HeldVehicle, certificate: Certificate, texts: Texts) -> Card:
    """A new certificate has come of it."""
    text = texts("certificate-applied", **_named(held, certificate, texts))
    return Card(text, ((MARK.on(texts.plain("certificate-show"), held.vehicle.id),), (go("menu", texts),)))


def shares(held: HeldVehicle, given: list[ShareCode], texts: Texts) -> Card:
    """The codes given for a car, and new ones to give."""
    lines = [texts("certificate-shares", plate=plates.display(held.vehicle.plate))]
    lines += [
        texts("certificate-share-line", tail=one.tail, until=one.expires_at, looks=one.looks, once=int(one.single_use))
        for one in given
    ]
    make = [
        SHARE.on(texts.plain("certificate-share-for", days=days), f"{held.vehicle.id.hex}-{days}")
        for days in SHARE_DAYS
    ]
    take_back = [UNSHARE.on(texts.plain("certificate-unshare", tail=one.tail), one.id) for one in given]
    back = MARK.on(texts.plain("flow-back"), held.vehicle.id)
    return Card("\n".join(lines), (tuple(make), *column(*take_back, back)))


def shared(held: HeldVehicle, made: NewShareCode, texts: Texts) -> Card:
    """The code, this once, ready to be passed on."""
    text = texts(
        "certificate-shared",
        code=short_codes.grouped(made.code),
        plate=plates.display(held.vehicle.plate),
        until=made.share.expires_at,
        once=int(made.share.single_use),
    )
    return Card(text, ((SHARES.on(texts.plain("certificate-shares-button"), held.vehicle.id),),))


def looks(held: HeldVehicle, found: list[CertificateView], texts: Texts) -> Card:
    """Who looked at the certificate: when, by which way, as what."""
    key = "certificate-looks" if found else "certificate-looks-none"
    lines = [texts(key, plate=plates.display(held.vehicle.plate))]
    lines += [look_line(look, texts) for look in found]
    return Card("\n".join(lines), ((MARK.on(texts.plain("flow-back"), held.vehicle.id),),))


def look_line(look: CertificateView, texts: Texts) -> str:
    """One look: when, by which way, as what, and what was answered."""
    return texts(
        "certificate-look",
        at=look.at,
        way=texts.plain(f"certificate-look-{look.way.value.replace('_', '-')}"),
        role=texts.plain(f"certificate-role-{look.role.value}"),
        verdict=texts.plain(f"verdict-{look.verdict.replace('_', '-')}"),
    )


def month(valid_until: str, texts: Texts) -> str:
    """Write YYYY-MM as people say it."""
    found = Month.parse(valid_until)
    return texts.plain("certificate-month", year=str(found.year), month=found.month)


def plate_kind(plate_type: str, texts: Texts) -> str:
    """Name the kind of plate, any there is: 小型汽车."""
    style = plate.style_of(plate_type)
    return style.chinese if texts.language == "zh-CN" else style.english


def _face(shown: VehicleCertificate, texts: Texts, *, now: datetime) -> list[str]:
    """What the certificate says, line by line, whether it counts first."""
    certificate, vehicle = shown.certificate, shown.vehicle
    colour = colours.of_year(int(certificate.valid_until[:4]))
    second = f"{local_time.local(now):%H:%M:%S}"
    lines = [
        texts("certificate-title"),
        texts(f"certificate-now-{shown.verdict.value.replace('_', '-')}", time=second),
        texts(
            "certificate-facts",
            plate=plates.display(vehicle.plate),
            kind=plate_kind(vehicle.plate_type, texts),
            until=month(certificate.valid_until, texts),
            colour=colour.chinese if texts.language == "zh-CN" else colour.english,
            certificate=certificate.number,
            issued=local_time.date_of(certificate.issued_at),
        ),
    ]
    if not shown.held.is_own:
        lines.append(texts("certificate-filed-user"))
    if shown.verdict is CertificateVerdict.VALID:
        lines.append(texts("certificate-equal"))
    return lines


def _owner_rows(
    shown: VehicleCertificate, texts: Texts, next_mark: NextCertificate | None
) -> list[tuple[Press | Link, ...]]:
    vehicle_id = shown.vehicle.id
    rows: list[tuple[Press | Link, ...]] = [
        (
            SHARES.on(texts.plain("certificate-shares-button"), vehicle_id),
            LOOKS.on(texts.plain("certificate-looks-button"), vehicle_id),
        ),
        (PAPER.on(texts.plain("certificate-paper"), vehicle_id),),
    ]
    if next_mark is not None and next_mark.can_apply:
        rows.append((APPLY.on(texts.plain("certificate-apply"), vehicle_id),))
    return rows


def due_line(next_mark: NextCertificate, texts: Texts) -> str:
    """How the next mark is had: by an application, or at a station."""
    key = "certificate-next-apply" if next_mark.due.kind is RenewalKind.APPLY else "certificate-next-station"
    return texts(key, opens=next_mark.due.opens_on, last=next_mark.due.last_day)


def _named(held: HeldVehicle, certificate: Certificate, texts: Texts) -> dict[str, str]:
    return {
        "plate": plates.display(held.vehicle.plate),
        "certificate": certificate.number,
        "until": month(certificate.valid_until, texts),
    }


def _kind(held: HeldVehicle) -> str:
    return "filed" if held.filing is not None else "own"


def _name(form: Form) -> str:
    return form.name.lower()
