"""Rows of one person: reviews, the blacklist, identity cases and photos."""

from datetime import timedelta
from uuid import uuid4

from storage import files
from storage.filing.filings import Filing
from storage.review.blacklist import BlacklistEntry, FalseMaterial
from storage.review.identity_cases import IdentityCase, IdentityCaseKind
from storage.review.photos import Photo, PhotoSlot, PhotoState
from storage.review.reviews import Review, ReviewStatus
from tests.data_protection.personal_tables import NOW, SOON, DataSubject, DeletionEffect, personal_row
from tests.data_protection.row_states import row_states

PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 a face"


@personal_row("reviews", DeletionEffect.UNLINKED)
def review(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = Review(
        filing_id=user.row(Filing).id, round=1, handheld_id=uuid4(), scene_id=uuid4(), submitted_at=NOW, due_at=NOW,
        status=ReviewStatus.RETURNED,
    )  # fmt: skip
    row.text = user.text("reviews")
    user.put(row)


@personal_row("blacklist", DeletionEffect.UNLINKED)
def blacklist_entry(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = BlacklistEntry(person_id=user.person.id, reason=FalseMaterial.ALTERED, proposed_at=NOW)
    row.appeal = user.text("blacklist")
    user.put(row)


@personal_row("identity_cases", DeletionEffect.DELETED)
def identity_case(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = IdentityCase(
        number=user.account.telegram_id, kind=IdentityCaseKind.VERIFY, account_id=user.account.id,
        person_id=user.person.id, document_id=uuid4(), selfie_id=uuid4(), opened_at=NOW, due_at=SOON,
    )  # fmt: skip
    row.name = row.id_number = row.phone = row.reason = user.text("identity_cases")
    user.put(row)


@personal_row("photos", DeletionEffect.HASHED)
@personal_row("files", DeletionEffect.DELETED, not_exported="listed by kind and moment")
def photo(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    kept = files.store(
        user.session, PICTURE + user.text("files").encode(), kind="handheld", name="1.jpg", media_type="image/jpeg",
        at=NOW, person_id=user.person.id, delete_at=NOW + timedelta(days=90),
    )  # fmt: skip
    row = Photo(
        filing_id=user.row(Filing).id, person_id=user.person.id, slot=PhotoSlot.HANDHELD, state=PhotoState.USED,
        reference=uuid4(), telegram_hash=user.about, content_hash=user.about, message_id=1, file_id=kept, at=NOW,
    )  # fmt: skip
    user.put(row)


row_states("identity_cases", ended={"status": "rejected", "closed_at": NOW}, needed={"status": "waiting"})
row_states("blacklist", ended={"status": "confirmed", "until": NOW}, needed={"status": "proposed"})
