"""Inserts rows with personal data of one person into every table; each table gets a text that occurs nowhere else."""

from datetime import timedelta
from uuid import uuid4

from storage import files
from storage.certificates.certificates import Certificate, IssueWay
from storage.certificates.paper_copies import PaperCopy, PaperWay
from storage.certificates.signing_keys import StoredSigningKeys
from storage.engine import conversations, inbox, outbox
from storage.filing.approvals import Approval
from storage.filing.filings import Filing, FilingStatus, FilingWay
from storage.objections import Objection
from storage.organisations.organisations import Organisation
from storage.register.vehicles import Vehicle
from storage.review.blacklist import BlacklistEntry, FalseMaterial
from storage.review.identity_cases import IdentityCase, IdentityCaseKind
from storage.review.photos import Photo, PhotoSlot, PhotoState
from storage.review.reviews import Review, ReviewStatus
from storage.staff.members import StaffMember
from storage.staff.role_proposals import StaffProposal
from storage.violations.violations import Violation
from tests.data_protection.personal_tables import NOW, SOON, DataSubject, DeletionEffect, personal_row

PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 a face"


@personal_row("people", DeletionEffect.DELETED)
def person(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    user.person.licence_number = user.text("people")


@personal_row("vehicles", DeletionEffect.KEPT)
def vehicle(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = Vehicle(plate_type="02", plate=user.about, engine_index="", owner_person_id=user.person.id)
    row.engine_number = row.vin = user.text("vehicles")
    row.engine_index = user.about
    user.put(row)


@personal_row("organisations", DeletionEffect.KEPT)
def organisation(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = Organisation(credit_code=user.about, name="x")
    row.phone = user.text("organisations")
    user.put(row)


@personal_row("staff", DeletionEffect.KEPT)
def staff(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = StaffMember(telegram_id=user.account.telegram_id + 10_000, roles="admin", since=NOW)
    row.name = user.text("staff")
    user.put(row)


@personal_row("staff_proposals", DeletionEffect.KEPT)
def staff_proposal(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = StaffProposal(roles="reviewer", proposed_by=user.rows[StaffMember].id, proposed_at=NOW)
    row.name = user.text("staff_proposals")
    user.put(row)


@personal_row("certificate_keyring", DeletionEffect.KEPT)
def keyring(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = StoredSigningKeys(id=uuid4(), changed_at=NOW)
    row.keys = user.text("certificate_keyring")
    user.put(row)


@personal_row("filings", DeletionEffect.DELETED)
def filing(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    number, car = user.account.telegram_id, user.rows[Vehicle]
    row = Filing(
        number=number, vehicle_id=car.id, filer_id=user.person.id, way=FilingWay.SMS,
        status=FilingStatus.WAITING_OWNER, applied_at=NOW, changed_at=NOW,
    )  # fmt: skip
    row.relationship_text = user.text("filings")
    user.put(row)


@personal_row("approvals", DeletionEffect.DELETED)
def approval(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = Approval(filing_id=user.rows[Filing].id, owner_id=user.person.id, asked_at=NOW, expires_at=SOON)
    row.reason = user.text("approvals")
    user.put(row)


@personal_row("certificates", DeletionEffect.UNLINKED, not_exported="the note is of the staff who revoked it")
def certificate(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = Certificate(
        number=user.about, vehicle_id=user.rows[Vehicle].id, valid_until="2027-01", how=IssueWay.STATION,
        issued_at=NOW, expires_at=SOON, kid="k", text="CZ1:", reminded_at=NOW,
    )  # fmt: skip
    row.note = user.text("certificates")
    user.put(row)


@personal_row("paper_copies", DeletionEffect.DELETED)
def paper_copy(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = PaperCopy(
        number=user.account.telegram_id, vehicle_id=user.rows[Vehicle].id, certificate_id=user.rows[Certificate].id,
        person_id=user.person.id, way=PaperWay.POST, requested_at=NOW, changed_at=NOW,
    )  # fmt: skip
    row.recipient = row.phone = row.address = user.text("paper_copies")
    user.put(row)


@personal_row("objections", DeletionEffect.UNLINKED)
def objection(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    violation = Violation(
        number=user.about, vehicle_id=user.rows[Vehicle].id, occurred_at=NOW, place="x", act_code="1", act="x",
        provision="x", basis="x", fine=1, points=1, authority_code="450100", recorded_at=NOW,
    )  # fmt: skip
    about = user.put(violation).id
    row = Objection(number=user.account.telegram_id, violation_id=about, person_id=user.person.id, made_at=NOW)
    row.said = row.answer = user.text("objections")
    user.put(row)


@personal_row("reviews", DeletionEffect.UNLINKED)
def review(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = Review(
        filing_id=user.rows[Filing].id, round=1, handheld_id=uuid4(), scene_id=uuid4(), submitted_at=NOW, due_at=NOW,
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
        filing_id=user.rows[Filing].id, person_id=user.person.id, slot=PhotoSlot.HANDHELD, state=PhotoState.USED,
        reference=uuid4(), telegram_hash=user.about, content_hash=user.about, message_id=1, file_id=kept, at=NOW,
    )  # fmt: skip
    user.put(row)


@personal_row("conversations", DeletionEffect.DELETED, not_exported="what is half typed is on the screen")
def conversation(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    conversation_row = conversations.load(user.session, user.account.lane)
    conversation_row.flow, conversation_row.draft = "filing", {"words": user.text("conversations")}
    conversations.save(user.session, conversation_row, at=NOW)


@personal_row("inbox", DeletionEffect.DELETED, not_exported="updates that the person sent, until retention")
def inbox_event(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    content = {"message": {"text": user.text("inbox")}}
    inbox.put(
        user.session, [inbox.NewEvent(inbox.EventSource.TELEGRAM, user.about, user.account.lane, content)], at=NOW
    )


@personal_row("outbox", DeletionEffect.DELETED, not_exported="messages that the person received, until retention")
def outbox_delivery(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    outbox.put_sms(user.session, user.person.phone, "sms-code", at=NOW, lane="x", code=user.text("outbox"))
