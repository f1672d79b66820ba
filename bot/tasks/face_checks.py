"""Face checks: downloads a selfie, re-encodes it in the sandbox and compares it with the portrait on record."""

from typing import Any
from uuid import UUID

from bot.adapters.face_check import FaceQuestion
from bot.engine.outbound.tasks import Tools
from bot.tasks.dependencies import Adapters, task
from bot.tasks.photos import fetch, keep
from storage import files


@task("checks.face")
async def check_face(
    tools: Tools,
    adapters: Adapters,
    *,
    file_id: str,
    person: int,
    owner: UUID,
    portrait: UUID,
    digits: str,
    accept: float,
    doubt: float,
) -> dict[str, Any]:
    """Download a selfie, store it, and compare it with the portrait on record."""
    picture = await fetch(tools, adapters.photo_pool, file_id)
    if isinstance(picture, str):
        return {"problem": picture}
    record = await tools.database.read(lambda session: files.read(session, portrait))
    question = FaceQuestion(person, picture.jpeg, record.content if record else None, digits, accept, doubt)
    answer = await adapters.face.check(question)
    kept = await keep(tools, picture, owner, "selfie")
    verdict = {"outcome": answer.outcome.value, "reason": answer.reason, "similarity": answer.similarity_permille}
    return {**kept, **verdict, "findings": []}
