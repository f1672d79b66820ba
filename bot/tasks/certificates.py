"""The tasks that draw a certificate: as a file, in three variants of a picture or two sizes of PDF, and live."""

import asyncio
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.adapters.certificates.verifier import CertificateVerdict
from bot.adapters.drawing.certificate_content import CertificateContent, CertificateWarning
from bot.adapters.drawing.put_away_picture import put_away_picture
from bot.adapters.drawing.sandbox_jobs import PICTURES, CertificateForm, draw
from bot.engine.outbound.tasks import TaskResources
from bot.services.certificates import certificates as service
from bot.stored_json import TaskResult
from bot.tasks.dependencies import Adapters, task
from bot.texts import OFFICE_KEY, texts
from storage.certificates.certificates import Certificate
from storage.register.vehicles import Vehicle

LIVE_PICTURE_DAYS = 1 / 24  # A later delivery shows the words alone.
WARNINGS = {
    CertificateVerdict.EXPIRED: CertificateWarning.EXPIRED,
    CertificateVerdict.SUPERSEDED: CertificateWarning.SUPERSEDED,
    CertificateVerdict.REVOKED: CertificateWarning.REVOKED,
    CertificateVerdict.VEHICLE_ABNORMAL: CertificateWarning.ABNORMAL,
}


class DrawnCertificate(TaskResult):
    """The stored file of a drawn certificate, and its vehicle."""

    file: UUID
    vehicle: UUID
    form: CertificateForm


class DrawnLiveView(TaskResult):
    """The stored picture for a live view. is_over: it takes the place of the certificate."""

    file: UUID
    view: UUID
    is_over: bool


@task("certificates.draw")
async def draw_form(
    resources: TaskResources, adapters: Adapters, *, certificate: UUID, form: CertificateForm, by_filed_user: bool
) -> DrawnCertificate:
    """Draw a certificate as it is now, under a red banner if it is not valid, and keep the file for a day."""
    now = resources.clock()
    content, vehicle = await resources.database.read(
        lambda session: content_of(session, certificate, by_filed_user=by_filed_user, now=now)
    )
    drawn = await draw(adapters.drawing_pool, form, content)
    ending, media_type = ("png", "image/png") if form in PICTURES else ("pdf", "application/pdf")
    file = await resources.keep(drawn, kind="certificate", name=f"certificate.{ending}", media_type=media_type)
    return DrawnCertificate(file=file, vehicle=vehicle, form=form)


@task("certificates.draw-live")
async def draw_live(
    resources: TaskResources,
    adapters: Adapters,
    *,
    view: UUID,
    certificate: UUID | None,
    form: CertificateForm,
    by_filed_user: bool,
) -> DrawnLiveView:
    """Draw the certificate of a live view as it is now, or without one what takes its place at the end.

    The picture is kept until it is sent: the next one follows soon.
    """
    if certificate is None:
        drawn = await asyncio.to_thread(put_away_picture)
    else:
        now, shown = resources.clock(), certificate
        content, _ = await resources.database.read(
            lambda session: content_of(session, shown, by_filed_user=by_filed_user, now=now, is_live=True)
        )
        drawn = await draw(adapters.drawing_pool, form, content)
    file = await resources.keep(
        drawn, kind="certificate", name="certificate.png", media_type="image/png", days=LIVE_PICTURE_DAYS
    )
    return DrawnLiveView(file=file, view=view, is_over=certificate is None)


def content_of(
    session: Session, certificate_id: UUID, *, by_filed_user: bool, now: datetime, is_live: bool = False
) -> tuple[CertificateContent, UUID]:
    """Return the content of a certificate, and the id of its vehicle. Raises LookupError for an unknown one."""
    certificate = session.get(Certificate, certificate_id)
    vehicle = session.get(Vehicle, certificate.vehicle_id) if certificate else None
    if certificate is None or vehicle is None:
        raise LookupError("no such certificate")
    content = CertificateContent(
        number=certificate.number,
        plate=vehicle.plate,
        plate_type=vehicle.plate_type,
        valid_until=certificate.valid_until,
        office=texts("zh-CN").plain(OFFICE_KEY),
        office_english=texts("en").plain(OFFICE_KEY),
        issued_at=local_time.local(certificate.issued_at),
        made_at=local_time.local(now),
        code_text=certificate.text,
        shown_by_filed_user=by_filed_user,
        is_live=is_live,
        warning=WARNINGS.get(service.verdict_on(certificate, vehicle, now=now)),
    )
    return content, vehicle.id
