"""Forged taps: callback data of others, altered, cut, replayed, and signed for the attacker but about others' rows."""

from random import Random
from typing import Any

from bot import callback_data
from bot.card import Button, CardButton
from bot.cards import organisations
from bot.cards.certificates import certificates, paper_copies
from bot.cards.filing import approvals, filings
from bot.cards.review import blacklist, reviews
from bot.cards.violations import decisions, violations
from storage.database import encryption
from tests.forgery.buttons import (
    IN_STEPS,
    OF_CARS,
    OF_COMPANIES,
    OF_FILERS,
    OF_MARKS,
    OF_MONEY,
    OF_OWNERS,
    OF_PAPERS,
    OF_STAFF,
)
from tests.forgery.kinds import Kind, kind
from tests.forgery.scene import Scene
from tests.forgery.start_states import at_the_code
from tests.forgery.updates import Update, tap

NAMES = ("mark", "go", "cancel", "x", "__init__", "approve ", "APPROVE", "批准", "drop", "agree")


def of_another(scene: Scene, random: Random, at: int) -> Update:
    """A button that stands on a victim's screen."""
    return tap(scene.strangers[at], random.choice(scene.victims_data))


def made_for_another(scene: Scene, random: Random, at: int) -> Update:
    """A button that would be a victim's own, mark and all."""
    victim = random.choice((scene.owner, scene.driver, scene.payer, scene.friend, scene.reviewer))
    press = CardButton("", _any(random, OF_OWNERS + OF_FILERS + OF_CARS + OF_STAFF), random.choice(scene.subjects).hex)
    return tap(scene.strangers[at], callback_data.encode(press, person=victim.id, revision=0))


def _any(random: Random, buttons: tuple[Button[Any], ...]) -> str:
    return random.choice(buttons).verb


def _own(scene: Scene, random: Random, at: int) -> tuple[str, str]:
    """A button of the attacker's own: body and mark."""
    data = scene.signed(CardButton("", "car", random.choice(scene.subjects).hex), scene.strangers[at])
    body, _, mark = data.rpartition(".")
    return body, mark


def mark_altered(scene: Scene, random: Random, at: int) -> Update:
    """One character of the mark is another."""
    body, mark = _own(scene, random, at)
    where = random.randrange(len(mark) - 1)  # Of the last character two bits are padding: any of four spellings is it.
    other = random.choice([letter for letter in "ABCdef019_-" if letter != mark[where]])
    return tap(scene.strangers[at], f"{body}.{mark[:where]}{other}{mark[where + 1 :]}")


def verb_altered(scene: Scene, random: Random, at: int) -> Update:
    """Another verb under the mark of the first."""
    body, mark = _own(scene, random, at)
    verb = _any(random, OF_OWNERS + OF_FILERS + OF_MARKS + OF_STAFF)
    return tap(scene.strangers[at], f"{verb}.{body.partition('.')[2]}.{mark}")


def subject_altered(scene: Scene, random: Random, at: int) -> Update:
    """Another row under the mark of the first."""
    body, mark = _own(scene, random, at)
    verb, own, revision = body.split(".")
    others = [subject.hex for subject in scene.subjects if subject.hex != own]
    return tap(scene.strangers[at], f"{verb}.{random.choice(others)}.{revision}.{mark}")


def revision_altered(scene: Scene, random: Random, at: int) -> Update:
    """The button of an older step, made to look new."""
    data = scene.signed(CardButton("", "confirm", "", in_step=True), scene.strangers[at])
    body, _, mark = data.rpartition(".")
    verb, subject, revision = body.split(".")
    return tap(scene.strangers[at], f"{verb}.{subject}.{int(revision) + random.randrange(1, 99)}.{mark}")


def cut_short(scene: Scene, random: Random, at: int) -> Update:
    """Only the beginning of a button."""
    data = ".".join(_own(scene, random, at))
    return tap(scene.strangers[at], data[: random.randrange(len(data))])


def over_long(scene: Scene, random: Random, at: int) -> Update:
    """More than Telegram lets through."""
    body, mark = _own(scene, random, at)
    return tap(scene.strangers[at], f"{body}{'A' * random.choice((64, 1000, 60_000))}.{mark}")


