"""Photos sent by people: downloaded, re-encoded in the sandbox, checked for quality, stored encrypted."""

import asyncio
from uuid import UUID

from bot.adapters.drawing.id_photo_guide import id_photo_guide
from bot.adapters.pictures.quality import ExpectedContent
from bot.adapters.pictures.sandbox_jobs import CHECK_QUALITY, sanitise_in_sandbox
from bot.adapters.pictures.sanitise import SanitisedPicture
from bot.adapters.sandbox.errors import SandboxBusy, SandboxError
from bot.adapters.sandbox.pool import SandboxPool
from bot.engine.outbound.tasks import TaskResources, TryAgain
from bot.services.review.photos import GUIDE, CheckedPhoto
from bot.stored_json import TaskResult
from bot.tasks.dependencies import Adapters, task

GUIDE_DAYS = 3650


class DrawnGuide(TaskResult):
    """The stored file of the drawn example."""

    file: UUID


@task("photos.look")
async def check_photo(resources: TaskResources, adapters: Adapters, *, file_id: str, owner: UUID) -> CheckedPhoto:
    """Download a photo of a document, store it and check its quality."""
    picture = await fetch(resources, adapters.photo_pool, file_id)
    if isinstance(picture, str):
        return CheckedPhoto(problem=picture)
    try:
        seen = await adapters.photo_pool.run(CHECK_QUALITY, picture.jpeg, expected=ExpectedContent.DOCUMENT)
    except SandboxError as error:
        raise TryAgain from error
    kept = await keep(resources, picture, owner, "review")
    return kept.model_copy(update={"findings": list(seen.findings)})


@task("identity.photo")
async def check_identity_photo(
    resources: TaskResources, adapters: Adapters, *, file_id: str, owner: UUID | None
) -> CheckedPhoto:
    """Download a photo for an identity case, and store it. owner: None for people who have not registered."""
    picture = await fetch(resources, adapters.photo_pool, file_id)
    if isinstance(picture, str):
        return CheckedPhoto(problem=picture)
    return await keep(resources, picture, owner, "identity")


@task("photos.guide")
async def draw_guide(resources: TaskResources, adapters: Adapters) -> DrawnGuide:
    """Draw the example of a photo with an ID card."""
    content = await asyncio.to_thread(id_photo_guide)
    kept = await resources.keep(
        content, kind="guide", name="guide.png", media_type="image/png", fingerprint=GUIDE, days=GUIDE_DAYS
    )
    return DrawnGuide(file=kept)


@task("objections.photo")
async def store_objection_photo(
    resources: TaskResources, adapters: Adapters, *, file_id: str, owner: UUID
) -> CheckedPhoto:
    """Download a photo that belongs to an objection, and store it."""
    picture = await fetch(resources, adapters.photo_pool, file_id)
    if isinstance(picture, str):
        return CheckedPhoto(problem=picture)
    return await keep(resources, picture, owner, "objection")


async def fetch(resources: TaskResources, photo_pool: SandboxPool, file_id: str) -> SanitisedPicture | str:
    """Download a file and re-encode it in the sandbox.

    Returns the key of the problem if the file is gone, too large or no photo. Raises TryAgain while the sandbox is
    busy.
    """
    try:
        data = await resources.download(file_id)
    except LookupError as problem:
        return "too_large" if "too big" in str(problem).lower() else "gone"
    try:
        picture = await sanitise_in_sandbox(photo_pool, data)
    except SandboxBusy as busy:
        raise TryAgain from busy
    return picture if isinstance(picture, SanitisedPicture) else picture.value


async def keep(resources: TaskResources, picture: SanitisedPicture, owner: UUID | None, kind: str) -> CheckedPhoto:
    """Store a re-encoded picture of this person for a day; the turn that handles the result extends that."""
    kept = await resources.keep(picture.jpeg, kind=kind, name="photo.jpg", media_type="image/jpeg", person_id=owner)
    return CheckedPhoto(file=kept, sha256=picture.hashes.sha256, perceptual_hash=picture.hashes.perceptual)
