"""Tasks of identity cases: watermarked copies of their photos."""

from uuid import UUID

from sqlmodel import Session

from bot.adapters.drawing.sandbox_jobs import WATERMARK
from bot.engine.outbound.tasks import TaskResources
from bot.stored_json import TaskResult
from bot.tasks.dependencies import Adapters, task
from storage import files
from storage.review.identity_cases import IdentityCase


class IdentityCopies(TaskResult):
    """The watermarked copies of a case's photos: the stored file of each, by what it shows."""

    case: UUID
    copies: dict[str, UUID]


@task("identity.copies")
async def make_copies(resources: TaskResources, adapters: Adapters, *, case: UUID, words: str) -> IdentityCopies:
    """Make watermarked copies of the photos of a case, for the reviewer who has taken it."""
    originals = await resources.database.read(lambda session: _originals(session, case))
    made = {}
    for what, photo in originals.items():
        copy = await adapters.drawing_pool.run(WATERMARK, photo, text=words)
        made[what] = await resources.keep(copy, kind="viewing", name=f"{what}.jpg", media_type="image/jpeg")
    return IdentityCopies(case=case, copies=made)


def _originals(session: Session, case_id: UUID) -> dict[str, bytes]:
    case = session.get(IdentityCase, case_id)
    opened = {what: files.read(session, photo) for what, photo in case.photo_ids.items()} if case else {}
    return {what: file.content for what, file in opened.items() if file is not None}
