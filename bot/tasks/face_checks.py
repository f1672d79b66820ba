"""The face check, carried out: the selfie fetched and cleaned, then compared with the portrait on record."""

from typing import Any
from uuid import UUID

from bot.adapters.face_check import FaceQuestion
from bot.engine.outbound.tasks import Task, Tools
from bot.tasks.dependencies import Adapters
from bot.tasks.photos import fetch, keep
from storage import files


def tasks(adapters: Adapters) -> dict[str, Task]:
    """The tasks of this file, by name."""

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
        picture = await fetch(tools, adapters.laboratory, file_id)
        if isinstance(picture, str):
            return {"problem": picture}
        record = await tools.database.read(lambda session: files.read(session, UUID(hex=portrait)))
        question = FaceQuestion(person, picture.jpeg, record.content if record else None, digits, accept, doubt)
        told = await adapters.face.check(question)
        kept = await keep(tools, picture, owner=owner, kind="selfie")
        verdict = {"outcome": told.outcome.value, "reason": told.reason, "similarity": told.similarity_permille}
        return {**kept, **verdict, "findings": []}

    return {"checks.face": face}
