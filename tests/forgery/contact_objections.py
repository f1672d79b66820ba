"""Objections to identity cases by contact: only one's own contact, shared and not typed, says whose phone it is."""

from random import Random
from typing import Any

from bot.card import CardButton
from bot.cards.review import identity_cases as cards
from tests.forgery.kinds import Kind, kind
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, forwarded, message, tap


def objecting(scene: Scene) -> None:
    """Bring every guest to the step that asks for the contact of who objects."""
    scene.end_flows(scene.guests)
    scene.feed([tap(each, scene.signed(CardButton("", cards.BEGIN.verb, ""), each)) for each in scene.guests])
    press = CardButton("", cards.OBJECT.verb, "", in_step=True)
    scene.feed([tap(each, scene.signed(press, each)) for each in scene.guests])


def of_the_holder(scene: Scene, random: Random, at: int) -> Update:
    """The contact of who holds the identity, as it is or with another user id."""
    user = random.choice((scene.driver.id, 0, -1, None))
    contact: dict[str, Any] = {"phone_number": scene.driver.phone, "first_name": "李"}
    return message(scene.guests[at], contact=contact | ({} if user is None else {"user_id": user}))


def forwarded_own(scene: Scene, random: Random, at: int) -> Update:
    """A contact that claims to be the sender's, forwarded: Telegram does not vouch for it."""
    contact = {"phone_number": scene.driver.phone, "first_name": "李", "user_id": scene.guests[at]}
    return message(scene.guests[at], contact=contact, **forwarded(scene.driver.id))


def typed(scene: Scene, random: Random, at: int) -> Update:
    """The phone number of the holder, typed."""
    phone = scene.driver.phone
    return message(scene.guests[at], random.choice((phone, phone[3:], f"{phone[3:6]} {phone[6:]}", f"+86 {phone[3:]}")))


KINDS: tuple[Kind, ...] = (
    kind(
        "objections by another's contact",
        of_the_holder, "not-your-contact", prepare=objecting, attackers="guests",
    ),
    kind("objections by a forwarded contact", forwarded_own, prepare=objecting, attackers="guests"),
    kind("objections by a typed number", typed, "typed-phone", prepare=objecting, attackers="guests"),
)  # fmt: skip
