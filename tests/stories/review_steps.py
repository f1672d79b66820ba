"""Steps that the stories about the review desk begin with: cases handed in, as the photo way hands them in."""

from typing import Any
from uuid import uuid4

from bot.services.review import case_decisions, submission
from storage import files
from storage.database import add, counters
from storage.filing import filings
from storage.filing.filings import Filing, FilingStatus, FilingWay, Relationship
from storage.identity import accounts
from storage.register.vehicles import Vehicle
from storage.review import photos
from storage.review.photos import Photo, PhotoSlot, PhotoState
from storage.review.reviews import Review
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.pictures import photo

LOOKS = {PhotoSlot.HANDHELD: "00000000ffffffff", PhotoSlot.SCENE: "ffffffff00000000"}


def small(seed: int) -> bytes:
    """A photo that is quickly drawn on."""
    return photo(seed, size=(240, 300))


def apply_for(app: AppDriver, driver: Citizen, vehicle: Vehicle) -> Filing:
    """An application that its owner has agreed to."""

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


def hand_in(app: AppDriver, filing: Filing, *, seed: int = 1, content: bytes | None = None, **looks: str) -> Review:
    """Put two photos of a case before the reviewers; looks: what each looks like, 16 hexadecimal digits."""

    def action(session: Any) -> Review:
        found = session.get_one(Filing, filing.id)
        for at, slot in enumerate(LOOKS):
            _keep(session, app, found, slot, content or small(seed * 2 + at), looks.get(slot.value, ""))
        review = submission.submit(session, found, now=app.now)
        account = accounts.of_person(session, found.filer_id)
        assert account is not None
        case_decisions.announce(session, review, lane=account.lane)
        return review

    return app.write(action)


def case(app: AppDriver, driver: Citizen, vehicle: Vehicle, *, seed: int = 1) -> Review:
    """An application and its first round before the reviewers."""
    return hand_in(app, apply_for(app, driver, vehicle), seed=seed)


def review_of(app: AppDriver, review: Review) -> Review:
    """The round as it stands now."""
    return app.look(lambda session: session.get(Review, review.id))  # type: ignore[no-any-return]


def filing_of(app: AppDriver, review: Review) -> Filing:
    """The application as it stands now."""
    return app.look(lambda session: session.get(Filing, review.filing_id))  # type: ignore[no-any-return]


def _keep(session: Any, app: AppDriver, filing: Filing, slot: PhotoSlot, content: bytes, look: str) -> None:
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
        unique_mark=uuid4().hex,
        bytes_mark=uuid4().hex,
        look=look,
        message_id=1,
        file_id=kept,
        at=app.now,
    )
    photos.add_photo(session, row)


def photos_of(actor: Actor) -> list[dict[str, Any]]:
    """The photos on somebody's screen."""
    return [message for message in actor.messages() if "photo" in message]
