"""Inserts a trace of a person into each table: a word that occurs in this table alone."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from storage import files
from storage.certificates import share_codes
from storage.certificates.certificates import Certificate, IssueWay
from storage.certificates.keyring import StoredKeyring
from storage.certificates.paper_copies import PaperCopy, PaperWay
from storage.database import add
from storage.engine import conversations, inbox, outbox
from storage.filing import vehicle_codes
from storage.filing.approvals import Approval
from storage.filing.filings import Filing, FilingStatus, FilingWay
from storage.identity import sms_codes
from storage.identity.accounts import Account
from storage.objections import Objection
from storage.organisations import invitations, sign_in_codes, web_sessions
from storage.organisations.organisations import Organisation
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review.blacklist import BlacklistEntry, FalseMaterial
from storage.review.photos import Photo, PhotoSlot, PhotoState
from storage.review.reviews import Review, ReviewStatus
from storage.staff.members import StaffMember
from storage.staff.role_proposals import StaffProposal
from storage.violations.violations import Violation

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
SOON = NOW + timedelta(hours=1)
PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 a face"


@dataclass
class Life:
    """One self-declared person with a row in every table. `about`: distinguishes this person's words from others'."""

    session: Session
    person: Person
    account: Account
    about: str
    rows: dict[Any, Any] = field(default_factory=dict)

    def word(self, table: str) -> str:
        """Return the word for this table and this person."""
        return f"机密{self.about}{table}"

    def keep(self, row: Any) -> Any:
        """Insert a row that others can refer to."""
        self.rows[type(row)] = row
        return add(self.session, row)


def person(life: Life) -> None:
    """Insert a trace."""
    life.person.licence_number = life.word("people")


def vehicle(life: Life) -> None:
    """Insert a trace."""
    row = Vehicle(plate_type="02", plate=life.about, engine_index="", owner_person_id=life.person.id)
    row.engine_number = row.vin = life.word("vehicles")
    row.engine_index = life.about
    life.keep(row)


def organisation(life: Life) -> None:
    """Insert a trace."""
    row = Organisation(credit_code=life.about, name="x")
    row.phone = life.word("organisations")
    life.keep(row)


def staff(life: Life) -> None:
    """Insert a trace."""
    row = StaffMember(telegram_id=life.account.telegram_id + 10_000, roles="admin", since=NOW)
    row.name = life.word("staff")
    life.keep(row)


def staff_proposal(life: Life) -> None:
    """Insert a trace."""
    row = StaffProposal(roles="reviewer", proposed_by=life.rows[StaffMember].id, proposed_at=NOW)
    row.name = life.word("staff_proposals")
    life.keep(row)


def keyring(life: Life) -> None:
    """Insert a trace."""
    row = StoredKeyring(id=uuid4(), changed_at=NOW)
    row.keys = life.word("certificate_keyring")
    life.keep(row)


def filing(life: Life) -> None:
    """Insert a trace."""
    number, car = life.account.telegram_id, life.rows[Vehicle]
    row = Filing(
        number=number, vehicle_id=car.id, filer_id=life.person.id, way=FilingWay.SMS,
        status=FilingStatus.WAITING_OWNER, applied_at=NOW, changed_at=NOW,
    )  # fmt: skip
    row.relationship_text = life.word("filings")
    life.keep(row)


def approval(life: Life) -> None:
    """Insert a trace."""
    row = Approval(filing_id=life.rows[Filing].id, owner_id=life.person.id, asked_at=NOW, expires_at=SOON)
    row.reason = life.word("approvals")
    life.keep(row)


def certificate(life: Life) -> None:
    """Insert a trace."""
    row = Certificate(
        number=life.about, vehicle_id=life.rows[Vehicle].id, valid_until="2027-01", how=IssueWay.STATION,
        issued_at=NOW, expires_at=SOON, kid="k", text="CZ1:", reminded_at=NOW,
    )  # fmt: skip
    row.note = life.word("certificates")
    life.keep(row)


def paper_copy(life: Life) -> None:
    """Insert a trace."""
    row = PaperCopy(
        number=life.account.telegram_id, vehicle_id=life.rows[Vehicle].id, certificate_id=life.rows[Certificate].id,
        person_id=life.person.id, way=PaperWay.POST, requested_at=NOW, changed_at=NOW,
    )  # fmt: skip
    row.recipient = row.phone = row.address = life.word("paper_copies")
    life.keep(row)


def objection(life: Life) -> None:
    """Insert a trace."""
    violation = Violation(
        number=life.about, vehicle_id=life.rows[Vehicle].id, occurred_at=NOW, place="x", act_code="1", act="x",
        provision="x", basis="x", fine=1, points=1, authority_code="450100", recorded_at=NOW,
    )  # fmt: skip
    about = life.keep(violation).id
    row = Objection(number=life.account.telegram_id, violation_id=about, person_id=life.person.id, made_at=NOW)
    row.said = row.answer = life.word("objections")
    life.keep(row)


def review(life: Life) -> None:
    """Insert a trace."""
    row = Review(
        filing_id=life.rows[Filing].id, round=1, handheld_id=uuid4(), scene_id=uuid4(), submitted_at=NOW, due_at=NOW,
        status=ReviewStatus.RETURNED,
    )  # fmt: skip
    row.text = life.word("reviews")
    life.keep(row)


def listing(life: Life) -> None:
    """Insert a trace."""
    row = BlacklistEntry(person_id=life.person.id, reason=FalseMaterial.ALTERED, proposed_at=NOW)
    row.appeal = life.word("blacklist")
    life.keep(row)


def photo(life: Life) -> None:
    """Insert a trace."""
    kept = files.store(
        life.session, PICTURE + life.word("files").encode(), kind="handheld", name="1.jpg", media_type="image/jpeg",
        at=NOW, person_id=life.person.id, delete_at=NOW + timedelta(days=90),
    )  # fmt: skip
    row = Photo(
        filing_id=life.rows[Filing].id, person_id=life.person.id, slot=PhotoSlot.HANDHELD, state=PhotoState.USED,
        reference=uuid4(), unique_mark=life.about, bytes_mark=life.about, message_id=1, file_id=kept, at=NOW,
    )  # fmt: skip
    life.keep(row)


def conversation(life: Life) -> None:
    """Insert a trace."""
    conversation_row = conversations.load(life.session, life.account.lane)
    conversation_row.flow, conversation_row.draft = "filing", {"words": life.word("conversations")}
    conversations.save(life.session, conversation_row, at=NOW)


def inbox_event(life: Life) -> None:
    """Insert a trace."""
    content = {"message": {"text": life.word("inbox")}}
    inbox.put(
        life.session, [inbox.NewEvent(inbox.EventSource.TELEGRAM, life.about, life.account.lane, content)], at=NOW
    )


def outbox_delivery(life: Life) -> None:
    """Insert a trace."""
    outbox.put_sms(life.session, life.person.phone, "sms-code", at=NOW, lane="x", code=life.word("outbox"))


def code(life: Life) -> None:
    """Insert a trace."""
    to, subject = people.phone_index(life.person.phone), life.rows[Filing].id
    purpose, digits = sms_codes.CodePurpose.OWNER_CONSENT, life.word("codes")
    sms_codes.new(life.session, purpose, subject, to=to, digits=digits, at=NOW, expires_at=SOON)


def vehicle_code(life: Life) -> None:
    """Insert a trace."""
    link, short = (vehicle_codes.index(kind, life.word("vehicle_codes")) for kind in ("link", "short"))
    car, maker = life.rows[Vehicle].id, life.person.id
    made = {"vehicle_id": car, "made_by": maker, "made_at": NOW, "expires_at": SOON}
    add(life.session, vehicle_codes.VehicleCode(link_index=link, short_index=short, **made))


def share(life: Life) -> None:
    """Insert a trace."""
    about = {"vehicle_id": life.rows[Vehicle].id, "made_by": life.person.id, "made_at": NOW, "expires_at": SOON}
    share_codes.new(life.session, f"{life.word('certificate_shares')}AB", **about)


def session(life: Life) -> None:
    """Insert a trace."""
    whose: dict[str, Any] = {"account_id": life.account.id, "person_id": life.person.id, "organisation_id": None}
    web_sessions.new(life.session, life.word("web_sessions"), device="Firefox", at=NOW, **whose)


def sign_in(life: Life) -> None:
    """Insert a trace."""
    sign_in_codes.new(life.session, life.account.id, life.word("sign_in_codes"), at=NOW, until=SOON)


def sign_in_try(life: Life) -> None:
    """Insert a trace."""
    sign_in_codes.record_failure(
        life.session, life.word("sign_in_tries"), at=NOW, forget_before=NOW - timedelta(days=1)
    )


def invitation(life: Life) -> None:
    """Insert a trace."""
    organisation, word = life.rows[Organisation].id, life.word("invitations")
    invitations.new(life.session, organisation, word, by=life.person.id, at=NOW, until=SOON)
