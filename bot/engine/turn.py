"""A turn: one event, handled inside the transaction that the lane opened for it, in a savepoint of its own."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from sqlmodel import Session
from telegram import Bot, Update

from bot import marks
from bot.addresses import Addresses
from bot.cards import shell
from bot.context import DeskContext, Incoming
from bot.engine.dispatch import Dispatcher
from bot.engine.figures import figures
from bot.errors import Refusal
from bot.texts import spoken, texts
from storage import accounts, audit, conversations
from storage.accounts import Account
from storage.inbox import Claimed, Source


@dataclass
class Turns:
    """What every turn needs: the dispatcher, the client that parses, the zone."""

    dispatcher: Dispatcher
    bot: Bot
    zone: ZoneInfo
    addresses: Addresses = field(default_factory=Addresses)

    def handle(self, session: Session, event: Claimed, *, now: datetime) -> None:
        """Handle an event. A refusal is explained to the person; any other exception is the caller's.

        After an exception nothing of the turn is left in the database, and the session's objects no longer hold.
        """
        try:
            with session.begin_nested():
                self._take(session, event, now)
        except Refusal as refusal:
            session.expunge_all()
            with session.begin_nested():
                context = self._context(session, event, now)
                if context is not None:
                    self._explain(context, refusal)

    def apologise(self, session: Session, event: Claimed, *, now: datetime) -> None:
        """Tell the person that his event failed on our side, under the number staff find it by.

        Neither the event nor the conversation is read: they may be what failed.
        """
        bot_id, _, chat = event.lane.partition(":")
        account = accounts.by_telegram(session, int(bot_id), int(chat)) if chat.isdigit() else None
        if account is not None:
            standing = conversations.Conversation(event.lane)
            context = DeskContext(session, account, texts(account.language, self.zone), now, standing, Incoming())
            context.say(shell.broken(f"{event.id}", context.texts))

    def _take(self, session: Session, event: Claimed, now: datetime) -> None:
        context = self._context(session, event, now)
        if context is None:
            return
        try:
            self._dispatch(context, event)
        except Refusal as refusal:
            if not refusal.keeps:
                raise
            self._explain(context, refusal)

    def _dispatch(self, context: DeskContext, event: Claimed) -> None:
        before = _standing(context)
        if event.source is Source.TELEGRAM and context.query is not None:
            tap = marks.read(context.query.data or "", person=context.account.telegram_id)
            context.incoming = Incoming(update=context.incoming.update, tap=tap)
        self.dispatcher.dispatch(context)
        if _standing(context) != before:
            conversations.save(context.session, context.conversation, at=context.now)

    def _explain(self, context: DeskContext, refusal: Refusal) -> None:
        keys = [reason.key for reason in refusal.reasons()]
        figures.refused(keys)
        audit.record(
            context.session,
            audit.Action.REFUSED,
            by=context.account.id,
            on=None,
            at=context.now,
            why=keys,
        )
        before = _standing(context)
        self.dispatcher.flows.again(context, shell.refusal(refusal, context.texts))
        if refusal.keeps or _standing(context) != before:
            conversations.save(context.session, context.conversation, at=context.now)

    def _context(self, session: Session, event: Claimed, now: datetime) -> DeskContext | None:
        incoming = self._incoming(event)
        account = self._account(session, event, incoming, now)
        if account is None:
            return None
        conversation = conversations.load(session, event.lane)
        said = texts(account.language, self.zone)
        return DeskContext(session, account, said, now, conversation, incoming, addresses=self.addresses)

    def _incoming(self, event: Claimed) -> Incoming:
        content = event.content
        if event.source is Source.TELEGRAM:
            return Incoming(update=Update.de_json(content, self.bot))
        if event.source is Source.TIMER:
            return Incoming(timer=content["kind"], subject=UUID(hex=content["subject"]))
        return Incoming(task=content["task"], reference=content["reference"], result=content["result"])

    def _account(self, session: Session, event: Claimed, incoming: Incoming, now: datetime) -> Account | None:
        """Return the account of the lane; None for what no person said in a private chat."""
        bot_id, _, user_id = event.lane.partition(":")
        if not user_id.isdigit():
            return None
        update = incoming.update
        if update is None:
            return accounts.by_telegram(session, int(bot_id), int(user_id))
        user, chat = update.effective_user, update.effective_chat
        if user is None or user.is_bot or chat is None or chat.type != "private":
            return None
        return accounts.welcome(session, int(bot_id), user.id, language=spoken(user.language_code), at=now)


def _standing(context: DeskContext) -> bytes:
    conversation = context.conversation
    return orjson.dumps(
        [conversation.flow, conversation.step, conversation.revision, conversation.draft, conversation.parked]
    )
