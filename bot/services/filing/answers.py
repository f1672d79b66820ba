"""Typed answers (文字答复): which approval a yes or no answers, or whether the desk has to ask.

A reply to the message of a question answers that question. Any other text answers only if one question is open and is
the newest message of the desk; else a clear reply (同意, no) is asked about, and a weak one (好的, 👌) is no answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.services.values.yes_no import Reply
from storage.engine import chat_messages
from storage.filing import approvals
from storage.filing.approvals import Approval
from storage.identity.accounts import Account
from storage.register.people import Person


@dataclass(frozen=True)
class Meaning:
    """What a reply means: it answers one approval, or it may mean one of several, or, without both, it is no answer."""

    answers: Approval | None = None
    may_mean: Sequence[Approval] = ()


NO_ANSWER = Meaning()


def meaning_of(
    session: Session,
    reply: Reply,
    account: Account,
    person: Person,
    *,
    message_id: int,
    reply_to: int | None,
    step_takes_text: bool,
) -> Meaning:
    """Return what a reply means.

    message_id: its own id; reply_to: the id of the message to which it replies; step_takes_text: whether the person is
    at a step that takes text, where an answer without a message or number is asked about. An approval that is answered
    already is returned too, so that the person learns it. A reply to one question that names another is asked about.
    """
    replied = _of_message(session, account, person, reply_to) if reply_to is not None else None
    named = approvals.of_number(session, person.id, reply.number) if reply.number is not None else None
    if replied is not None and reply.number is not None and replied != named:
        return Meaning(may_mean=[one for one in (replied, named) if one is not None])
    if replied is not None or reply.number is not None:
        return Meaning(answers=replied or named)
    waiting = approvals.pending_of(session, person.id)
    is_direct = reply_to is None and not step_takes_text
    if (
        is_direct
        and len(waiting) == 1
        and chat_messages.is_newest(session, waiting[0].topic, account.lane, before=message_id)
    ):
        return Meaning(answers=waiting[0])
    return Meaning(may_mean=waiting) if reply.is_clear else NO_ANSWER


def _of_message(session: Session, account: Account, person: Person, message_id: int) -> Approval | None:
    """Return the approval for which this message of the desk has asked the person."""
    by_topic = {approval.topic: approval for approval in approvals.of_owner(session, person.id)}
    return by_topic.get(chat_messages.topic_of(session, account.lane, message_id, list(by_topic)))
