"""The authorities that decide on violations: name, seal, check rule and account, by the beginning of their codes."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Field, Session, SQLModel, col, select

from storage.retention import without_personal_data

TABLE_ID = UUID(int=2)  # The subject of a notification about the whole table.


class Authority(SQLModel, table=True):
    """One authority, or all whose codes begin with `code` (2 to 6 digits) and who have no row of their own.

    `seal`: the text of its seal; `check_rule`: how its decision numbers are checked, empty if the dated rule says it;
    `account`: where fines can be paid beside the chat, empty if nowhere.
    """

    __tablename__ = "authorities"

    code: str = Field(primary_key=True)
    name: str
    seal: str
    check_rule: str = ""
    account: str = ""


without_personal_data(Authority, "names and accounts of public bodies")


def of_code(session: Session, code: str) -> Authority | None:
    """Return the authority with this code: the row with the longest beginning of it."""
    starts = [code[:length] for length in range(len(code), 1, -1)]
    found = session.exec(select(Authority).where(col(Authority.code).in_(starts)))
    return max(found, key=lambda each: len(each.code), default=None)


def all_of(session: Session) -> list[Authority]:
    """Return all authorities, by code."""
    return list(session.exec(select(Authority).order_by(Authority.code)))


def replace(session: Session, authorities: Collection[Authority]) -> None:
    """Store these authorities in place of all."""
    session.execute(delete(Authority))
    session.add_all(authorities)
    session.flush()
