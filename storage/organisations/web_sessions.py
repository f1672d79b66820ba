"""Web sessions of the portal and of the staff's page: one row for each browser, found by a keyed hash of its token.

Every request reads the row, so ending a session takes effect with the next request.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, false, text, update
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, instant
from storage.database.encryption import current_keyring
from storage.database.keyed_hashes import keyed_hash
from storage.retention import keep_until

KEPT_FOR = timedelta(days=7)


class WebSession(UuidRow, table=True):
    """One browser that is signed in to the portal, or to the staff's page.

    `organisation_id`: which one the person acts for; `device`: browser and system; `confirmed`: the kinds of act for
    which a second factor was given, separated by blanks.
    """

    __tablename__ = "web_sessions"

    token_hash: str = keyed_hash(unique=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    person_id: UUID = Field(foreign_key="people.id", index=True)
    organisation_id: UUID | None = Field(default=None, foreign_key="organisations.id")
    for_staff: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    confirmed: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    device: str = ""
    created_at: datetime = instant(index=True)
    seen_at: datetime = instant()
    ended_at: datetime | None = instant(default=None)


keep_until(KEPT_FOR, WebSession)


def new(
    session: Session,
    token: str,
    *,
    account_id: UUID,
    person_id: UUID,
    organisation_id: UUID | None,
    device: str,
    at: datetime,
    for_staff: bool = False,
) -> WebSession:
    """Insert a session under the keyed hash of its token."""
    row = WebSession(
        token_hash=_hash(token),
        account_id=account_id,
        person_id=person_id,
        organisation_id=organisation_id,
        for_staff=for_staff,
        device=device,
        created_at=at,
        seen_at=at,
    )
    return add(session, row)


def by_token(session: Session, token: str, *, for_staff: bool = False) -> WebSession | None:
    """Return the session with this token unless it was ended. The caller checks whether it has expired."""
    query = select(WebSession).where(WebSession.token_hash == _hash(token), col(WebSession.ended_at).is_(None))
    return session.exec(query.where(WebSession.for_staff == for_staff)).one_or_none()


def of_person(session: Session, person_id: UUID, *, seen_after: datetime, begun_after: datetime) -> list[WebSession]:
    """Return this person's sessions that are neither ended nor expired, those of both pages, newest first."""
    query = select(WebSession).where(WebSession.person_id == person_id, col(WebSession.ended_at).is_(None))
    query = query.where(WebSession.seen_at > seen_after, WebSession.created_at > begun_after)
    return list(session.exec(query.order_by(col(WebSession.created_at).desc())))


def all_of_person(session: Session, person_id: UUID) -> list[WebSession]:
    """Return all stored sessions of this person, newest first."""
    query = select(WebSession).where(WebSession.person_id == person_id)
    return list(session.exec(query.order_by(col(WebSession.created_at).desc())))


def delete_old(session: Session, *, begun_before: datetime) -> None:
    """Delete the sessions begun before this moment."""
    session.execute(delete(WebSession).where(col(WebSession.created_at) < begun_before))


def touch(session: Session, session_id: UUID, *, at: datetime) -> None:
    """Record that the browser sent a request."""
    query = update(WebSession).where(col(WebSession.id) == session_id, col(WebSession.ended_at).is_(None))
    session.execute(query.values(seen_at=at))


def confirm(session: Session, row: WebSession, kind: str) -> None:
    """Record that a second factor was given in this session for a kind of act."""
    row.confirmed = " ".join(sorted({*row.confirmed.split(), kind}))
    add(session, row)


def set_organisation(session: Session, session_id: UUID, organisation_id: UUID) -> None:
    """Set the organisation that the person acts for in this browser."""
    query = update(WebSession).where(col(WebSession.id) == session_id).values(organisation_id=organisation_id)
    session.execute(query)


def end(session: Session, session_id: UUID, *, at: datetime) -> bool:
    """End a session. Returns False if it had ended already."""
    query = update(WebSession).where(col(WebSession.id) == session_id, col(WebSession.ended_at).is_(None))
    return session.exec(query.values(ended_at=at)).rowcount == 1


def end_all(session: Session, person_id: UUID, *, at: datetime, for_staff: bool = True) -> int:
    """End all sessions of this person; for_staff: also those on the staff's page. Returns how many."""
    query = update(WebSession).where(col(WebSession.person_id) == person_id, col(WebSession.ended_at).is_(None))
    if not for_staff:
        query = query.where(col(WebSession.for_staff).is_(False))
    return session.exec(query.values(ended_at=at)).rowcount


def _hash(token: str) -> str:
    return current_keyring().blind_index("web session", token)
