"""Cards about issuing and revoking certificates, for staff."""

from datetime import date
from uuid import UUID

from sqlmodel import Session

from bot.card import Card, PairButton, Whose
from bot.cards.certificates.certificates import counts_again, plate_kind
from bot.cards.menu import Command
from bot.cards.months import month
from bot.cards.navigation import go, sentence
from bot.services.certificates.issue_revoke import StationCheck
from bot.services.values import plates
from bot.texts import Texts
from storage.certificates.certificates import Certificate
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffRole

# The month is YYYYMM: a hyphen divides the two values.
SIGN = PairButton("mark-sign", first_type=UUID, second_type=str, example="202711", whose=Whose.STAFF)
COMMANDS = (
    Command("issue", 50, StaffRole.STATION, StaffRole.ADMIN),
    Command("revoke", 51, StaffRole.STATION, StaffRole.ADMIN),
)

issue_usage = sentence("issue-usage", "menu")
revoke_usage = sentence("revoke-usage", "menu")


def check(checked: StationCheck, texts: Texts) -> Card:
    """What the register says before a station signs, and what forbids it; with the button if nothing does."""
    vehicle = checked.vehicle
    lines = [
        texts(
            "issue-check",
            plate=plates.display(vehicle.plate),
            kind=plate_kind(vehicle.plate_type, texts),
            use=texts.plain(f"vehicle-use-{vehicle.use.value.replace('_', '-')}"),
            registered=_day(vehicle.first_registered_on, texts),
            until=month(str(checked.valid_until), texts) if checked.valid_until else "—",
            insured=_day(vehicle.insurance_valid_until, texts),
            taxed=_day(vehicle.tax_paid_until, texts),
            violations=checked.open_violations,
            accidents=vehicle.open_accidents,
        )
    ]
    if checked.unmet or checked.month is None:
        lines += [texts("issue-forbidden"), *(f"• {texts(one.key, **one.values)}" for one in checked.unmet)]
        return Card("\n".join(lines), ((go("menu", texts),),))
    until = month(str(checked.month), texts)
    sign = SIGN.on_pair(texts.plain("issue-sign", until=until), vehicle.id, str(checked.month).replace("-", ""))
    return Card("\n".join([*lines, texts("issue-legal", until=until)]), ((sign,), (go("menu", texts),)))


def issued(vehicle: Vehicle, certificate: Certificate, texts: Texts) -> Card:
    """The certificate is issued."""
    until = month(certificate.valid_until, texts)
    plate = plates.display(vehicle.plate)
    return Card(texts("issue-done", plate=plate, until=until, certificate=certificate.number), ((go("menu", texts),),))


def _day(day: date | None, texts: Texts) -> str:
    return texts.day(day) if day else "—"


def revoked(session: Session, vehicle: Vehicle, certificate: Certificate, texts: Texts) -> Card:
    """The certificate is revoked; the one that it has superseded counts again."""
    text = texts("revoke-done", plate=plates.display(vehicle.plate), certificate=certificate.number)
    return Card(text + counts_again(session, certificate, texts), ((go("menu", texts),),))
