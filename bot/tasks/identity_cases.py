"""Tasks of identity cases: watermarked copies of their photos."""

from uuid import UUID

from sqlmodel import Session

from bot.adapters.drawing.sandbox_jobs import WATERMARK
from bot.adapters.pictures.sandbox_jobs import READ_DOCUMENT
from bot.adapters.sandbox.errors import SandboxBusy, SandboxError
from bot.adapters.sandbox.pool import SandboxPool
from bot.engine.outbound.tasks import TaskResources
from bot.services.review import identity_queue, machine_advice
from bot.stored_json import TaskResult
from bot.tasks.dependencies import Adapters, task
from storage import files
from storage.review.identity_cases import IdentityCase


class IdentityCopies(TaskResult):
    """The watermarked copies of a case's photos: the stored file of each, by what it shows.

    read: whose number and name a machine has read on the document, empty if it could not.
    """

    case: UUID
    copies: dict[str, UUID]
    read: dict[str, str] = {}


@task("identity.copies")
async def make_copies(resources: TaskResources, adapters: Adapters, *, case: UUID, words: str) -> IdentityCopies:
    """Make watermarked copies of the photos of a case, for the reviewer who has taken it."""
    originals = await resources.database.read(lambda session: _originals(session, case))
    made = {}
    for what, photo in originals.items():
        copy = await adapters.drawing_pool.run(WATERMARK, photo, text=words)
        made[what] = await resources.keep(copy, kind="viewing", name=f"{what}.jpg", media_type="image/jpeg")
    applicant = await resources.database.read(lambda session: applicant_of(session, case))
    read = await read_document(adapters.photo_pool, originals["document"], applicant) if "document" in originals else {}
    return IdentityCopies(case=case, copies=made, read=read)


async def read_document(pool: SandboxPool, document: bytes, applicant: tuple[str, str]) -> dict[str, str]:
    """Return whose number and name are on the document, as far as they can be read. applicant: number and name."""
    try:
        read = await pool.run(READ_DOCUMENT, document, applicant=applicant, owner=None)
    except (SandboxBusy, SandboxError):
        return {}
    return machine_advice.reading(read)


def applicant_of(session: Session, case_id: UUID) -> tuple[str, str]:
    """Return the ID number and the name of a case, with which its document is compared."""
    case = session.get(IdentityCase, case_id)
    name, number = identity_queue.identity_of(session, case) if case is not None else ("", "")
    return number, name


def _originals(session: Session, case_id: UUID) -> dict[str, bytes]:
    case = session.get(IdentityCase, case_id)
    opened = {what: files.read(session, photo) for what, photo in case.photo_ids.items()} if case else {}
    return {what: file.content for what, file in opened.items() if file is not None}
