"""Certificates, drawn: as a picture in three manners, as PDF in two sizes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.adapters.certificates.verifier import CertificateVerdict
from bot.adapters.drawing.certificate_content import CertificateContent, CertificateWarning
from bot.adapters.drawing.sandbox_jobs import PICTURES, CertificateForm, draw
from bot.engine.outbound.tasks import Tools
from bot.services.certificates import certificates as service
from bot.tasks.dependencies import Adapters, task
from bot.texts import OFFICE, texts
from storage.certificates import certificates
from storage.register import vehicles

ALARMS = {
    CertificateVerdict.EXPIRED: CertificateWarning.EXPIRED,
    CertificateVerdict.SUPERSEDED: CertificateWarning.SUPERSEDED,
    CertificateVerdict.REVOKED: CertificateWarning.REVOKED,
    CertificateVerdict.VEHICLE_ABNORMAL: CertificateWarning.ABNORMAL,
}


@task("certificates.draw")
async def draw_form(
    tools: Tools, adapters: Adapters, *, certificate: UUID, form: CertificateForm, by_filed_user: bool
) -> dict[str, Any]:
    """Draw it as it stands now, under a red banner if it does not count, and keep the file for a day."""
    now = tools.clock()
    face, vehicle = await tools.database.read(
        lambda session: face_of(session, certificate, by_filed_user=by_filed_user, now=now)
    )
    content = await draw(adapters.drawing_pool, form, face)
    ending, media_type = ("png", "image/png") if form in PICTURES else ("pdf", "application/pdf")
    file = await tools.keep(content, kind="certificate", name=f"certificate.{ending}", media_type=media_type)
    return {"file": file, "vehicle": vehicle, "form": form}


def face_of(
    session: Session, certificate_id: UUID, *, by_filed_user: bool, now: datetime
) -> tuple[CertificateContent, UUID]:
    """Return what stands on a certificate, and its car. Raises LookupError."""
    certificate = certificates.get(session, certificate_id)
    vehicle = vehicles.get(session, certificate.vehicle_id) if certificate else None
    if certificate is None or vehicle is None:
        raise LookupError("no such certificate")
    face = CertificateContent(
        number=certificate.number,
        plate=vehicle.plate,
        plate_type=vehicle.plate_type,
        valid_until=certificate.valid_until,
        office=texts("zh-CN").plain(OFFICE),
        office_english=texts("en").plain(OFFICE),
        issued_at=local_time.local(certificate.issued_at),
        made_at=local_time.local(now),
        code_text=certificate.text,
        shown_by_filed_user=by_filed_user,
        alarm=ALARMS.get(service.status_of(certificate, vehicle, now=now)),
    )
    return face, vehicle.id
