"""Slow work of the review desk: watermarked copies, advice from machines, photos taken off a screen."""

from typing import Any
from uuid import UUID

from pydantic import JsonValue
from telegram.error import BadRequest, Forbidden

from bot.adapters.drawing.sandbox_jobs import mark
from bot.adapters.pictures.faces import FaceVerdict
from bot.adapters.pictures.sandbox_jobs import COMPARE_FACES, READ_DOCUMENT
from bot.adapters.sandbox.pool import Laboratory, LaboratoryBusy, LaboratoryRefusal
from bot.engine.outbound.tasks import Task, Tools, TryAgain
from bot.services.review import machine_advice, photo_access
from bot.services.review.machine_advice import Material
from bot.tasks.dependencies import Adapters
from storage.engine import outbox


def tasks(adapters: Adapters) -> dict[str, Task]:
    """The tasks of this file, by name."""

    async def copies(tools: Tools, *, review: str, words: str) -> dict[str, Any]:
        review_id = UUID(hex=review)
        kept = await tools.database.read(lambda session: photo_access.originals(session, review_id))
        made = {}
        for slot, photo in kept.photos.items():
            copy = await mark(adapters.studio, photo, words)
            file_id = await tools.keep(
                copy, kind="viewing", name=f"{slot.value}.jpg", media_type="image/jpeg", person_id=kept.person_id
            )
            made[slot.value] = file_id.hex
        return {"review": review, "copies": made}

    async def examine(tools: Tools, *, review: str) -> dict[str, Any]:
        now, review_id = tools.clock(), UUID(hex=review)
        found = await tools.database.read(lambda session: machine_advice.material(session, review_id, at=now))
        told = await _examine(adapters.laboratory, found) if found else {}
        return {"review": review, "told": told}

    async def take_off(tools: Tools, *, chat: int, lane: str, about: list[str]) -> dict[str, Any]:
        shown = await tools.database.read(
            lambda session: [outbox.message_about(session, one, lane) for one in about],
        )
        if None in shown:
            raise TryAgain  # It is on its way to the screen.
        try:
            await tools.bot.delete_messages(chat, [message for message in shown if message is not None])
        except (BadRequest, Forbidden):
            return {"gone": False}  # Too old to be deleted, or the chat is closed.
        return {"gone": True}

    return {"reviews.copies": copies, "reviews.examine": examine, "reviews.take_off": take_off}


async def _examine(laboratory: Laboratory, found: Material) -> dict[str, Any]:
    told = await _read(laboratory, found)
    if not found.compares:
        return told
    pairs = {"document": found.handheld, "portrait": found.portrait}
    likeness = {name: await _compare(laboratory, found, other) for name, other in pairs.items() if other}
    return {**told, "likeness": likeness}


async def _read(laboratory: Laboratory, found: Material) -> dict[str, Any]:
    owner: JsonValue = [*found.owner] if found.owner else None
    try:
        read = await laboratory.run(READ_DOCUMENT, found.handheld, applicant=[*found.applicant], owner=owner)
    except LaboratoryBusy as busy:
        raise TryAgain from busy
    except LaboratoryRefusal:
        return {}
    return {"read": {"number": read.number.value, "name": read.name.value}} if read.available else {}


async def _compare(laboratory: Laboratory, found: Material, other: bytes) -> dict[str, Any]:
    try:
        seen = await laboratory.run(COMPARE_FACES, found.scene, other, accept=found.accept, doubt=found.doubt)
    except LaboratoryBusy as busy:
        raise TryAgain from busy
    except LaboratoryRefusal:
        return {"verdict": "cannot_tell", "permille": None}
    return _told(seen)


def _told(seen: FaceVerdict) -> dict[str, Any]:
    permille = None if seen.similarity is None else round(seen.similarity * 1000)
    return {"verdict": seen.verdict.value, "permille": permille}
