"""The typed context of a turn: everything a step function may read, and how it shows cards and orders tasks."""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID, uuid4

from pydantic import ValidationError
from sqlmodel import Session

from bot import callback_data
from bot.card import Card, CardButton, Keyboard
from bot.errors import AccountEnded, AccountLocked, NotRegistered, NumberContested, StaleButton
from bot.incoming import Incoming, IncomingReader
from bot.links import DeskLinks
from bot.packed_cards import pack
from bot.stored_json import Draft, invalid_fields, other_fields, to_json
from bot.task_definition import Arguments, Result, ResultDefinition, TaskDefinition, put_order
from bot.texts import Texts
from storage.engine import chat_messages, inbox, message_removal, outbox
from storage.engine.conversations import Conversation
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person

log = logging.getLogger("chezhu.context")

DraftModel = TypeVar("DraftModel", bound=Draft)

AWAITING = "task:"  # Before the reference of a task: what the message is about that says that it is at work.


@dataclass
class DeskContext(IncomingReader):
    """One turn: one event, one person, one transaction.

    compares_faces: a face check is configured; step_takes_message: the current step listens to this message;
    step_asks_yes: its card asks for a yes itself; step_is_left: its button says “leave” and not “cancel”.
    """

    session: Session
    account: Account
    texts: Texts
    now: datetime
    conversation: Conversation
    incoming: Incoming
    commands: frozenset[str] = frozenset()
    link: str = ""
    links: DeskLinks = field(default_factory=DeskLinks)
    compares_faces: bool = True
    step_takes_message: bool = False
    step_asks_yes: bool = False
    step_is_left: bool = False
    heading: str = ""  # What a handler has done, above the question of the step to which it leads.
    over: list[str] = field(default_factory=list)  # References of deliveries whose cards lose their buttons.
    awaiting: int | None = None  # The message that said that the task of this turn's result was at work.
    _has_sent_file: bool = False
    replaced: bool = False  # The tapped message shows something else by now.
    edited: bool = False  # The tapped message, or the one that stood for a result.

    LINK: ClassVar[str] = "link"
    WISH: ClassVar[str] = "wish"

    def load_draft(self, model: type[DraftModel]) -> DraftModel:
        """Return what the person has entered in this flow so far.

        Raises StaleButton for a draft that does not fit, as another version may have left; the flow ends by it.
        """
        try:
            return model.model_validate(self.conversation.draft)
        except ValidationError as problem:
            place = self.conversation.place
            log.warning("a draft does not fit its model", extra={"step": place, "problem": invalid_fields(problem)})
            raise StaleButton from None

    def store_draft(self, draft: Draft) -> None:
        """Replace what the person has entered in this flow, but for fields of another version."""
        self.conversation.draft = other_fields(self.conversation.draft, draft) | to_json(draft)

    @property
    def person(self) -> Person:
        """The registered person. Raises like `registered_person`, or NumberContested if another holds their ID number.

        Timers and results go on: neither signing out nor another's claim ends business that is under way.
        """
        person = self.registered_person
        if self.incoming.update is not None and people.is_contested(self.session, person):
            raise NumberContested
        return person

    @property
    def registered_person(self) -> Person:
        """The registered person, whoever holds their ID number. Raises NotRegistered, AccountEnded or AccountLocked."""
        if self.account.person_id is None:
            raise NotRegistered if self.account.ended_at is None else AccountEnded
        if self.account.locked_at is not None and self.incoming.update is not None:
            raise AccountLocked
        return self.session.get_one(Person, self.account.person_id)

    def result_of(self, task: TaskDefinition[..., Result] | ResultDefinition[Result]) -> Result | None:
        """Return what this task came back with; None if it failed. Raises LookupError if the result does not fit."""
        if self.incoming.result == {"failed": True}:
            return None
        definition = task.result if isinstance(task, TaskDefinition) else task
        return definition.from_json(self.incoming.result)

    def ordered(self, argument: str) -> UUID | None:
        """Return an id with which the failed task was ordered; None if an older version ran the task."""
        given = self.incoming.order.get(argument)
        return UUID(hex=given) if isinstance(given, str) else None

    def show(self, card: Card, *, about: str = "", policy: outbox.DeliveryPolicy | None = None) -> UUID:
        """Show a card: replaces the tapped message, or the one that the result of this turn was awaited with.

        Else it is sent as a new one. Returns the delivery's reference.
        """
        edit = self._take_awaiting(card) if self.edited or self.tapped_message is None else self.tapped_message
        self.edited = self.edited or edit is not None
        self.replaced = self.replaced or (edit is not None and not card.attachments)  # A file is a message of its own.
        policy = policy or (outbox.DeliveryPolicy.EDIT if edit else outbox.DeliveryPolicy.AGAIN)
        reference = self._put(card, about=about, edit=edit, policy=policy)
        if self.incoming.tapped_file and self.query is not None and self.query.message is not None:
            message_removal.take_fleeting(self.session, self.account, self.query.message.message_id, at=self.now)
        return reference

    def say(self, card: Card, *, about: str = "") -> UUID:
        """Send a card as a new message, even after a tap. Returns the delivery's reference.

        The first card about a result takes the place of the message that it was awaited with.
        """
        edit = self._take_awaiting(card)
        policy = outbox.DeliveryPolicy.EDIT if edit else outbox.DeliveryPolicy.AGAIN
        return self._put(card, about=about, edit=edit, policy=policy)

    def await_result(self, card: Card, reference: UUID, *, anew: bool = False) -> None:
        """Show that this task is at work: what its result shows takes the place of this card.

        anew: as a new message, even after a tap.
        """
        (self.say if anew else self.show)(card, about=f"{AWAITING}{reference.hex}")

    def _take_awaiting(self, card: Card) -> int | None:
        """Return the message that the result of this turn was awaited with, once, if this card can take its place.

        Behind a file none can: it would stand above it.
        """
        self._has_sent_file = self._has_sent_file or bool(card.attachments)
        if self._has_sent_file or card.keyboard is not None or card.instead is not None:
            return None
        found, self.awaiting = self.awaiting, None
        return found

    def amend(self, card: Card, *, about: str) -> None:
        """Edit the newest message about this thing in this chat, once it has arrived; without one, send a new one."""
        edit = chat_messages.newest_about(self.session, about, self.account.lane)
        policy = outbox.DeliveryPolicy.EDIT if edit else outbox.DeliveryPolicy.AGAIN
        self._put(card, about=about, edit=edit, policy=policy, amends=about)

    def take_away(self, about: str) -> None:
        """Delete the newest message about this thing in this chat, if there is one."""
        message_removal.take(
            self.session, self.account, chat_messages.newest_about(self.session, about, self.account.lane), at=self.now
        )

    def is_replaced(self, about: str) -> bool:
        """Return whether the person has gone on from the newest message about this thing by a tap on it."""
        return chat_messages.is_replaced(self.session, about, self.account.lane)

    def delete_message(self) -> None:
        """Delete the message of this turn, sent or edited, from the chat: it holds an ID number or a code.

        The delivery has a lane of its own: it delays no card, and whether it succeeds changes nothing.
        """
        message = self.written
        if message is not None:
            content = {"chat": self.account.telegram_id, "delete": message.message_id}
            outbox.put(self.session, outbox.Channel.CHAT, f"deletion:{uuid4().hex}", content, at=self.now)

    def leave(self, flow: str) -> None:
        """End this flow, whether it is the current or a parked one; its card, or the one that offers it, is over."""
        conversation = self.conversation
        self.unpark(flow)
        if conversation.flow == flow:
            self.end_card()
            conversation.flow, conversation.step, conversation.draft, conversation.trail = "", "", {}, []
            conversation.revision += 1

    def unpark(self, flow: str) -> dict[str, Any] | None:
        """Return what is kept of a parked flow, which is parked no longer; the card that offers it is over."""
        kept = self.conversation.parked.pop(flow, None)
        self.over += [kept["offer"]] if kept is not None and "offer" in kept else []
        return kept

    def end_card(self) -> None:
        """Take the buttons of the card that shows the current step, at the end of the turn."""
        self.over += [self.conversation.card] if self.conversation.card else []
        self.conversation.card = ""

    def order_task(
        self, task: TaskDefinition[Arguments, Any], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> UUID:
        """Order a task, its arguments by name; its result comes back as an event of the lane. Returns its reference."""
        order, lane = task.order(*args, **kwargs), self.account.lane
        return put_order(self.session, order, lane=lane, queue=lane, at=self.now)

    def follow(self, payload: str) -> None:
        """Follow a deep link in a turn of its own after this one, so that a refusal there does not undo this turn."""
        self._follow(self.LINK, {"payload": payload})

    def follow_wish(self) -> None:
        """Go on with what the person asked for before they had registered or agreed, in a turn of its own."""
        if self.conversation.wish:
            self._follow(self.WISH, {"text": self.conversation.wish})
        self.conversation.wish = ""

    def _follow(self, task: str, result: dict[str, str]) -> None:
        reference = uuid4().hex
        content = {"task": task, "reference": reference, "result": result}
        event = inbox.NewEvent(inbox.EventSource.RESULT, reference, self.account.lane, content)
        inbox.put(self.session, [event], at=self.now)

    def _update_keyboard(self, card: Card) -> None:
        """Remove a reply keyboard once the person has left its step; Telegram does not do so itself."""
        conversation = self.conversation
        if card.keyboard is not None:
            conversation.keyboard = "" if card.keyboard is Keyboard.NONE else conversation.place
        is_starting = conversation.flow and not conversation.step
        if conversation.keyboard not in ("", conversation.place) and not is_starting:
            self.say(Card(self.texts("keyboard-away"), keyboard=Keyboard.NONE))

    def _put(
        self, card: Card, *, about: str, edit: int | None, policy: outbox.DeliveryPolicy, amends: str = ""
    ) -> UUID:
        self._update_keyboard(card)
        about = about or card.about
        edited: dict[str, Any] = ({} if edit is None else {"edit": edit}) | ({"amends": amends} if amends else {})
        content = {"chat": self.account.telegram_id, "card": pack(card, self._callback_data), **edited}
        reference = outbox.put(
            self.session, outbox.Channel.CHAT, self.account.lane, content, at=self.now, policy=policy, about=about
        )
        if card.keyboard is Keyboard.CONTACT and card.other_rows:  # One message cannot hold keys and buttons.
            return self.say(Card(self.texts("keyboard-or"), card.other_rows))
        return reference

    def _callback_data(self, button: CardButton) -> str:
        return callback_data.encode(button, telegram_id=self.account.telegram_id, revision=self.conversation.revision)
