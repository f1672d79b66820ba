"""Forged taps: other people's callback data, altered, truncated or stale data, and valid data about others' rows."""

from random import Random
from typing import Any
from uuid import UUID

from bot import callback_data
from bot.card import CardButton
from bot.cards.filing import filings
from bot.cards.violations import decisions
from storage.database import encryption
from tests.forgery import buttons as groups
from tests.forgery.kinds import Kind, kind
from tests.forgery.scene import Scene
from tests.forgery.start_states import at_the_code
from tests.forgery.updates import Update, tap

NAMES = ("mark", "go", "cancel", "x", "__init__", "approve ", "APPROVE", "批准", "drop", "agree")
OF_USERS = groups.OWNER_BUTTONS + groups.FILER_BUTTONS + groups.VEHICLE_BUTTONS + groups.CERTIFICATE_BUTTONS


def of_another(scene: Scene, random: Random, at: int) -> Update:
    """A button from a victim's screen."""
    return tap(scene.strangers[at], random.choice(scene.victims_data))


def made_for_another(scene: Scene, random: Random, at: int) -> Update:
    """A button with a valid signature for a victim."""
    victim = random.choice((scene.owner, scene.driver, scene.payer, scene.friend, scene.reviewer))
    others = groups.OWNER_BUTTONS + groups.FILER_BUTTONS + groups.VEHICLE_BUTTONS + groups.STAFF_BUTTONS
    press = CardButton("", _any_verb(random, others), random.choice(scene.subjects).hex)
    return tap(scene.strangers[at], callback_data.encode(press, telegram_id=victim.id, revision=0))


def _signed_tap(scene: Scene, telegram_id: int, press: CardButton) -> Update:
    return tap(telegram_id, scene.signed(press, telegram_id))


def _any_verb(random: Random, buttons: groups.Buttons) -> str:
    return random.choice(buttons).verb


def _own(scene: Scene, random: Random, at: int) -> tuple[str, str]:
    """Return body and signature of a button that is the attacker's own."""
    data = scene.signed(CardButton("", "car", random.choice(scene.subjects).hex), scene.strangers[at])
    body, _, signature = data.rpartition(".")
    return body, signature


def signature_altered(scene: Scene, random: Random, at: int) -> Update:
    """One character of the signature differs."""
    body, signature = _own(scene, random, at)
    where = random.randrange(
        len(signature) - 1
    )  # Two bits of the last character are padding: a change may be without effect.
    other = random.choice([letter for letter in "ABCdef019_-" if letter != signature[where]])
    return tap(scene.strangers[at], f"{body}.{signature[:where]}{other}{signature[where + 1 :]}")


def verb_altered(scene: Scene, random: Random, at: int) -> Update:
    """Another verb with the signature of the first."""
    body, signature = _own(scene, random, at)
    verb = _any_verb(
        random, groups.OWNER_BUTTONS + groups.FILER_BUTTONS + groups.CERTIFICATE_BUTTONS + groups.STAFF_BUTTONS
    )
    return tap(scene.strangers[at], f"{verb}.{body.partition('.')[2]}.{signature}")


def subject_altered(scene: Scene, random: Random, at: int) -> Update:
    """Another row with the signature of the first."""
    body, signature = _own(scene, random, at)
    verb, own, revision = body.split(".")
    others = [subject.hex for subject in scene.subjects if subject.hex != own]
    return tap(scene.strangers[at], f"{verb}.{random.choice(others)}.{revision}.{signature}")


def revision_altered(scene: Scene, random: Random, at: int) -> Update:
    """The button of an older step with a newer revision."""
    data = scene.signed(CardButton("", "confirm", "", in_step=True), scene.strangers[at])
    body, _, signature = data.rpartition(".")
    verb, subject, revision = body.split(".")
    return tap(scene.strangers[at], f"{verb}.{subject}.{int(revision) + random.randrange(1, 99)}.{signature}")


def cut_short(scene: Scene, random: Random, at: int) -> Update:
    """Truncated callback data."""
    data = ".".join(_own(scene, random, at))
    return tap(scene.strangers[at], data[: random.randrange(len(data))])


