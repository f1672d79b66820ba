"""Face checks: downloads a selfie, re-encodes it in the sandbox and compares it with the portrait on record."""

from uuid import UUID

from bot.adapters.face_check import FaceCheckRequest
from bot.engine.outbound.tasks import TaskResources
from bot.services.review.face_verdicts import CheckedFace
from bot.tasks.dependencies import Adapters, task
from bot.tasks.photos import fetch, keep
from storage import files


@task("checks.face")
async def check_face(
    resources: TaskResources,
    adapters: Adapters,
    *,
    file_id: str,
    person: int,
    owner: UUID,
    portrait: UUID,
    digits: str,
    accept: float,
    doubt: float,
) -> CheckedFace:
    """Download a selfie, store it, and compare it with the portrait on record."""
    picture = await fetch(resources, adapters.photo_pool, file_id)
    if isinstance(picture, str):
        return CheckedFace(problem=picture)
    record = await resources.database.read(lambda session: files.read(session, portrait))
    question = FaceCheckRequest(person, picture.jpeg, record.content if record else None, digits, accept, doubt)
    answer = await adapters.face.check(question)
    kept = await keep(resources, picture, owner, "selfie")
    return CheckedFace(
        **kept.model_dump(exclude_unset=True),
        findings=[],
        outcome=answer.outcome,
        reason=answer.reason,
        similarity=answer.similarity_permille,
    )
