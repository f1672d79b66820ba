"""Typed answers of owners (同意, 拒绝, 终止, yes, no): each is about one application, or the desk asks which is meant.

同意 as a reply, or right below the only open question ──► approved
拒绝, 终止 as a reply, or right below the message about the only approval ──► stopped; completed ──► unbind?
是, 不 right below a question to confirm (typed_confirmations) ──► done, or kept; a question came between ──► which one?
同意 elsewhere, or at a step that takes text ──► "同意 #1012 桂A·12345？" ── tap ──► approved
"""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from bot.card import Button
from bot.cards.filing import approvals as approval_cards, typed_answers as cards
from bot.context import DeskContext
from bot.engine.listeners import AGAIN, NOT_HANDLED, FlowSignal, Handler, on_tap, on_words
from bot.errors import StaleButton
from bot.services.filing import answers, approvals, owner_requests
from bot.services.filing.answers import Meaning
from bot.services.organisations import question_messages
from bot.services.phrases import named, phrases
from bot.services.phrases.deeds import Deed
from bot.services.phrases.named import Mentions
from bot.services.phrases.normal import normal
from bot.services.values import yes_no
from bot.services.values.yes_no import Reply
from handlers.filing import typed_confirmations
from handlers.filing.approval_withdrawal import take_back
from handlers.filing.approvals import end_questions, topic_of
from storage.engine.outbox import ASKED_AGAIN
from storage.filing import approvals as pending
from storage.filing.approvals import Approval
from storage.filing.filings import AGREED_STATUSES, Filing
from storage.review import identity_cases


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_words(take_reply, first=True)
    yield on_words(name_agreement, first=True)
    yield on_words(remind_of_questions)
    yield on_tap(cards.NOT_AN_ANSWER, go_on)


def take_reply(context: DeskContext) -> FlowSignal | None:
    """Answer the question that this yes or no is about, or ask which one is meant."""
    message = context.message
    if message is None or not context.account.is_signed_in:
        return NOT_HANDLED
    reply = yes_no.read(context.words) or _read_with_plate(context)
    if reply is None:
        return _ask_about_plate(context)
    if typed_confirmations.take(context, reply):
        return None
    between = typed_confirmations.interrupted(context, reply)
    if between is not None:
        _ask_which(context, reply, *between)
        return None
    meaning = answers.meaning_of(
        context.session,
        reply,
        context.account,
        context.person,
        message_id=message.message_id,
        reply_to=message.reply_to_message.message_id if message.reply_to_message is not None else None,
        step_takes_text=_is_asked_otherwise(context, reply),
    )
    if reply.is_stop and _was_just_taken_back(context, reply, meaning):
        return None
    if meaning.answers is not None:
        _answer(context, meaning.answers, reply)
    elif meaning.ends is not None:
        take_back(context, meaning.ends.id)
    elif meaning.may_answer or meaning.may_end:
        card = cards.which_one(context.session, meaning, context.texts, is_yes=reply.is_yes)
        card = card.with_rows(cards.not_an_answer(context.texts)) if _is_asked_otherwise(context, reply) else card
        context.show(card, about=_topic_of(context, meaning))
    elif reply.is_clear and _is_no_other_matter(context):
        context.show(cards.nothing_waits(context.texts))
    else:
        return NOT_HANDLED
    return None


def _read_with_plate(context: DeskContext) -> Reply | None:
    """Return the reply that names an application and the plate of its vehicle: 拒绝 #1001 桂A·12345."""
    reply, mentions = _naming_plate(context)
    if reply is None or mentions.number is None or "?" in mentions.rest:
        return None
    is_same = answers.is_own_of_plate(context.session, context.person, mentions.number, mentions.plate)
    return replace(reply, number=mentions.number) if is_same else None


def _ask_about_plate(context: DeskContext) -> FlowSignal | None:
    """Ask which application for the vehicle is meant that a clear reply names by its plate: 拒绝 桂A12345."""
    reply, mentions = _naming_plate(context)
    if reply is None:
        return NOT_HANDLED
    meaning = answers.about_plate(context.session, reply, context.person, mentions.plate, mentions.number)
    if meaning == answers.NO_ANSWER:
        return NOT_HANDLED
    card = cards.which_one(context.session, meaning, context.texts, is_yes=reply.is_yes)
    card = card.with_rows(cards.not_an_answer(context.texts)) if _is_asked_otherwise(context, reply) else card
    context.show(card, about=_topic_of(context, meaning))
    return None