def odd_letters(scene: Scene, random: Random, at: int) -> Update:
    """Characters no button has."""
    odd = "".join(chr(random.choice((0, 10, 0x202E, 0xFFFD, 0x1F600, 0x661, 0xE9, 0x2E))) for _ in range(12))
    return tap(scene.strangers[at], random.choice(("", "car.", "approve..")) + odd)


def dots(scene: Scene, random: Random, at: int) -> Update:
    """The shape of a button without its parts."""
    return tap(scene.strangers[at], "." * random.randrange(8) + random.choice(("", "a", "0", "-1")))


def without_data(scene: Scene, random: Random, at: int) -> Update:
    """A tap that carries nothing, or the name of a game."""
    return tap(scene.strangers[at], random.choice((None, "")), **random.choice(({}, {"game_short_name": "chess"})))


def of_another_desk(scene: Scene, random: Random, at: int) -> Update:
    """Marked with another desk's secret."""
    ours = encryption.current_keyring()
    encryption.use_keyring(encryption.Keyring((random.randbytes(32),)))
    try:
        press = CardButton("", _any(random, OF_OWNERS + OF_CARS), random.choice(scene.subjects).hex)
        return tap(scene.strangers[at], callback_data.encode(press, person=scene.strangers[at], revision=0))
    finally:
        encryption.use_keyring(ours)


def unknown_verb(scene: Scene, random: Random, at: int) -> Update:
    """A verb that nobody listens to (any more)."""
    press = CardButton("", f"{random.choice(NAMES)[:6]}{random.randrange(99)}", "")
    return tap(scene.strangers[at], scene.signed(press, scene.strangers[at]))


def odd_subject(scene: Scene, random: Random, at: int) -> Update:
    """A button of ours about something that is no row."""
    subject = random.choice(("", "1", "0x10", "-", "g" * 32, "None", "1" * 31, "１" * 8))
    press = CardButton("", _any(random, OF_OWNERS + OF_CARS + OF_FILERS + OF_MARKS), subject)
    return tap(scene.strangers[at], scene.signed(press, scene.strangers[at]))


def go_nowhere(scene: Scene, random: Random, at: int) -> Update:
    """A menu button for a command that does not exist."""
    press = CardButton("", "go", random.choice(NAMES[3:9]))
    return tap(scene.strangers[at], scene.signed(press, scene.strangers[at]))


def resume_nothing(scene: Scene, random: Random, at: int) -> Update:
    """Going on with a flow that was never begun."""
    press = CardButton("", random.choice(("resume", "restart")), random.choice(("filing ", "secret", "", "__class__")))
    return tap(scene.strangers[at], scene.signed(press, scene.strangers[at]))


def step_of_no_flow(scene: Scene, random: Random, at: int) -> Update:
    """A button of a step where the attacker does not stand."""
    press = CardButton("", _any(random, IN_STEPS), random.choice(("", "friend", "02")), in_step=True)
    return tap(scene.strangers[at], scene.signed(press, scene.strangers[at]))


def step_that_is_over(scene: Scene, random: Random, at: int) -> Update:
    """The confirmation of an application, once more, after the flow has moved on to the code."""
    telegram_id = scene.filers[at]
    press = CardButton("", _any(random, (filings.CONFIRM, filings.AGREED, filings.RELATION)), "friend", in_step=True)
    older = max(0, scene.standing(telegram_id).revision - random.randrange(1, 4))
    return tap(telegram_id, callback_data.encode(press, person=telegram_id, revision=older))


def step_skipped(scene: Scene, random: Random, at: int) -> Update:
    """The confirmation at the code's step, with the right revision."""
    press = CardButton("", _any(random, (filings.CONFIRM, filings.AGREED, filings.TYPE)), "02", in_step=True)
    return tap(scene.filers[at], scene.signed(press, scene.filers[at]))


def _about_others(buttons: tuple[Button[Any], ...]) -> Any:
    def make(scene: Scene, random: Random, at: int) -> Update:
        press = CardButton("", random.choice(buttons).verb, random.choice(scene.subjects).hex)
        return tap(scene.strangers[at], scene.signed(press, scene.strangers[at]))

    return make


