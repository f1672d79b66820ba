"""Sessions of the Mini App: one row each time that a Telegram user opens it, found by a keyed hash of its token.

Every request reads the row and the account, so that ending a session takes effect with the next request.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add_once, instant
from storage.database.encryption import current_keyring
from storage.database.keyed_hashes import keyed_hash
from storage.retention import keep_until

KEPT_FOR = timedelta(days=1)


class AppSession(UuidRow, table=True):
    """One opening of the app. person_id: whose account it was then; None for a guest, or who had signed out.

    launch_hash: of the launch data by which it was begun, so that they begin no second one.
    """

    __tablename__ = "app_sessions"

    token_hash: str = keyed_hash(unique=True)
    launch_hash: str = keyed_hash(unique=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="people.id", index=True)
    created_at: datetime = instant(index=True)
    ended_at: datetime | None = instant(default=None)


keep_until(KEPT_FOR, AppSession, no_keeper="it says that the app was opened, and is deleted a day later")


def new(
    session: Session, token: str, launch: str, *, account_id: UUID, person_id: UUID | None, at: datetime
) -> AppSession | None:
    """Insert a session. Returns None if these launch data have begun one already."""
    row = AppSession(
        token_hash=_hash("token", token),
        launch_hash=_hash("launch", launch),
        account_id=account_id,
        person_id=person_id,
        created_at=at,
    )
    return row if add_once(session, AppSession, row.model_dump()) else None


def by_token(session: Session, token: str) -> AppSession | None:
    """Return the session with this token unless it was ended. The caller checks whether it has expired."""
    query = select(AppSession).where(AppSession.token_hash == _hash("token", token))
    return session.exec(query.where(col(AppSession.ended_at).is_(None))).one_or_none()


def end(session: Session, session_id: UUID, *, at: datetime) -> bool:
    """End a session. Returns False if it had ended already."""
    query = update(AppSession).where(col(AppSession.id) == session_id, col(AppSession.ended_at).is_(None))
    return session.exec(query.values(ended_at=at)).rowcount == 1


def end_all(session: Session, person_id: UUID, *, at: datetime) -> None:
    """End all sessions of this person."""
    query = update(AppSession).where(col(AppSession.person_id) == person_id, col(AppSession.ended_at).is_(None))
    session.execute(query.values(ended_at=at))


def delete_old(session: Session, *, begun_before: datetime) -> None:
    """Delete the sessions begun before this moment."""
    session.execute(delete(AppSession).where(col(AppSession.created_at) < begun_before))


def _hash(kind: str, value: str) -> str:
    return current_keyring().blind_index("app session", f"{kind}:{value}")
