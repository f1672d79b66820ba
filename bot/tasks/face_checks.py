"""Face checks: downloads a selfie, re-encodes it in the sandbox and compares it with the portrait on record."""

from typing import Any
from uuid import UUID

from bot.adapters.face_check import FaceQuestion
from bot.engine.outbound.tasks import Task, Tools
from bot.tasks.dependencies import Adapters
from bot.tasks.photos import fetch, keep
from storage import files


def tasks(adapters: Adapters) -> dict[str, Task]:
    """Return the tasks of this module by name."""

    async def face(
        tools: Tools,
        *,
        file_id: str,
        person: int,
        owner: str,
        portrait: str,
        digits: str,
        accept: float,
        doubt: float,
    ) -> dict[str, Any]:
        picture = await fetch(tools, adapters.photo_pool, file_id)
        if isinstance(picture, str):
            return {"problem": picture}
        record = await tools.database.read(lambda session: files.read(session, UUID(hex=portrait)))
        question = FaceQuestion(person, picture.jpeg, record.content if record else None, digits, accept, doubt)
        answer = await adapters.face.check(question)
        kept = await keep(tools, picture, owner, "selfie")
        verdict = {"outcome": answer.outcome.value, "reason": answer.reason, "similarity": answer.similarity_permille}
        return {**kept, **verdict, "findings": []}

    return {"checks.face": face}
