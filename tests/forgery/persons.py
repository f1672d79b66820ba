"""Forged identities: contacts, names and ID numbers of other people, and wrong, late or other people's SMS codes."""

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col

from bot.card import CardButton
from bot.cards.identity import registration as account_cards
from bot.services.identity.code_limits import LIMITS
from storage.identity import sms_codes, wrong_codes
from storage.identity.limit_records import LimitRecord
from storage.identity.sms_codes import CodePurpose, SmsCode
from storage.identity.wrong_codes import WrongCode
from tests.forgery.kinds import Kind, kind
from tests.forgery.scene import COUNT, DIGITS, Scene
from tests.forgery.start_states import at_the_code
from tests.forgery.text_messages import HOSTILE
from tests.forgery.updates import Update, forwarded, message, tap
from tests.stories import cast

MAX_TRIES = max(window.max_tries for window in LIMITS[CodePurpose.OWNER_APPROVAL].target)


def registering(scene: Scene) -> None:
    """Bring every guest to the step that asks for the contact."""
    asked_for_name(scene)
    scene.feed(message(guest, "王小明") for guest in scene.guests)
    scene.feed(message(guest, cast.id_number(700 + at)) for at, guest in enumerate(scene.guests))


def contact_of_another(scene: Scene, random: Random, at: int) -> Update:
    """The complete contact of somebody else."""
    victim = random.choice((scene.owner, scene.driver, scene.payer))
    contact = {"phone_number": victim.phone, "first_name": "王", "user_id": victim.id}
    return message(scene.guests[at], contact=contact)


def contact_of_nobody(scene: Scene, random: Random, at: int) -> Update:
    """A contact without a Telegram user id, or with an invalid one."""
    contact: dict[str, Any] = {"phone_number": f"+86139{random.randrange(10**8):08}", "first_name": "王"}
    return message(scene.guests[at], contact=contact | random.choice(({}, {"user_id": 0}, {"user_id": -1})))


def odd_number(scene: Scene, random: Random, at: int) -> Update:
    """The sender's own contact with an invalid number, as a modified client could send it."""
    number = random.choice(
        ("", "110", "+1", "+86" + "9" * 30, "abc", "１３８", "+8613800000002x", "\x00", "+861380000000")
    )
    contact = {"phone_number": number, "first_name": "王", "user_id": scene.guests[at]}
    return message(scene.guests[at], contact=contact)


def typed_number(scene: Scene, random: Random, at: int) -> Update:
    """A typed phone number, the sender's own or another person's."""
    return message(scene.guests[at], random.choice((scene.owner.phone, scene.driver.phone[3:], "13800000002")))


def forwarded_contact(scene: Scene, random: Random, at: int) -> Update:
    """A contact forwarded from somebody else's chat."""
    contact = {"phone_number": "+8613812345678", "first_name": "王", "user_id": scene.guests[at]}
    return message(scene.guests[at], contact=contact, **forwarded(scene.owner.id))


def typed_id_number(scene: Scene, random: Random, at: int) -> Update:
    """The ID number of a person of the register under a wrong name: the desk goes on as for an unknown number."""
    return message(scene.guests[at], random.choice((scene.owner, scene.driver, scene.payer)).id_number)


def child_number(scene: Scene, random: Random, at: int) -> Update:
    """The valid ID number of a child, in one of several spellings."""
    born = date(2026, 11, 1) - timedelta(days=random.randrange(15 * 365))
    number = cast.id_number(random.randrange(1_000), born=born)
    return message(scene.guests[at], random.choice((number, f"{number[:6]} {number[6:14]} {number[14:]}")))


def asked_for_id(scene: Scene) -> None:
    """Bring every guest to the step that asks for the ID number, under a name that no victim has."""
    asked_for_name(scene)
    scene.feed(message(guest, "赵无名") for guest in scene.guests)


def fresh_codes(scene: Scene) -> None:
    """Send every filer's owner a new code and bring the filer to the step that asks for it; nothing is locked."""
    _without_wrong_codes(scene)
    for at in range(COUNT):
        scene.new_code(at)
    at_the_code(scene)


def wrong_code(scene: Scene, random: Random, at: int) -> Update:
    """Guessed digits."""
    digits = random.choice(
        [guess for guess in (f"{random.randrange(10**6):06}", "000000", "123456") if guess != DIGITS]
    )
    return message(scene.filers[at], digits)


def _without_wrong_codes(scene: Scene) -> None:
    """Delete the wrong tries, of the owner's phone number and of the filers, which pause the codes."""
    scene.app.write(lambda session: session.connection().execute(delete(WrongCode)))
    scene.app.write(lambda session: session.connection().execute(delete(LimitRecord)))


