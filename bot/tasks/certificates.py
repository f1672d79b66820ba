"""Certificates, drawn: as a picture in three manners, as PDF in two sizes."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.adapters.certificate_verifier import Verdict
from bot.adapters.drawing.certificate_face import Alarm, CertificateFace
from bot.adapters.drawing.certificate_pdf import PaperSize, certificate_pdf
from bot.adapters.drawing.certificate_picture import Variant, draw_certificate
from bot.engine.tasks import Task, Tools
from bot.services import certificates as service
from bot.services.eligibility import ZONE
from bot.texts import OFFICE, texts
from storage import certificates, vehicles

PICTURES = {"picture": Variant.STANDARD, "large": Variant.LARGE_TEXT, "contrast": Variant.HIGH_CONTRAST}
PAPERS = {"sheet": PaperSize.A4, "sticker": PaperSize.STICKER}
ALARMS = {
    Verdict.EXPIRED: Alarm.EXPIRED,
    Verdict.SUPERSEDED: Alarm.SUPERSEDED,
    Verdict.REVOKED: Alarm.REVOKED,
    Verdict.VEHICLE_ABNORMAL: Alarm.ABNORMAL,
}


async def draw(tools: Tools, *, certificate: str, form: str, by_filed_user: bool) -> dict[str, Any]:
    """Draw a certificate as it stands now, under a red banner if it does not count, and keep the file for a day."""
    now = tools.clock()
    face, vehicle = await tools.database.read(
        lambda session: face_of(session, UUID(hex=certificate), by_filed_user=by_filed_user, now=now)
    )
    content = await asyncio.to_thread(drawn, face, form)
    ending, media_type = ("png", "image/png") if form in PICTURES else ("pdf", "application/pdf")
    file = await tools.keep(content, kind="certificate", name=f"certificate.{ending}", media_type=media_type)
    return {"file": file.hex, "vehicle": vehicle.hex, "form": form}


TASKS: dict[str, Task] = {"certificates.draw": draw}


def drawn(face: CertificateFace, form: str) -> bytes:
    """Return the file of this form."""
    return draw_certificate(face, PICTURES[form]) if form in PICTURES else certificate_pdf(face, PAPERS[form])


def face_of(
    session: Session, certificate_id: UUID, *, by_filed_user: bool, now: datetime
) -> tuple[CertificateFace, UUID]:
    """Return what stands on a certificate, and its car. Raises LookupError."""
    certificate = certificates.get(session, certificate_id)
    vehicle = vehicles.get(session, certificate.vehicle_id) if certificate else None
    if certificate is None or vehicle is None:
        raise LookupError("no such certificate")
    face = CertificateFace(
        number=certificate.number,
        plate=vehicle.plate,
        plate_type=vehicle.plate_type,
        valid_until=certificate.valid_until,
        office=texts("zh-CN", ZONE).plain(OFFICE),
        office_english=texts("en", ZONE).plain(OFFICE),
        issued_at=certificate.issued_at.astimezone(ZONE),
        made_at=now.astimezone(ZONE),
        code_text=certificate.text,
        shown_by_filed_user=by_filed_user,
        alarm=ALARMS.get(service.worth(certificate, vehicle, now=now)),
    )
    return face, vehicle.id
