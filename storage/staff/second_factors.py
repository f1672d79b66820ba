"""The second factor of a member of staff: one secret an account, from which an app computes codes (TOTP, RFC 6238)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, big_integer, encrypted_bytes, instant, update_if
from storage.database.encryption import EncryptedField
from storage.retention import EndOfKeeping, keep_until


class SecondFactor(UuidRow, table=True):
    """The secret of one account, of use while the account belongs to `person_id`.

    confirmed_at: None until a first code. last_step: the time step of the newest code that was accepted, so that none
    counts twice. wrong, wrong_since: the wrong codes in a row, and when the first of them came.
    """

    __tablename__ = "second_factors"

    account_id: UUID = Field(foreign_key="accounts.id", unique=True)
    person_id: UUID = Field(foreign_key="people.id", index=True)
    sealed_secret: bytes = encrypted_bytes()
    begun_at: datetime = instant()
    confirmed_at: datetime | None = instant(default=None)
    last_step: int = big_integer(default=0)
    wrong: int = 0
    wrong_since: datetime | None = instant(default=None)

    secret = EncryptedField("sealed_secret")


keep_until(EndOfKeeping.ACCOUNT, SecondFactor)


def of_account(session: Session, account_id: UUID) -> SecondFactor | None:
    """Return the secret of this account, confirmed or not."""
    return session.exec(select(SecondFactor).where(SecondFactor.account_id == account_id)).one_or_none()


def forget(session: Session, account_id: UUID) -> bool:
    """Delete the secret of this account. Returns False if there was none."""
    return session.exec(delete(SecondFactor).where(col(SecondFactor.account_id) == account_id)).rowcount == 1


def use_step(session: Session, row: SecondFactor, step: int) -> bool:
    """Use up the code of a time step, and forget the wrong ones. Returns False if it, or a newer one, was used."""
    return update_if(session, row, col(SecondFactor.last_step) < step, last_step=step, wrong=0, wrong_since=None)
