"""The blacklist: persons who submitted false material, who proposed and confirmed the entry, and the appeal.

proposed ──► confirmed ──► lifted (the appeal succeeded)      rejected: the second person did not confirm
                  └── appealed once ──► upheld, or lifted

Constraints enforce that proposal, confirmation and the decision on the appeal come from three people, none of whom the
entry is about.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, and_, func
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, choice, encrypted_bytes, instant, partial_index, update_if
from storage.database.encryption import EncryptedField
from storage.retention import RetentionPeriod, delete_after

IS_PROPOSED = "status = 'proposed'"
IS_APPEALED = "appealed_at IS NOT NULL AND appeal_decided_at IS NULL"


class BlacklistStatus(StrEnum):
    """The status of an entry. A confirmed entry applies until `until`."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    LIFTED = "lifted"


class FalseMaterial(StrEnum):
    """What was false. `register`: the entry was imported with the register."""

    ANOTHERS_DOCUMENT = "anothers_document"
    ANOTHER_PERSON = "another_person"
    ALTERED = "altered"
    REGISTER = "register"


class BlacklistEntry(UuidRow, table=True):
    """One entry of the blacklist. `proposed_by`, `confirmed_by`, `appeal_decided_by`: members of staff.

    `proposed_person` …: who they are, None where version 0.1.0 did not know it.
    `appellant`: the id of who has appealed, if it is somebody else's row, and of who else is told of the decision:
    encrypted, so that no row leads to another.
    """

    __tablename__ = "blacklist"
    __table_args__ = (
        partial_index("uq_blacklist_proposed", "person_id", unique=True, where=IS_PROPOSED),
        partial_index("ix_blacklist_appealed", "appealed_at", where=IS_APPEALED),
        CheckConstraint("confirmed_by <> proposed_by", name="four_eyes"),
        CheckConstraint("appeal_decided_by <> proposed_by AND appeal_decided_by <> confirmed_by", name="third_person"),
        CheckConstraint("confirmed_person <> proposed_person", name="two_people"),
        CheckConstraint(
            "appeal_decided_person <> proposed_person AND appeal_decided_person <> confirmed_person",
            name="three_people",
        ),
        CheckConstraint(
            "proposed_person <> person_id AND confirmed_person <> person_id AND appeal_decided_person <> person_id",
            name="not_their_own",
        ),
        CheckConstraint("(status IN ('confirmed', 'lifted')) = (until IS NOT NULL)", name="until_an_end"),
    )

    person_id: UUID = Field(foreign_key="people.id", index=True)
    review_id: UUID | None = Field(default=None, foreign_key="reviews.id", index=True)
    reason: FalseMaterial = choice(FalseMaterial)
    status: BlacklistStatus = choice(BlacklistStatus, constraint="listingstatus", default=BlacklistStatus.PROPOSED)
    proposed_by: UUID | None = Field(default=None, foreign_key="staff.id")
    proposed_person: UUID | None = None
    proposed_at: datetime = instant()
    confirmed_by: UUID | None = Field(default=None, foreign_key="staff.id")
    confirmed_person: UUID | None = None
    decided_at: datetime | None = instant(default=None)
    until: datetime | None = instant(default=None)
    sealed_appeal: bytes = encrypted_bytes(default=b"")
    sealed_appellant: bytes | None = encrypted_bytes(default=None)
    appealed_at: datetime | None = instant(default=None)
    appeal_decided_by: UUID | None = Field(default=None, foreign_key="staff.id")
    appeal_decided_person: UUID | None = None
    appeal_decided_at: datetime | None = instant(default=None)

    appeal = EncryptedField("sealed_appeal")
    appellant = EncryptedField("sealed_appellant")

    @property
    def told(self) -> list[UUID]:
        """Who is told what is decided on the appeal, besides the person of the entry."""
        return [UUID(each) for each in self.appellant.split(",") if each]

    @property
    def appealed_by(self) -> UUID | None:
        """Who has appealed, if it is somebody else's row."""
        first = self.appellant.partition(",")[0]
        return UUID(first) if first else None

    @property
    def waits_for_appeal(self) -> bool:
        """Whether an appeal was made and is not decided."""
        return self.appealed_at is not None and self.appeal_decided_at is None


delete_after(
    RetentionPeriod.RECORD_DAYS,
    BlacklistEntry,
    lambda table, before: and_(
        func.coalesce(table.c.until, table.c.decided_at) < before, table.c.status != BlacklistStatus.PROPOSED
    ),
)


def in_force(session: Session, person_id: UUID, *, at: datetime) -> list[BlacklistEntry]:
    """Return the confirmed entries for this person that apply at this moment, the one that ends last first."""
    query = select(BlacklistEntry).where(
        BlacklistEntry.person_id == person_id, BlacklistEntry.status == BlacklistStatus.CONFIRMED
    )
    return list(session.exec(query.where(col(BlacklistEntry.until) > at).order_by(col(BlacklistEntry.until).desc())))


def pending_about(session: Session, review_id: UUID) -> BlacklistEntry | None:
    """Return the undecided entry or appeal for which this review round is the evidence."""
    query = (
        select(BlacklistEntry)
        .where(BlacklistEntry.review_id == review_id)
        .order_by(col(BlacklistEntry.proposed_at).desc())
    )
    found = session.exec(query.limit(1)).first()
    waits = found is not None and (found.status is BlacklistStatus.PROPOSED or found.waits_for_appeal)
    return found if waits else None


