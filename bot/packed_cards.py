"""The JSON form of cards, in which they wait in the outbox."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from bot import profile
from bot.card import AnyButton, Card, CardButton, CopyButton, InlineButton, Keyboard, LinkButton, Venue


def pack(card: Card, callback_data: Callable[[CardButton], str]) -> dict[str, Any]:
    """Return the JSON form of a card for the outbox. `callback_data` makes the callback data of a button."""
    packed: dict[str, Any] = {"text": card.text}
    if rows := [shown for row in card.rows if (shown := [button for button in row if _is_shown(button)])]:
        packed["rows"] = [[{"text": button.label, **_action(button, callback_data)} for button in row] for row in rows]
    if card.attachments:
        packed["files"] = [
            {"id": item.file_id.hex, "document": item.as_document, **({"name": item.name} if item.name else {})}
            for item in card.attachments
        ]
    if card.protected:
        packed["protected"] = True
    if card.instead is not None:
        packed["venue" if isinstance(card.instead, Venue) else "contact"] = asdict(card.instead)
    if card.keyboard is not None:
        packed["keyboard"] = card.keyboard.value
        packed["keyboard_label"] = card.keyboard_label
    if card.keyboard is Keyboard.CONTACT:  # The message has no place for buttons: those of the flow are keys.
        packed["keys"] = [button.label for button in card.flow_buttons]
    return packed


def _is_shown(button: AnyButton) -> bool:
    return not isinstance(button, CardButton) or not profile.hides(button.verb, button.subject)


def _action(button: AnyButton, callback_data: Callable[[CardButton], str]) -> dict[str, str]:
    """Return what a button does, in the JSON form of a card."""
    if isinstance(button, LinkButton):
        return {"url": button.url}
    if isinstance(button, InlineButton):
        return {"inline": button.query, "url": button.url}
    if isinstance(button, CopyButton):
        return {"copy": button.copied}
    return {"data": callback_data(button), **({"style": button.style.value} if button.style else {})}


def pack_for_group(card: Card) -> dict[str, Any]:
    """Return the JSON form of a card for a group. Raises ValueError for a button: callback data is for one person."""

    def refuse(button: CardButton) -> str:
        raise ValueError(f"{button.verb} on a card for a group")

    return pack(card, refuse)
