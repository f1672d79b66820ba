"""Typed answers of owners (同意, 拒绝, 终止, yes, no): each is about one application, or the desk asks which is meant.

同意 as a reply, or right below the only open question ──► approved
拒绝, 终止 as a reply, or right below the message about the only approval ──► stopped; completed ──► unbind?
是, 不 right below a question to confirm (typed_confirmations) ──► done, or kept
同意 elsewhere, or at a step that takes text ──► "同意 #1012 桂A·12345？" ── tap ──► approved
"""

from collections.abc import Iterator

from bot.cards.filing import approvals as approval_cards, typed_answers as cards
from bot.context import DeskContext
from bot.engine.listeners import AGAIN, NOT_HANDLED, FlowSignal, Handler, on_tap, on_words
from bot.errors import StaleButton
from bot.services.filing import answers, approvals
from bot.services.values import yes_no
from bot.services.values.yes_no import Reply
from handlers.filing import typed_confirmations
from handlers.filing.approval_withdrawal import take_back
from handlers.filing.approvals import end_questions, topic_of
from storage.filing.approvals import Approval


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_words(take_reply, first=True)
    yield on_tap(cards.NOT_AN_ANSWER, go_on)


def take_reply(context: DeskContext) -> FlowSignal | None:
    """Answer the question that this yes or no is about, or ask which one is meant."""
    reply, message = yes_no.read(context.words), context.message
    if reply is None or message is None or not context.account.is_signed_in:
        return NOT_HANDLED
    if typed_confirmations.take(context, reply):
        return None
    meaning = answers.meaning_of(
        context.session,
        reply,
        context.account,
        context.person,
        message_id=message.message_id,
        reply_to=message.reply_to_message.message_id if message.reply_to_message is not None else None,
        step_takes_text=context.step_takes_message,
    )
    if meaning.answers is not None:
        _answer(context, meaning.answers, reply)
    elif meaning.ends is not None:
        take_back(context, meaning.ends.id)
    elif meaning.may_answer or meaning.may_end:
        card = cards.which_one(context.session, meaning, context.texts, is_yes=reply.is_yes)
        context.show(card.with_rows(cards.not_an_answer(context.texts)) if context.step_takes_message else card)
    elif reply.is_clear and not context.conversation.flow:
        context.show(cards.nothing_waits(context.texts))
    else:
        return NOT_HANDLED
    return None


def go_on(context: DeskContext) -> FlowSignal:
    """Show the step again at which the person typed what was no answer."""
    if not context.conversation.flow:
        raise StaleButton
    return AGAIN


def _answer(context: DeskContext, asked: Approval, reply: Reply) -> None:
    session, person, now = context.session, context.person, context.now
    if reply.is_yes:
        answered = approvals.approve(session, asked.id, by=person, now=now)
        end_questions(context, answered)
        context.show(approval_cards.approved(session, answered, context.texts), about=topic_of(session, answered))
    else:
        answered = approvals.refuse(session, asked.id, by=person, now=now)
        end_questions(context, answered)
        context.show(approval_cards.refused(session, answered, context.texts))