def _naming_plate(context: DeskContext) -> tuple[Reply | None, Mentions]:
    """Return the clear reply around a plate, None without either, and what it names."""
    mentions = named.find(normal(context.words))
    rest = mentions.rest.replace(named.A_PLATE, " ").strip(" ?")
    reply = yes_no.read(rest) if mentions.plate else None
    return (reply if reply is not None and reply.is_clear else None), mentions


def _was_just_taken_back(context: DeskContext, reply: Reply, meaning: Meaning) -> bool:
    """Answer a stop that names nothing right after another, which is no stop of something else.

    What the person has agreed to since is asked about.
    """
    message, person = context.message, context.person
    is_open = meaning.answers is not None or meaning.ends is not None or meaning.may_answer
    if is_open or reply.number is not None or message is None or message.reply_to_message is not None:
        return False
    filing = owner_requests.just_taken_back(context.session, person, now=context.now)
    if filing is None or context.step_takes_message:
        return False
    newer = [each for each in meaning.may_end if each.status in AGREED_STATUSES and each.number > filing.number]
    if newer:
        since = Meaning(may_end=newer)
        _ask_which_one(context, since)
        return True
    card = cards.already_taken_back(context.session, filing, meaning.may_end, context.texts)
    context.show(card, about=_topic_of(context, meaning) if meaning.may_end else "")
    return True


def name_agreement(context: DeskContext) -> FlowSignal | None:
    """Ask who cancels (取消, 算了) right below what they have agreed to, outside of flows, whether to end it."""
    if context.conversation.flow or not context.account.is_signed_in:
        return NOT_HANDLED
    if phrases.read(context.words).deed is not Deed.CANCEL:
        return NOT_HANDLED
    meaning = answers.open_matters(context.session, context.account, context.person)
    if not meaning.may_end:
        return NOT_HANDLED
    _ask_which_one(context, meaning)
    return None


def remind_of_questions(context: DeskContext) -> FlowSignal | None:
    """Answer words that are neither yes nor no with what waits for the person, or what was just done in their name."""
    if context.conversation.flow or not context.account.is_signed_in:
        return NOT_HANDLED
    meaning = answers.open_matters(context.session, context.account, context.person)
    if meaning == answers.NO_ANSWER:
        return NOT_HANDLED
    context.say(cards.not_understood(context.session, meaning, context.texts), about=_topic_of(context, meaning))
    return None


def go_on(context: DeskContext) -> FlowSignal:
    """Show the step again at which the person typed what was no answer."""
    if not context.conversation.flow:
        raise StaleButton
    return AGAIN


def _is_asked_otherwise(context: DeskContext, reply: Reply) -> bool:
    """Whether the current step asks for words, or for the yes that this reply is."""
    return context.step_takes_message or (reply.is_yes and context.step_asks_yes)


def _topic_of(context: DeskContext, meaning: Meaning) -> str:
    """Return what a card about what was meant is about, so that it loses its buttons with the others."""
    topics = [f"{approval.topic}{ASKED_AGAIN}" for approval in meaning.may_answer]
    topics += [filing.topic for filing in meaning.may_end]
    return topics[0] if len(topics) == 1 else question_messages.list_topic(context.person.id)


def _is_asked_about_identity(context: DeskContext) -> bool:
    """Whether the person can object to an identity case: the handler of these answers their words."""
    return any(case.disputed_at is None for case in identity_cases.open_against(context.session, context.person.id))


def _is_no_other_matter(context: DeskContext) -> bool:
    """Whether an answer that fits no question can mean nothing else: no step, no identity case, no page (解除备案)."""
    means_page = phrases.read(context.words).deed is not None
    return not (context.conversation.flow or means_page or _is_asked_about_identity(context))


def _ask_which_one(context: DeskContext, meaning: Meaning) -> None:
    """Ask which application a no or a stop is about."""
    card = cards.which_one(context.session, meaning, context.texts, is_yes=False)
    context.show(card, about=_topic_of(context, meaning))


def _ask_which(context: DeskContext, reply: Reply, button: Button[UUID], filing_id: UUID) -> None:
    """Ask whether a yes, no or stop is about the card below which it stood, or a question that came in between."""
    session, filing = context.session, context.session.get_one(Filing, filing_id)
    waiting = pending.pending_of(session, context.person.id)[: answers.MAX_CHOICES]
    is_yes = reply.is_yes or reply.is_stop
    card = cards.confirm_or_answer(session, button, filing, waiting, context.texts, is_yes=is_yes)
    context.show(card, about=question_messages.list_topic(context.person.id))


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