def attempts_used_up(scene: Scene) -> None:
    """Let every filer use all attempts; the owner's phone number is not locked."""
    fresh_codes(scene)
    used = update(SmsCode).where(col(SmsCode.subject).in_([filing.id for filing in scene.applications]))
    scene.app.write(lambda session: session.connection().execute(used.values(attempts=5)))


def owner_locked(scene: Scene) -> None:
    """Bring every filer to the step that asks for the code, and pause the owner's codes by wrong tries."""
    fresh_codes(scene)
    _try_wrong_codes(scene, MAX_TRIES)


def owner_codes_lengthened(scene: Scene) -> None:
    """Bring every filer to the step that asks for the code, after so many wrong tries that codes are longer."""
    fresh_codes(scene)
    _try_wrong_codes(scene, LIMITS[CodePurpose.OWNER_APPROVAL].short_tries)


def _try_wrong_codes(scene: Scene, count: int) -> None:
    def action(session: Session) -> None:
        code = sms_codes.current(session, CodePurpose.OWNER_APPROVAL, scene.applications[0].id)
        assert code is not None
        for _ in range(count):
            wrong_codes.new(session, code, at=scene.app.now)

    scene.app.write(action)


def valid_code(scene: Scene, random: Random, at: int) -> Update:
    """The right digits, after the attempts are used up or the code has expired."""
    return message(scene.filers[at], random.choice((DIGITS, " ".join(DIGITS))))


def expired(scene: Scene) -> None:
    """Bring every filer to the step that asks for the code, which has expired."""
    for at in range(COUNT):
        scene.new_code(at, minutes=-1)
    at_the_code(scene)


def code_of_another(scene: Scene, random: Random, at: int) -> Update:
    """The code of somebody else's application."""
    return message(scene.filers[at], scene.code)


def odd_code(scene: Scene, random: Random, at: int) -> Update:
    """Text that resembles a code and is none."""
    odd = (
        DIGITS[:5], DIGITS + "0", "٣١٤١٥٩", "३१४१५९", "③①④", "3.1415", "-31415", "0x314159", "3e14159", "１２３４５",
        "314159\u0661", "一二三四五六", "314159314159", "+314159",
    )  # fmt: skip
    return message(scene.filers[at], random.choice(odd))


def hostile_name(scene: Scene, random: Random, at: int) -> Update:
    """A name with markup, control characters or excessive length."""
    return message(scene.guests[at], random.choice(HOSTILE))


def asked_for_name(scene: Scene) -> None:
    """Bring every guest to the step that asks for the name."""
    scene.feed(message(guest, "/start") for guest in scene.guests)
    for consent in (account_cards.AGREE, account_cards.AGREE_SHARING):
        press = CardButton("", consent.verb, "", in_step=True)
        scene.feed(tap(guest, scene.signed(press, guest)) for guest in scene.guests)


KINDS: tuple[Kind, ...] = (
    kind("contacts of other people", contact_of_another, "not-your-contact", prepare=registering, attackers="guests"),
    kind("contacts without a user", contact_of_nobody, "not-your-contact", prepare=registering, attackers="guests"),
    kind("contacts with invalid numbers", odd_number, "phone-problem", prepare=registering, attackers="guests"),
    kind("phone numbers typed", typed_number, "typed-phone", prepare=registering, attackers="guests"),
    kind("contacts forwarded", forwarded_contact, prepare=registering, attackers="guests"),
    kind(
        "other people's ID numbers",
        typed_id_number,
        prepare=asked_for_id,
        attackers="guests",
        in_rounds=True,
    ),
    kind("ID numbers of children", child_number, "too-young", prepare=asked_for_id, attackers="guests"),
    kind(
        "codes guessed",
        wrong_code,
        "code-wrong",
        "code-used-up",
        "owner-codes-locked",
        "code-too-short",
        prepare=fresh_codes,
        attackers="filers",
    ),
    kind(
        "valid codes after the last attempt",
        valid_code,
        "code-used-up",
        "owner-codes-locked",
        prepare=attempts_used_up,
        attackers="filers",
    ),
    kind(
        "valid codes for an owner who is locked",
        valid_code,
        "owner-codes-locked",
        prepare=owner_locked,
        attackers="filers",
    ),
    kind(
        "valid codes after longer ones are needed",
        valid_code,
        "code-too-short",
        prepare=owner_codes_lengthened,
        attackers="filers",
    ),
    kind("valid codes after they expired", valid_code, "code-expired", prepare=expired, attackers="filers"),
    kind(
        "codes of other applications",
        code_of_another,
        "code-wrong",
        "code-used-up",
        "owner-codes-locked",
        "code-too-short",
        prepare=fresh_codes,
        attackers="filers",
    ),
    kind("texts that resemble codes", odd_code, "code-not-digits", prepare=fresh_codes, attackers="filers"),
    kind("hostile names", hostile_name, prepare=asked_for_name, attackers="guests"),
)
