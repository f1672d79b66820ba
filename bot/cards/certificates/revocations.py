"""Cards about revoking a certificate by two people: the proposal and its decision."""

from uuid import UUID

from sqlmodel import Session

from bot.card import Button, ButtonStyle, Card, Whose, column
from bot.cards.months import month
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.services.values import plates
from bot.texts import Texts
from storage.certificates.certificates import Certificate
from storage.certificates.revocation_proposals import RevocationProposal
from storage.register.vehicles import Vehicle
from storage.staff.proposals import ProposalStatus

OPEN = Button("revo-open", UUID, whose=Whose.STAFF)
CONFIRM = Button("revo-yes", UUID, whose=Whose.STAFF, style=ButtonStyle.DANGER)
REFUSE = Button("revo-no", UUID, whose=Whose.STAFF)


def proposed(session: Session, row: RevocationProposal, texts: Texts) -> Card:
    """To who has proposed it: another admin has to confirm it."""
    return Card(texts("revocation-proposed", **_facts(session, row, texts)), ((go("queue", texts), go("menu", texts)),))


def proposal(session: Session, row: RevocationProposal, texts: Texts) -> Card:
    """A proposal, with the buttons that decide it while it is open."""
    lines = [texts("revocation", **_facts(session, row, texts)), texts(f"revocation-{row.status.value}")]
    if row.status is not ProposalStatus.OPEN:
        return Card("\n".join(lines), ((go("queue", texts), go("menu", texts)),))
    decide = CONFIRM.on(texts.plain("revocation-confirm"), row.id), REFUSE.on(texts.plain("revocation-refuse"), row.id)
    return Card("\n".join(lines), column(*decide, go("queue", texts)))


@notification_about("revocation.proposed", RevocationProposal)
def proposed_notification(session: Session, row: RevocationProposal, reader: Reader) -> Card | None:
    """To the other admins: a certificate is to be revoked."""
    return proposal(session, row, reader.texts) if row.status is ProposalStatus.OPEN else None


@notification_about("revocation.decided", RevocationProposal)
def decided_notification(session: Session, row: RevocationProposal, reader: Reader) -> Card | None:
    """To who has proposed it: what somebody else has decided."""
    return proposal(session, row, reader.texts) if row.status is not ProposalStatus.OPEN else None


def _facts(session: Session, row: RevocationProposal, texts: Texts) -> dict[str, object]:
    certificate = session.get_one(Certificate, row.certificate_id)
    plate = plates.display(session.get_one(Vehicle, certificate.vehicle_id).plate)
    until = month(certificate.valid_until, texts)
    return {"plate": plate, "certificate": certificate.number, "until": until, "why": row.why, "at": row.proposed_at}
