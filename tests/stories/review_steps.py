"""Steps that stories about reviews begin with: cases submitted with photos."""

from typing import Any
from uuid import uuid4

from bot.services.review import case_decisions, submission
from storage import files
from storage.database import add, counters
from storage.filing import filings
from storage.filing.filings import Filing, FilingStatus, FilingWay, Relationship
from storage.identity import accounts
from storage.register.vehicles import Vehicle
from storage.review.photos import Photo, PhotoSlot, PhotoState
from storage.review.reviews import Review
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.pictures import photo

PERCEPTUAL_HASHES = {PhotoSlot.HANDHELD: "00000000ffffffff", PhotoSlot.SCENE: "ffffffff00000000"}


def small(seed: int) -> bytes:
    """Return a small photo that is watermarked quickly."""
    return photo(seed, size=(240, 300))


def apply_for(app: AppDriver, driver: Citizen, vehicle: Vehicle) -> Filing:
    """Return an application that the owner has approved."""

    def action(session: Any) -> Filing:
        filing = Filing(
            number=counters.next_number(session, "filing"),
            vehicle_id=vehicle.id,
            filer_id=driver.person_id,
            way=FilingWay.SMS,
            relationship=Relationship.FRIEND,
            status=FilingStatus.CHECKING,
            applied_at=app.now,
            changed_at=app.now,
        )
        add(session, filing)
        filings.add_event(session, filing, "applied", at=app.now)
        return filing

    return app.write(action)


def submit(
    app: AppDriver, filing: Filing, *, seed: int = 1, content: bytes | None = None, **perceptual_hashes: str
) -> Review:
    """Submit two photos of a case. perceptual_hashes: the perceptual hash by slot, 16 hexadecimal digits."""

    def action(session: Any) -> Review:
        found = session.get_one(Filing, filing.id)
        for at, slot in enumerate(PERCEPTUAL_HASHES):
            _keep(session, app, found, slot, content or small(seed * 2 + at), perceptual_hashes.get(slot.value, ""))
        review = submission.submit(session, found, now=app.now)
        account = accounts.of_person(session, found.filer_id)
        assert account is not None
        case_decisions.announce(session, review, now=app.now)
        return review

    return app.write(action)


def case(app: AppDriver, driver: Citizen, vehicle: Vehicle, *, seed: int = 1) -> Review:
    """Return the first review of a new application."""
    return submit(app, apply_for(app, driver, vehicle), seed=seed)


def review_of(app: AppDriver, review: Review) -> Review:
    """Return the review as it is now."""
    return app.read(lambda session: session.get(Review, review.id))  # type: ignore[no-any-return]


def filing_of(app: AppDriver, review: Review) -> Filing:
    """Return the application as it is now."""
    return app.read(lambda session: session.get(Filing, review.filing_id))  # type: ignore[no-any-return]


def _keep(session: Any, app: AppDriver, filing: Filing, slot: PhotoSlot, content: bytes, perceptual_hash: str) -> None:
    kept = files.store(
        session,
        content,
        kind="review",
        name="photo.jpg",
        media_type="image/jpeg",
        at=app.now,
        person_id=filing.filer_id,
    )
    row = Photo(
        filing_id=filing.id,
        person_id=filing.filer_id,
        slot=slot,
        state=PhotoState.READY,
        reference=uuid4(),
        telegram_hash=uuid4().hex,
        content_hash=uuid4().hex,
        perceptual_hash=perceptual_hash,
        message_id=1,
        file_id=kept,
        at=app.now,
    )
    add(session, row)


def photos_of(actor: Actor) -> list[dict[str, Any]]:
    """Return the messages with photos that this person sees."""
    return [message for message in actor.messages() if "photo" in message]
