"""Cards about issuing and revoking certificates, for staff."""

from bot.card import Card
from bot.cards.certificates.certificates import month
from bot.cards.menu import Command
from bot.cards.navigation import go, sentence
from bot.services.values import plates
from bot.texts import Texts
from storage.certificates.certificates import Certificate
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffRole

COMMANDS = (
    Command("issue", 50, StaffRole.STATION, StaffRole.ADMIN),
    Command("revoke", 51, StaffRole.ADMIN),
)

issue_usage = sentence("issue-usage", "menu")
revoke_usage = sentence("revoke-usage", "menu")


def issued(vehicle: Vehicle, certificate: Certificate, texts: Texts) -> Card:
    """The certificate is issued."""
    until = month(certificate.valid_until, texts)
    plate = plates.display(vehicle.plate)
    return Card(texts("issue-done", plate=plate, until=until, certificate=certificate.number), ((go("menu", texts),),))


def revoked(vehicle: Vehicle, certificate: Certificate, texts: Texts) -> Card:
    """The certificate is revoked."""
    plate = plates.display(vehicle.plate)
    return Card(texts("revoke-done", plate=plate, certificate=certificate.number), ((go("menu", texts),),))
