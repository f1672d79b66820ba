"""Tasks of the review desk: watermarked copies of photos, automatic advice, deleting photos from a chat."""

from typing import Any
from uuid import UUID

from telegram.error import BadRequest, Forbidden

from bot.adapters.drawing.sandbox_jobs import WATERMARK
from bot.adapters.pictures.sandbox_jobs import COMPARE_FACES, READ_DOCUMENT
from bot.adapters.sandbox.errors import SandboxBusy, SandboxError
from bot.adapters.sandbox.pool import SandboxPool
from bot.engine.outbound.tasks import NotYet, TaskResources, TryAgain
from bot.services.review import machine_advice, photo_access
from bot.services.review.machine_advice import ReviewMaterial
from bot.stored_json import TaskResult
from bot.tasks.dependencies import Adapters, task
from storage.engine import chat_messages
from storage.review.photo_views import ViewedItem

MAX_DELETED = 100  # Telegram deletes no more messages in one call.


class ViewingCopies(TaskResult):
    """The watermarked copies of a case's photos and of the portrait on record: the stored file of each."""

    review: UUID
    copies: dict[ViewedItem, UUID]


class Advice(TaskResult):
    """The automatic advice about a case, as its review stores it."""

    review: UUID
    told: dict[str, Any]


class MessagesDeleted(TaskResult):
    """Whether Telegram deleted the messages."""

    gone: bool


@task("reviews.copies")
async def make_viewing_copies(
    resources: TaskResources, adapters: Adapters, *, review: UUID, words: str
) -> ViewingCopies:
    """Make watermarked copies of the photos of a case, for the reviewer who opens it."""
    kept = await resources.database.read(lambda session: photo_access.originals(session, review))
    made = {}
    for slot, photo in kept.photos.items():
        copy = await adapters.drawing_pool.run(WATERMARK, photo, text=words)
        made[slot] = await resources.keep(
            copy, kind="viewing", name=f"{slot.value}.jpg", media_type="image/jpeg", person_id=kept.person_id
        )
    return ViewingCopies(review=review, copies=made)


@task("reviews.examine")
async def prepare_advice(resources: TaskResources, adapters: Adapters, *, review: UUID) -> Advice:
    """Read the document and compare the faces of a case, as advice for its reviewer."""
    now = resources.clock()
    found = await resources.database.read(lambda session: machine_advice.material(session, review, at=now))
    return Advice(review=review, told=await _examine(adapters.photo_pool, found) if found else {})


@task("reviews.take_off")
async def delete_messages(
    resources: TaskResources, adapters: Adapters, *, chat: int, lane: str, about: list[str], through: int | None = None
) -> MessagesDeleted:
    """Delete all messages about these things from a chat, but for deliveries that were put after `through`."""
    read = resources.database.read
    if await read(lambda session: chat_messages.is_on_its_way(session, about, lane, through=through)):
        raise NotYet
    shown = await read(
        lambda session: chat_messages.messages_about(session, about, lane, through=through, limit=MAX_DELETED)
    )
    try:
        await resources.bot.delete_messages(chat, shown)
    except (BadRequest, Forbidden):
        return MessagesDeleted(gone=False)  # Too old to be deleted, or the bot is blocked.
    return MessagesDeleted(gone=True)


async def _examine(pool: SandboxPool, found: ReviewMaterial) -> dict[str, Any]:
    photos = {"read": found.handheld, "read_scene": found.scene}
    advice: dict[str, Any] = {name: await _read(pool, found, photo) for name, photo in photos.items()}
    if not found.compares:
        return {**advice, "unasked": True} if found.unasked else advice
    pairs = {"document": found.handheld, "portrait": found.portrait}
    likeness = {name: await _compare(pool, found, other) for name, other in pairs.items() if other}
    return {**advice, "likeness": likeness}


async def _read(pool: SandboxPool, found: ReviewMaterial, photo: bytes) -> dict[str, str]:
    try:
        read = await pool.run(READ_DOCUMENT, photo, applicant=found.applicant, owner=found.owner)
    except SandboxBusy as busy:
        raise TryAgain from busy
    except SandboxError:
        return {}
    return machine_advice.reading(read)


async def _compare(pool: SandboxPool, found: ReviewMaterial, other: bytes) -> dict[str, Any]:
    try:
        seen = await pool.run(COMPARE_FACES, found.scene, other, accept=found.accept, doubt=found.doubt)
    except SandboxBusy as busy:
        raise TryAgain from busy
    except SandboxError:
        return {"verdict": "cannot_tell", "permille": None}
    permille = None if seen.similarity is None else round(seen.similarity * 1000)
    return {"verdict": seen.match.value, "permille": permille}