def _texts_about_others(scene: Scene, random: Random, at: int) -> Update:
    """Buttons whose subject is a row and something more."""
    subject = random.choice(scene.subjects).hex
    verb, more = random.choice(
        (
            (approvals.TERM, "365"), (violations.CAR, "u"), (certificates.DRAW, "pdf"), (certificates.SHARE, "7"),
            (decisions.PAY, "w"), (organisations.CARS, "0"), (organisations.CARS, "999999999"), (approvals.TERM, "-1"),
            (approvals.TERM, "x"), (certificates.SHARE, "x"), (decisions.PAY, ""), (violations.CAR, "?"),
        )
    )  # fmt: skip
    text = f"{more}-{subject}" if verb is decisions.PAY else f"{subject}-{more}"
    return tap(scene.strangers[at], scene.signed(CardButton("", verb.verb, text), scene.strangers[at]))


def _staff_texts(scene: Scene, random: Random, at: int) -> Update:
    subject = random.choice(scene.subjects).hex
    verb, more = random.choice(((reviews.RETURN, "1"), (blacklist.FALSE_WHY, "1"), (paper_copies.ADVANCE, "printed")))
    return tap(scene.strangers[at], scene.signed(CardButton("", verb.verb, f"{subject}-{more}"), scene.strangers[at]))


def _guest_taps(scene: Scene, random: Random, at: int) -> Update:
    """Somebody who never registered, with buttons the desk made for him."""
    press = CardButton("", _any(random, OF_OWNERS + OF_FILERS + OF_CARS + OF_MARKS), random.choice(scene.subjects).hex)
    return tap(scene.guests[at], scene.signed(press, scene.guests[at]))


KINDS: tuple[Kind, ...] = (
    kind("buttons on other people's screens", of_another, "forged"),
    kind("buttons made for other people", made_for_another, "forged"),
    kind("marks altered", mark_altered, "forged"),
    kind("verbs altered", verb_altered, "forged"),
    kind("subjects altered", subject_altered, "forged"),
    kind("revisions altered", revision_altered, "forged"),
    kind("callback data cut short", cut_short, "forged"),
    kind("callback data too long", over_long, "forged"),
    kind("callback data of odd characters", odd_letters, "forged"),
    kind("callback data of dots", dots, "forged"),
    kind("taps without data", without_data, "forged"),
    kind("buttons of another desk", of_another_desk, "forged"),
    kind("verbs nobody listens to", unknown_verb, "stale-button"),
    kind("subjects that are no row", odd_subject, "forged"),
    kind("menu buttons to nowhere", go_nowhere, "unknown-command"),
    kind("flows resumed that never began", resume_nothing, "stale-button"),
    kind("step buttons outside their flow", step_of_no_flow, "stale-button"),
    kind("step buttons after the flow moved on", step_that_is_over, "stale-button", prepare=at_the_code, who="filers"),
    kind("steps skipped", step_skipped, "stale-button", prepare=at_the_code, who="filers"),
    kind("owners' answers by strangers", _about_others(OF_OWNERS), "not-yours"),
    kind("filers' buttons by strangers", _about_others(OF_FILERS), "not-yours"),
    kind("cars of others", _about_others(OF_CARS), "not-yours"),
    kind("certificates of others", _about_others(OF_MARKS), "not-yours"),
    kind("violations and payments of others", _about_others(OF_MONEY), "not-yours"),
    kind("organisations of others", _about_others(OF_COMPANIES), "not-yours"),
    kind(
        "papers and objections of others",
        _about_others(OF_PAPERS),
        "not-yours",
        "no-such-case",
        "case-decided",
        "not-contestable",
    ),
    kind("buttons with more than a row", _texts_about_others, "not-yours", "forged"),
    kind("staff buttons by others", _about_others(OF_STAFF), "not-staff", "no-such-case"),
    kind("staff buttons with more than a row", _staff_texts, "not-staff", "forged"),
    kind("buttons of users tapped by guests", _guest_taps, "not-registered", "not-yours", who="guests"),
)
