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
from tests.stories.app_driver import Town
from tests.stories.cast import Citizen
from tests.stories.pictures import photo

LOOKS = {PhotoSlot.HANDHELD: "00000000ffffffff", PhotoSlot.SCENE: "ffffffff00000000"}


def small(seed: int) -> bytes:
    """A photo that is quickly drawn on."""
    return photo(seed, size=(240, 300))


def apply_for(town: Town, driver: Citizen, vehicle: Vehicle) -> Filing:
    """An application that its owner has agreed to."""

    def deed(session: Any) -> Filing:
        filing = Filing(
            number=counters.next_number(session, "filing"),
            vehicle_id=vehicle.id,
            filer_id=driver.person_id,
            way=FilingWay.SMS,
            relationship=Relationship.FRIEND,
            status=FilingStatus.CHECKING,
            applied_at=town.now,
            changed_at=town.now,
        )
        add(session, filing)
        filings.add_event(session, filing, "applied", at=town.now)
        return filing

    return town.write(deed)  # type: ignore[no-any-return]


def hand_in(town: Town, filing: Filing, *, seed: int = 1, content: bytes | None = None, **looks: str) -> Review:
    """Put two photos of a case before the reviewers; looks: what each looks like, 16 hexadecimal digits."""

    def deed(session: Any) -> Review:
        found = session.get_one(Filing, filing.id)
        for at, slot in enumerate(LOOKS):
            _keep(session, town, found, slot, content or small(seed * 2 + at), looks.get(slot.value, ""))
        review = submission.submit(session, found, now=town.now)
        account = accounts.of_person(session, found.filer_id)
        assert account is not None
        case_decisions.announce(session, review, lane=account.lane)
        return review

    return town.write(deed)  # type: ignore[no-any-return]


def case(town: Town, driver: Citizen, vehicle: Vehicle, *, seed: int = 1) -> Review:
    """An application and its first round before the reviewers."""
    return hand_in(town, apply_for(town, driver, vehicle), seed=seed)


def review_of(town: Town, review: Review) -> Review:
    """The round as it stands now."""
    return town.look(lambda session: session.get(Review, review.id))  # type: ignore[no-any-return]


def filing_of(town: Town, review: Review) -> Filing:
    """The application as it stands now."""
    return town.look(lambda session: session.get(Filing, review.filing_id))  # type: ignore[no-any-return]


def _keep(session: Any, town: Town, filing: Filing, slot: PhotoSlot, content: bytes, look: str) -> None:
    kept = files.store(
        session,
        content,
        kind="review",
        name="photo.jpg",
        media_type="image/jpeg",
        at=town.now,
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
        at=town.now,
    )
    photos.add_photo(session, row)


def photos_of(actor: Actor) -> list[dict[str, Any]]:
    """The photos on somebody's screen."""
    return [message for message in actor.messages() if "photo" in message]
