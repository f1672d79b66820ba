"""A turn: one event, handled in the worker's transaction, in a savepoint of its own."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import Session
from telegram import Bot, Update

from bot import callback_data, local_time
from bot.cards import navigation
from bot.context import DeskContext
from bot.engine import update_json, update_shape
from bot.engine.inbound import double_taps, known_names, prompts, wishes
from bot.engine.inbound.dispatcher import Dispatcher, UnknownCommand
from bot.engine.inbound.refusal_cards import is_about_flow, refusal_card
from bot.engine.metrics import metrics
from bot.engine.newer_versions import NotUnderstood, Versions
from bot.errors import InvalidCallbackData, Refusal, StaleButton
from bot.group_context import GroupContext
from bot.incoming import Incoming
from bot.links import DeskLinks
from bot.services.values import identity_documents
from bot.texts import LANGUAGES, Texts, language_for, texts
from storage import audit
from storage.database import savepoint
from storage.engine import conversations, turn_state
from storage.engine.inbox import EventSource
from storage.engine.inbox_queue import ClaimedEvent
from storage.identity import accounts
from storage.identity.accounts import Account

log = logging.getLogger("chezhu.turn")

NO_USER = "0"  # The user id in the lane of an update that names no user.
GROUPS = ("group", "supergroup", "channel")
# Refusals of what a newer version may understand.
NOT_UNDERSTOOD = (StaleButton, UnknownCommand)
Savepoint = Callable[[Session], AbstractContextManager[Any]]


@dataclass
class TurnHandler:
    """Handles events: makes the context of a turn, dispatches the event, explains refusals."""

    dispatcher: Dispatcher
    bot: Bot
    versions: Versions
    links: DeskLinks = field(default_factory=DeskLinks)
    compares_faces: bool = True

    def __post_init__(self) -> None:
        """Load the catalogues, so that no turn waits for them."""
        for language in LANGUAGES:
            texts(language)
            texts(language, large=True)

    def handle(self, session: Session, event: ClaimedEvent, *, now: datetime, point: Savepoint = savepoint) -> None:
        """Handle an event in a savepoint. A refusal is explained to the person; other exceptions are raised.

        After an exception nothing of the turn is in the database, and the objects of the session are outdated.
        """
        try:
            with point(session):
                self._handle(session, event, now)
        except Refusal as refusal:
            session.expunge_all()
            if isinstance(refusal, NOT_UNDERSTOOD) and self.versions.leaves(session, since=event.received_at):
                raise NotUnderstood from refusal
            with point(session):
                context = self._context(session, event, now)
                if isinstance(context, DeskContext):
                    self._delete_sensitive_message(context)
                    self._explain(context, refusal)

    def apologise(self, session: Session, event: ClaimedEvent, *, now: datetime) -> None:
        """Tell the person that their event failed, with the number by which staff find it.

        Event and conversation are not read, because they may be the cause. Only of a newcomer is the raw event read:
        the failed turn has not created an account.
        """
        bot_id, _, chat = event.lane.partition(":")
        account = accounts.by_telegram(session, int(bot_id), int(chat)) if chat.isdigit() else None
        account = account or _newcomer(event, int(bot_id), now)
        if account is not None:
            conversation = conversations.Conversation(event.lane)
            context = DeskContext(session, account, _texts_of(account, now), now, conversation, Incoming())
            context.say(navigation.broken(f"{event.id}", context.texts))

    def _handle(self, session: Session, event: ClaimedEvent, now: datetime) -> None:
        context = self._context(session, event, now)
        if context is None:
            return
        if isinstance(context, GroupContext):
            self.dispatcher.dispatch_group(context)
            return
        try:
            self._dispatch(context, event)
        except Refusal as refusal:
            if not refusal.keeps:
                raise
            self._explain(context, refusal)

    def _dispatch(self, context: DeskContext, event: ClaimedEvent) -> None:
        before = _state_of(context)
        is_known = known_names.is_known(self.dispatcher.flows, context.conversation)
        if not is_known and self.versions.leaves(context.session, since=event.received_at):
            raise NotUnderstood
        if event.source is EventSource.TELEGRAM and context.query is not None:
            context.incoming = replace(context.incoming, tap=_tap_of(context))
            if double_taps.is_double(context):
                return
        self._delete_sensitive_message(context)
        self.dispatcher.dispatch(context)
        double_taps.remember(context)
        prompts.take_buttons(context)
        if _state_of(context) != before:
            conversations.save(context.session, context.conversation, at=context.now)

    def _delete_sensitive_message(self, context: DeskContext) -> None:
        """Delete a typed ID number or code from the chat, also if the step refuses it or nobody asked for it."""
        if self.dispatcher.flows.takes_sensitive_message(context) or _contains_id_number(context):
            context.delete_message()

    def _explain(self, context: DeskContext, refusal: Refusal) -> None:
        keys = [reason.key for reason in refusal.reasons()]
        metrics.refused(keys)
        audit.record(context.session, audit.Action.REFUSED, by=context.account.id, on=None, at=context.now, why=keys)
        before = _state_of(context)
        double_taps.keep_message(context)
        flows = self.dispatcher.flows
        if context.query is not None and not isinstance(refusal, InvalidCallbackData):
            context.incoming = replace(context.incoming, tap=_tap_of(context))
        of_step = flows.is_for_step(context) or is_about_flow(context, refusal)
        prompts.find_awaiting(context, flows.current(context))
        waits = wishes.remember(context, refusal)
        context.step_takes_message = context.message is not None and flows.takes_message(context)
        flows.show_refusal(context, refusal_card(context, refusal, waits=waits), of_step=of_step)
        prompts.take_buttons(context)
        if refusal.keeps or _state_of(context) != before:
            conversations.save(context.session, context.conversation, at=context.now)

    def _context(self, session: Session, event: ClaimedEvent, now: datetime) -> DeskContext | GroupContext | None:
        """Return the context of the turn; None for an event neither from a private chat nor from a group."""
        bot_id, _, user_id = event.lane.partition(":")
        if not user_id.isdigit() or user_id == NO_USER:
            log.debug("an event that names no user is ignored", extra={"event_id": event.id})
            return None
        incoming = self._incoming(event)
        if not _is_private(incoming.update, int(user_id)):
            return self._group_context(session, incoming.update, int(bot_id), now)
        found = turn_state.find(session, int(bot_id), int(user_id), event.lane)
        if found is None and incoming.update is not None:
            found = self._create_account(session, event.lane, incoming.update, now)
        if found is None:
            return None
        account, conversation = found
        context = DeskContext(session, account, _texts_of(account, now), now, conversation, incoming)
        context.links, context.compares_faces = self.links, self.compares_faces
        return context

    def _group_context(
        self, session: Session, update: Update | None, bot_id: int, now: datetime
    ) -> GroupContext | None:
        chat = update.effective_chat if update is not None else None
        if update is None or chat is None or chat.type not in GROUPS:
            return None
        return GroupContext(session, update, bot_id, now, self.links)

    def _create_account(
        self, session: Session, lane: str, update: Update, now: datetime
    ) -> tuple[Account, conversations.Conversation]:
        user = update.effective_user
        assert user is not None
        bot_id = int(lane.partition(":")[0])
        account = accounts.new(session, bot_id, user.id, language=language_for(user.language_code), at=now)
        return account, conversations.load(session, lane)

    def _incoming(self, event: ClaimedEvent) -> Incoming:
        content = event.content
        if event.source is EventSource.TELEGRAM:
            update = Update.de_json(update_shape.readable(content), self.bot)
            tapped_file, is_service = update_shape.is_tapped_file(content), update_shape.is_service(content)
            return Incoming(update=update, tapped_file=tapped_file, is_service=is_service)
        if event.source is EventSource.TIMER:
            return Incoming(timer=content["kind"], subject=UUID(hex=content["subject"]))
        task, reference, order = content["task"], content["reference"], content.get("arguments", {})
        return Incoming(task=task, reference=reference, result=content["result"], order=order)


def _tap_of(context: DeskContext) -> callback_data.Tap:
    """Return the tap of a callback query. Raises InvalidCallbackData."""
    assert context.query is not None
    return callback_data.decode(context.query.data or "", telegram_id=context.account.telegram_id)


def _contains_id_number(context: DeskContext) -> bool:
    """Return whether a message that was sent or edited holds an ID number, behind a command too."""
    message = context.written
    words = (message.text or message.caption or "") if message is not None else ""
    return identity_documents.is_in(words, today=local_time.date_of(context.now))


def _is_private(update: Update | None, user_id: int) -> bool:
    """Return whether the update is the person's own, from their private chat. None: a timer or a result."""
    if update is None:
        return True
    user, chat = update.effective_user, update.effective_chat
    is_own = user is not None and user.id == user_id and not user.is_bot
    return is_own and chat is not None and chat.type == "private" and chat.id == user_id


def _newcomer(event: ClaimedEvent, bot_id: int, now: datetime) -> Account | None:
    """Return an unsaved account for the sender of a raw update; None if it does not name the lane's user."""
    user = update_json.private_user_of(event.content) if event.source is EventSource.TELEGRAM else None
    if user is None or event.lane != accounts.lane(bot_id, user["id"]):
        return None
    code = user.get("language_code")
    language = language_for(code if isinstance(code, str) else None)
    return Account(bot_id=bot_id, telegram_id=user["id"], language=language, created_at=now)


def _state_of(context: DeskContext) -> bytes:
    """Return the conversation in a form to compare, so that it is saved only if it has changed."""
    conversation = context.conversation
    return orjson.dumps(
        [
            conversation.place,
            conversation.revision,
            conversation.draft,
            conversation.parked,
            conversation.keyboard,
            conversation.tapped,
            conversation.card,
            conversation.wish,
            conversation.typed,
            conversation.album,
        ]
    )


def _texts_of(account: Account, now: datetime) -> Texts:
    """Return the texts of an account's language and profile, for this moment."""
    return texts(account.language, large=account.large_text).at(now)
