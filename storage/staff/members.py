"""Staff: who works at the desk, in which roles. Bound to a Telegram user; ending acts at once."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import big_integer, encrypted_bytes, instant
from storage.database.encryption import EncryptedField


class StaffRole(StrEnum):
    """What staff may do."""

    REVIEWER = "reviewer"
    STATION = "station"
    CASHIER = "cashier"
    OFFICER = "officer"
    ADMIN = "admin"


class StaffMember(SQLModel, table=True):
    """One member of staff. `roles`: by `;`, as the import file has them."""

    __tablename__ = "staff"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    telegram_id: int = big_integer(unique=True)
    sealed_name: bytes = encrypted_bytes()
    roles: str
    since: datetime = instant()
    ended_at: datetime | None = instant(default=None)

    name = EncryptedField("sealed_name")

    def role_set(self) -> frozenset[StaffRole]:
        """The roles this member has now; none after the end."""
        if self.ended_at is not None:
            return frozenset()
        return frozenset(StaffRole(role) for role in self.roles.split(";") if role)


def by_telegram(session: Session, telegram_id: int) -> StaffMember | None:
    """Return this Telegram user's place among the staff."""
    return session.exec(select(StaffMember).where(StaffMember.telegram_id == telegram_id)).one_or_none()


def roles(session: Session, telegram_id: int) -> frozenset[StaffRole]:
    """Return the roles of this Telegram user now; most people have none."""
    member = by_telegram(session, telegram_id)
    return member.role_set() if member else frozenset()


def everyone(session: Session) -> list[StaffMember]:
    """Return everybody who works or has worked at the desk."""
    return list(session.exec(select(StaffMember).order_by(col(StaffMember.since))))


def with_role(session: Session, role: StaffRole) -> list[StaffMember]:
    """Return everybody who has this role now."""
    return [member for member in session.exec(select(StaffMember)) if role in member.role_set()]


def hold_serving(session: Session) -> list[StaffMember]:
    """Load everybody who serves, afresh and locked until the end of the transaction, in one order for all."""
    question = select(StaffMember).where(col(StaffMember.ended_at).is_(None)).order_by(col(StaffMember.id))
    held = question.with_for_update(key_share=True).execution_options(populate_existing=True)
    return list(session.exec(held))
