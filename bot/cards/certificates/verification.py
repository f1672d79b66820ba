"""Cards about verification: asking for a certificate, and the result, with more about the vehicle for officers."""

from datetime import datetime

from sqlmodel import Session

from bot import local_time, money
from bot.adapters.certificates.papers import PaperKind
from bot.adapters.certificates.verifier import CertificateVerdict, VerdictDetail
from bot.card import Button, Card, Whose, column
from bot.cards.certificates.certificates import plate_kind
from bot.cards.menu import Command
from bot.cards.months import month
from bot.cards.navigation import go, sentence
from bot.services.certificates import eligibility as certificate_eligibility
from bot.services.certificates.verification import SHARE_CODE_INCOMPLETE, VerificationResult
from bot.services.filing import in_force
from bot.services.identity.levels import level_of
from bot.services.organisations import authority
from bot.services.values import masking, plates, vehicle_colours
from bot.services.values.months import Month
from bot.texts import Texts
from storage.certificates.views import ViewerRole
from storage.register import people
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffRole
from storage.violations.decisions import DecisionState

VERIFY_AGAIN = Button("verify-again", str, whose=Whose.NO_ROW)
COMMANDS = (
    Command("lookup", 40, StaffRole.OFFICER),
    Command("verify", 170, registered=True, guests=True),
)

PAPER_HEADLINES = {
    CertificateVerdict.PAPER: "verification-paper",
    CertificateVerdict.PAPER_REVOKED: "verification-paper-revoked",
}

# Codes that are honestly something else: whoever shows one has chosen the wrong code, and forged nothing.
OTHER_CODES = frozenset({VerdictDetail.VEHICLE_CODE, VerdictDetail.HEALTH_CERTIFICATE})

ask = sentence("verification-ask")
reading = sentence("verification-reading")
lookup_usage = sentence("lookup-usage", "menu")


def unreadable(problem: str, texts: Texts) -> Card:
    """The file could not be read."""
    key = f"verification-problem-{problem.replace('_', '-')}"
    again = VERIFY_AGAIN.on(texts.plain("verification-again"), "")
    return Card(texts(key if texts.has(key) else "verification-problem-damaged"), ((again,), (go("menu", texts),)))


def result(session: Session, found: VerificationResult, texts: Texts, *, now: datetime) -> Card:
    """The result of a verification or look-up; officers are shown the vehicle too."""
    lines = [texts(_headline(found, now=now)), *_paper(found, texts)]
    if found.detail != VerdictDetail.NO_CODE and texts.has(detail := _detail_key(found)):
        lines.append(texts(detail))
    if found.plate:
        kind = plate_kind(found.plate_type, texts)
        key = "verification-paper-plate" if found.paper is not None else "verification-plate"
        lines.append(texts(key, plate=plates.display(found.plate), kind=kind))
    if found.valid_until:
        lines.append(texts("verification-until", until=month(found.valid_until, texts)))
    if found.certificate is not None:
        issued = local_time.date_of(found.certificate.issued_at)
        lines.append(texts("verification-number", certificate=found.number, issued=issued))
    if found.by_share:
        lines.append(texts("verification-shared"))
    if found.role is ViewerRole.OFFICER and found.vehicle is not None:
        lines.append(_for_officers(session, found.vehicle, texts, now=now))
    lines.append(texts("verification-at", verified=now))
    again = VERIFY_AGAIN.on(texts.plain("verification-again"), "")
    to_file = [go("file", texts)] if found.detail == VerdictDetail.VEHICLE_CODE else []
    return Card("\n".join(lines), column(again, *to_file, go("menu", texts)))


def _paper(found: VerificationResult, texts: Texts) -> list[str]:
    """What the code of a decision or receipt says, and how the decision stands now; nothing for certificates."""
    paper = found.paper
    if paper is None:
        return []
    is_receipt = paper.kind is PaperKind.RECEIPT
    key = "verification-paper-paid" if is_receipt else "verification-paper-fine"
    lines = [texts("verification-paper-number", number=paper.number)]
    lines.append(texts(key, yuan=money.yuan(paper.fen), **{"paid" if is_receipt else "decided": paper.at}))
    if found.decision is not None:
        lines.append(texts(f"verification-paper-state-{found.decision.state.value}"))
    return lines


def _detail_key(found: VerificationResult) -> str:
    """Return the key of the reason; words in which there is no certificate are no code of something else."""
    if (found.verdict, found.detail) == (CertificateVerdict.UNREADABLE, VerdictDetail.OTHER_TEXT):
        return "verification-detail-no-certificate-in-text"
    return f"verification-detail-{found.detail.replace('_', '-') or 'none'}"


def _headline(found: VerificationResult, *, now: datetime) -> str:
    """Return the key of the first line. Without a certificate, the register says whether the inspection is valid."""
    if found.vehicle is not None and found.certificate is None:
        if not found.valid_until:
            return "verification-no-inspection"
        expired = Month.parse(found.valid_until) < Month.of(local_time.date_of(now))
        return "verification-inspection-expired" if expired else "verification-no-certificate"
    is_revoked = found.decision is None or found.decision.state is DecisionState.REVOKED
    if found.paper is not None and found.verdict is CertificateVerdict.PAPER_REVOKED and not is_revoked:
        return "verification-paper-void-receipt"
    if found.paper is not None and found.verdict in PAPER_HEADLINES:
        return f"{PAPER_HEADLINES[found.verdict]}-{found.paper.kind.value}"
    if found.detail == SHARE_CODE_INCOMPLETE:
        return "verification-share-code-incomplete"
    if found.detail == VerdictDetail.NO_CODE:
        return "verification-no-code"
    if found.detail in OTHER_CODES:
        return "verification-other-code"
    return f"verification-{found.verdict.value.replace('_', '-')}"


def _for_officers(session: Session, vehicle: Vehicle, texts: Texts, *, now: datetime) -> str:
    """What the register says of the vehicle: insurance, state, model, open violations and accidents, masked owner."""
    owner = authority.acting_owner(session, vehicle.id)
    about = texts(
        "verification-officer",
        state=texts.plain(f"vehicle-state-{vehicle.state.value.replace('_', '-')}"),
        model=vehicle.model or "—",
        colour=vehicle_colours.display(vehicle.colour, texts.language),
        register=month(vehicle.inspection_valid_until, texts) if vehicle.inspection_valid_until else "—",
        violations=certificate_eligibility.open_violations(session, [vehicle.id])[vehicle.id],
        accidents=vehicle.open_accidents,
        filers=len(in_force.of_vehicle(session, vehicle.id, now=now)),
    )
    organisation = authority.owning_organisation(session, vehicle)
    key = "verification-officer-organisation" if organisation is not None else "verification-officer-owner"
    about += "\n" + texts(
        key,
        organisation=organisation.name if organisation is not None else "",
        owner=masking.name(owner.name) if owner else "—",
        identity=texts.plain(f"level-{level_of(owner)}") if owner else "—",
    )
    held = owner is not None and people.other_holder(session, owner) is not None
    lines = [_insurance(vehicle, texts, now=now), about, *([texts("number-of-another")] if held else [])]
    return "\n".join(lines)


def _insurance(vehicle: Vehicle, texts: Texts, *, now: datetime) -> str:
    """Return whether the compulsory insurance is in force, and until which day."""
    until = vehicle.insurance_valid_until
    if until is None:
        return texts("verification-insurance-unknown")
    key = "verification-uninsured" if until < local_time.date_of(now) else "verification-insured"
    return texts(key, until=until)