def over_long(scene: Scene, random: Random, at: int) -> Update:
    """More than Telegram's 64 bytes."""
    body, signature = _own(scene, random, at)
    return tap(scene.strangers[at], f"{body}{'A' * random.choice((64, 1000, 60_000))}.{signature}")


def invalid_characters(scene: Scene, random: Random, at: int) -> Update:
    """Characters that no callback data contains."""
    odd = "".join(chr(random.choice((0, 10, 0x202E, 0xFFFD, 0x1F600, 0x661, 0xE9, 0x2E))) for _ in range(12))
    return tap(scene.strangers[at], random.choice(("", "car.", "approve..")) + odd)


def separators_only(scene: Scene, random: Random, at: int) -> Update:
    """Separators without values."""
    return tap(scene.strangers[at], "." * random.randrange(8) + random.choice(("", "a", "0", "-1")))


def without_data(scene: Scene, random: Random, at: int) -> Update:
    """A tap without callback data, or with the name of a game."""
    return tap(scene.strangers[at], random.choice((None, "")), **random.choice(({}, {"game_short_name": "chess"})))


def of_another_desk(scene: Scene, random: Random, at: int) -> Update:
    """Signed with another desk's secret."""
    ours = encryption.current_keyring()
    encryption.use_keyring(encryption.Keyring((random.randbytes(32),)))
    try:
        press = CardButton(
            "", _any_verb(random, groups.OWNER_BUTTONS + groups.VEHICLE_BUTTONS), random.choice(scene.subjects).hex
        )
        return tap(scene.strangers[at], callback_data.encode(press, telegram_id=scene.strangers[at], revision=0))
    finally:
        encryption.use_keyring(ours)


def unknown_verb(scene: Scene, random: Random, at: int) -> Update:
    """A verb without a handler."""
    press = CardButton("", f"{random.choice(NAMES)[:6]}{random.randrange(99)}", "")
    return _signed_tap(scene, scene.strangers[at], press)


def invalid_subject(scene: Scene, random: Random, at: int) -> Update:
    """A button whose subject is not a row id."""
    subject = random.choice(("", "1", "0x10", "-", "g" * 32, "None", "1" * 31, "１" * 8))
    return _signed_tap(scene, scene.strangers[at], CardButton("", _any_verb(random, OF_USERS), subject))


def unknown_menu_command(scene: Scene, random: Random, at: int) -> Update:
    """A menu button for a command that does not exist."""
    return _signed_tap(scene, scene.strangers[at], CardButton("", "go", random.choice(NAMES[3:9])))


def resume_nothing(scene: Scene, random: Random, at: int) -> Update:
    """Resuming a flow that was never started."""
    verb, flow = random.choice(("resume", "restart")), random.choice(("filing ", "secret", "", "__class__"))
    return _signed_tap(scene, scene.strangers[at], CardButton("", verb, flow))


def step_without_flow(scene: Scene, random: Random, at: int) -> Update:
    """A button of a step at which the attacker is not."""
    button = random.choice(groups.STEP_BUTTONS)
    subject = random.choice(scene.subjects).hex if button.subject_type is UUID else random.choice(("", "friend", "02"))
    return _signed_tap(scene, scene.strangers[at], CardButton("", button.verb, subject, in_step=True))


def past_step(scene: Scene, random: Random, at: int) -> Update:
    """The confirmation of an application again, after the flow has moved on to the code."""
    telegram_id = scene.filers[at]
    past = (filings.CONFIRM, filings.AGREED, filings.RELATION)
    press = CardButton("", _any_verb(random, past), "friend", in_step=True)
    older = max(0, scene.conversation(telegram_id).revision - random.randrange(1, 4))
    return tap(telegram_id, callback_data.encode(press, telegram_id=telegram_id, revision=older))


def step_skipped(scene: Scene, random: Random, at: int) -> Update:
    """The confirmation at the code's step, with the present revision."""
    press = CardButton("", _any_verb(random, (filings.CONFIRM, filings.AGREED, filings.TYPE)), "02", in_step=True)
    return _signed_tap(scene, scene.filers[at], press)


