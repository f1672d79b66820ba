"""The address to which a person had a paper copy posted last, remembered because they wanted it."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, col, delete, select

from storage.database import UuidRow, add, encrypted_bytes, instant
from storage.database.encryption import EncryptedField
from storage.retention import RetentionPeriod, delete_after, older


class RememberedAddress(UuidRow, table=True):
    """A recipient with phone number and address. Of several rows of a person the newest counts."""

    __tablename__ = "delivery_addresses"

    person_id: UUID = Field(foreign_key="people.id", index=True)
    sealed_recipient: bytes = encrypted_bytes(default=b"")
    sealed_phone: bytes = encrypted_bytes(default=b"")
    sealed_address: bytes = encrypted_bytes(default=b"")
    used_at: datetime = instant(index=True)

    recipient = EncryptedField("sealed_recipient")
    phone = EncryptedField("sealed_phone")
    address = EncryptedField("sealed_address")


delete_after(RetentionPeriod.RECORD_DAYS, RememberedAddress, older("used_at"))


def of_person(session: Session, person_id: UUID) -> RememberedAddress | None:
    """Return the remembered address of a person, None without one."""
    query = select(RememberedAddress).where(RememberedAddress.person_id == person_id)
    return session.exec(query.order_by(col(RememberedAddress.used_at).desc()).limit(1)).one_or_none()


def remember(
    session: Session, person_id: UUID, *, recipient: str, phone: str, address: str, at: datetime
) -> RememberedAddress:
    """Remember an address in place of what was remembered. phone: E.164."""
    forget(session, person_id)
    row = RememberedAddress(person_id=person_id, used_at=at)
    row.recipient, row.phone, row.address = recipient, phone, address
    return add(session, row)


def forget(session: Session, person_id: UUID) -> None:
    """Delete what is remembered of a person."""
    session.exec(delete(RememberedAddress).where(col(RememberedAddress.person_id) == person_id))