def naming(session: Session, person_id: UUID, review_id: UUID) -> BlacklistEntry | None:
    """Return the entry that proposes this person, or has listed them because of this review round."""
    found = of_person(session, person_id)
    proposed = [entry for entry in found if entry.status is BlacklistStatus.PROPOSED]
    listed = [entry for entry in found if entry.review_id == review_id and entry.until is not None]
    return next(iter((*proposed, *listed)), None)


def of_person(session: Session, person_id: UUID) -> list[BlacklistEntry]:
    """Return all entries for this person, oldest first."""
    query = select(BlacklistEntry).where(BlacklistEntry.person_id == person_id)
    return list(session.exec(query.order_by(col(BlacklistEntry.proposed_at))))


def confirmed_people(session: Session) -> set[UUID]:
    """Return the ids of everybody with a confirmed entry, also one that has ended."""
    confirmed = BlacklistEntry.status == BlacklistStatus.CONFIRMED
    return set(session.exec(select(BlacklistEntry.person_id).where(confirmed).distinct()))


def proposals(session: Session) -> list[BlacklistEntry]:
    """Return the unconfirmed entries, oldest first."""
    query = select(BlacklistEntry).where(BlacklistEntry.status == BlacklistStatus.PROPOSED)
    return list(session.exec(query.order_by(col(BlacklistEntry.proposed_at))))


def proposed_people(session: Session) -> set[UUID]:
    """Return the ids of everybody who is proposed."""
    return {entry.person_id for entry in proposals(session)}


def appeals(session: Session) -> list[BlacklistEntry]:
    """Return the entries with an undecided appeal, oldest first."""
    query = select(BlacklistEntry).where(
        col(BlacklistEntry.appealed_at).is_not(None), col(BlacklistEntry.appeal_decided_at).is_(None)
    )
    return list(session.exec(query.order_by(col(BlacklistEntry.appealed_at))))


def close(
    session: Session,
    entry: BlacklistEntry,
    to: BlacklistStatus,
    *,
    by: UUID,
    person: UUID | None,
    at: datetime,
    until: datetime | None,
) -> bool:
    """Record the second person's decision. Returns False if the entry was decided already."""
    is_proposed = col(BlacklistEntry.status) == BlacklistStatus.PROPOSED
    decided = {"confirmed_by": by, "confirmed_person": person, "decided_at": at, "until": until}
    return update_if(session, entry, is_proposed, status=to, **decided)


def proposed_by(session: Session, member_id: UUID) -> list[BlacklistEntry]:
    """Return the unconfirmed entries of this member of staff, oldest first."""
    return [entry for entry in proposals(session) if entry.proposed_by == member_id]


def take_over(session: Session, entry: BlacklistEntry, *, by: UUID, person: UUID | None, at: datetime) -> bool:
    """Record that a member proposes the entry in place of who did. Returns False if another was first."""
    is_proposed = col(BlacklistEntry.status) == BlacklistStatus.PROPOSED
    is_same = col(BlacklistEntry.proposed_by) == entry.proposed_by
    proposed = {"proposed_by": by, "proposed_person": person, "proposed_at": at}
    return update_if(session, entry, is_proposed, is_same, **proposed)


def make_appeal(session: Session, entry: BlacklistEntry, words: str, *, appellant: str = "", at: datetime) -> bool:
    """Record an appeal. appellant: the id of who appeals, if it is another row. Returns False if there was one."""
    if not update_if(session, entry, col(BlacklistEntry.appealed_at).is_(None), appealed_at=at):
        return False
    entry.appeal, entry.appellant = words, appellant
    add(session, entry)
    return True


def appeal_anew(session: Session, entry: BlacklistEntry, words: str, *, appellant: str, at: datetime) -> bool:
    """Record the appeal of who holds the number beside that of another; it is decided anew. Returns False if late."""
    told = entry.appellant.split(",") if entry.waits_for_appeal else []
    is_same = col(BlacklistEntry.sealed_appellant) == entry.sealed_appellant
    anew = {"appeal_decided_by": None, "appeal_decided_person": None, "appeal_decided_at": None}
    if not update_if(session, entry, is_same, appealed_at=at, **anew):
        return False
    entry.appeal, entry.appellant = f"{entry.appeal}\n{words}", ",".join([appellant, *told])
    add(session, entry)
    return True


def tell_too(session: Session, entry: BlacklistEntry, person_id: UUID) -> None:
    """Let somebody else hear as well what is decided on the appeal."""
    if person_id not in entry.told:
        entry.appellant = f"{entry.appellant},{person_id.hex}"
        add(session, entry)


def move_appeals(session: Session, one: UUID, other: UUID) -> None:
    """Let a person hear what another one would have heard, whose row becomes theirs."""
    for entry in session.exec(select(BlacklistEntry).where(col(BlacklistEntry.sealed_appellant).is_not(None))):
        if one in entry.told:
            entry.appellant = entry.appellant.replace(one.hex, other.hex)
            add(session, entry)


def decide_appeal(
    session: Session, entry: BlacklistEntry, to: BlacklistStatus, *, by: UUID, person: UUID | None, at: datetime
) -> bool:
    """Record the third person's decision: lifted, or confirmed again. Returns False if it was decided already."""
    was_made, is_undecided = (
        col(BlacklistEntry.appealed_at).is_not(None),
        col(BlacklistEntry.appeal_decided_at).is_(None),
    )
    decided = {"appeal_decided_by": by, "appeal_decided_person": person, "appeal_decided_at": at}
    return update_if(session, entry, was_made, is_undecided, status=to, **decided)