def _about_others(buttons: groups.Buttons) -> Any:
    def make(scene: Scene, random: Random, at: int) -> Update:
        press = CardButton("", random.choice(buttons).verb, random.choice(scene.subjects).hex)
        return _signed_tap(scene, scene.strangers[at], press)

    return make


def _taps_with_parameter(scene: Scene, random: Random, at: int) -> Update:
    """Buttons whose subject is a row id and a parameter."""
    subject = random.choice(scene.subjects).hex
    button, more = random.choice(groups.PARAMETERS)
    text = f"{more}-{subject}" if button is decisions.PAY else f"{subject}-{more}"
    return _signed_tap(scene, scene.strangers[at], CardButton("", button.verb, text))


def _staff_taps_with_parameter(scene: Scene, random: Random, at: int) -> Update:
    subject = random.choice(scene.subjects).hex
    button, more = random.choice(groups.STAFF_PARAMETERS)
    return _signed_tap(scene, scene.strangers[at], CardButton("", button.verb, f"{subject}-{more}"))


def _staff_lists(scene: Scene, random: Random, at: int) -> Update:
    """Buttons that open the staff's lists, tapped by others."""
    press = CardButton("", _any_verb(random, groups.STAFF_LIST_BUTTONS), random.choice(("", "x")))
    return _signed_tap(scene, scene.strangers[at], press)


def _guest_taps(scene: Scene, random: Random, at: int) -> Update:
    """Buttons with a valid signature, tapped by a guest."""
    press = CardButton("", _any_verb(random, OF_USERS), random.choice(scene.subjects).hex)
    return _signed_tap(scene, scene.guests[at], press)


KINDS: tuple[Kind, ...] = (
    kind("buttons on other people's screens", of_another, "forged"),
    kind("buttons made for other people", made_for_another, "forged"),
    kind("signatures altered", signature_altered, "forged"),
    kind("verbs altered", verb_altered, "forged"),
    kind("subjects altered", subject_altered, "forged"),
    kind("revisions altered", revision_altered, "forged"),
    kind("callback data cut short", cut_short, "forged"),
    kind("callback data too long", over_long, "forged"),
    kind("callback data with invalid characters", invalid_characters, "forged"),
    kind("callback data without values", separators_only, "forged"),
    kind("taps without data", without_data, "forged"),
    kind("buttons of another desk", of_another_desk, "forged"),
    kind("unknown verbs", unknown_verb, "stale-button"),
    kind("invalid subjects", invalid_subject, "forged"),
    kind("menu buttons for unknown commands", unknown_menu_command, "unknown-command"),
    kind("flows resumed that were never started", resume_nothing, "stale-button"),
    kind("step buttons outside their flow", step_without_flow, "stale-button"),
    kind("step buttons after the flow moved on", past_step, "stale-button", prepare=at_the_code, attackers="filers"),
    kind("steps skipped", step_skipped, "stale-button", prepare=at_the_code, attackers="filers"),
    kind("owners' answers by strangers", _about_others(groups.OWNER_BUTTONS), "not-yours"),
    kind("filers' buttons by strangers", _about_others(groups.FILER_BUTTONS), "not-yours"),
    kind("cars of others", _about_others(groups.VEHICLE_BUTTONS), "not-yours"),
    kind("certificates of others", _about_others(groups.CERTIFICATE_BUTTONS), "not-yours"),
    kind("violations and payments of others", _about_others(groups.PAYMENT_BUTTONS), "not-yours"),
    kind("organisations of others", _about_others(groups.ORGANISATION_BUTTONS), "not-yours"),
    kind(
        "paper copies, objections and identity cases of others",
        _about_others(groups.CASE_BUTTONS),
        "not-yours",
        "no-such-case",
        "case-decided",
        "not-contestable",
    ),
    kind("buttons with a row and a parameter", _taps_with_parameter, "not-yours", "forged"),
    kind("staff buttons by others", _about_others(groups.STAFF_BUTTONS), "not-staff", "no-such-case"),
    kind("staff buttons with a row and a parameter", _staff_taps_with_parameter, "not-staff", "forged"),
    kind("lists of the staff by others", _staff_lists, "not-staff", "forged"),
    kind("buttons of users tapped by guests", _guest_taps, "not-registered", "not-yours", attackers="guests"),
)
