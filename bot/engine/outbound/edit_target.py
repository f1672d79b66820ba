"""Which message a delivery edits. It is known when the delivery leaves: those before it have arrived by then."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.engine.newer_versions import UnknownHere
from storage.engine import chat_messages
from storage.engine.outbox_queue import QueuedDelivery

# Fields of a delivery's content. edit: a message id; amends: what the message is about, and without one a new message
# is sent; replaces: the id of the delivery that brought it, and without a message there is nothing to replace.
EDITING = ("edit", "amends", "replaces")


@dataclass(frozen=True)
class EditTarget:
    """The message to edit; None for a new message."""

    message_id: int | None


OUTDATED = EditTarget(-1)


def is_known_to_stand(delivery: QueuedDelivery, content: dict[str, Any]) -> bool:
    """Return whether `edit` of the content says it all. Only a delivery that has waited can have been overtaken."""
    if "amends" in content or "replaces" in content:
        return False
    return "edit" not in content or delivery.attempts == 1


def edit_target(session: Session, delivery: QueuedDelivery, content: dict[str, Any]) -> EditTarget:
    """Return what the delivery edits; OUTDATED if the message never came, or shows a later version already.

    Raises UnknownHere if the message waits for a newer version: nothing else lets later deliveries overtake it.
    """
    message = content.get("edit")
    if _is_left(session, delivery, content):
        raise UnknownHere("the message that is edited")
    if "amends" in content:
        message = chat_messages.newest_about(session, content["amends"], delivery.lane) or message
    if "replaces" in content:
        message = chat_messages.message_of(session, content["replaces"])
        if message is None:
            return OUTDATED
    if message is not None and chat_messages.shows_later(session, delivery.lane, message, than=delivery.id):
        return OUTDATED
    return EditTarget(message)


def _is_left(session: Session, delivery: QueuedDelivery, content: dict[str, Any]) -> bool:
    """Return whether what the delivery edits is still to be sent."""
    if "amends" in content:
        return chat_messages.is_on_its_way(session, [content["amends"]], delivery.lane, through=delivery.id - 1)
    return "replaces" in content and chat_messages.is_open(session, content["replaces"])
