"""Retention of accounts and conversations: guests who never registered, ended accounts, and input left half typed."""

from datetime import datetime

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from storage import old_rows
from storage.database import table_of
from storage.engine import conversations
from storage.engine.conversations import ConversationRow
from storage.identity.accounts import FIRST_PSEUDONYM, Account
from storage.staff.members import StaffMember


def delete_guests(session: Session, *, before: datetime, ended_before: datetime) -> None:
    """Delete accounts without a person that were neither created nor used since `before`, with their conversations.

    ended_before: for accounts that an identity case has ended. Members of staff keep theirs, and so does an account
    to which another row refers.
    """
    accounts = table_of(Account)
    is_guest = and_(accounts.c.ended_at.is_(None), accounts.c.created_at < before)
    is_over = and_(accounts.c.person_id.is_(None), accounts.c.telegram_id < FIRST_PSEUDONYM)
    serves = select(1).where(table_of(StaffMember).c.telegram_id == accounts.c.telegram_id).exists()
    free = [~select(1).where(child == accounts.c.id).exists() for child in old_rows.references(accounts)]
    age = or_(is_guest, accounts.c.ended_at < ended_before)
    found = old_rows.in_window(session, accounts, is_over, age, ~serves, *free)
    for account in session.exec(select(Account).where(col(Account.id).in_(found))):
        conversation = session.get(ConversationRow, account.lane)
        if conversation is None or conversation.updated_at < before:
            conversations.delete_conversation(session, account.lane)
            session.delete(account)
    session.flush()


def clear_drafts(session: Session, *, before: datetime) -> None:
    """Forget what people have entered and left, in conversations that have not changed since `before`.

    The revision stays, so that the buttons of old messages stay stale.
    """
    window = old_rows.in_window(session, table_of(Account))
    lanes = [account.lane for account in session.exec(select(Account).where(col(Account.id).in_(window)))]
    query = select(ConversationRow.lane, ConversationRow.updated_at).where(col(ConversationRow.lane).in_(lanes))
    for lane, updated_at in session.exec(query.where(ConversationRow.updated_at < before)).all():
        conversation = conversations.load(session, lane)
        if conversation.flow or conversation.draft or conversation.parked:
            kept = conversations.Conversation(lane, revision=conversation.revision, keyboard=conversation.keyboard)
            conversations.save(session, kept, at=updated_at)
