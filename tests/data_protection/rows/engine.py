"""Rows of one person: conversations, events and deliveries."""

from storage.engine import conversations, inbox, outbox
from tests.data_protection.personal_tables import NOW, DataSubject, DeletionEffect, personal_row
from tests.data_protection.row_states import row_states


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


row_states("inbox", ended={"state": "done", "done_at": NOW}, needed={"state": "waiting"})
row_states("outbox", ended={"state": "done", "done_at": NOW}, needed={"state": "waiting"})
row_states("timers", ended={"state": "fired"}, needed={"state": "set"})
