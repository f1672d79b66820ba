"""Forged text: guessed links and codes, commands of others, forwarded and edited messages, and hostile text."""

import string
from random import Random
from typing import Any

from sqlalchemy import delete

from bot.card import CardButton
from bot.cards.menu import all_commands
from storage.identity.limit_records import LimitRecord
from storage.staff import members
from tests.forgery.kinds import Kind, kind
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, forwarded, message, photo, tap, update

LETTERS = string.ascii_letters + string.digits + "_-"
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
ARGUMENTS = (
    "", " {}", " {} 1", " {} x", " {} other 假", " 桂A12345", " 桂A12345 x", " 桂B22222", " 450903199005170013",
)  # fmt: skip
STAFF_COMMANDS = (
    *(f"{each.name}{words}" for each in all_commands().values() if not each.registered and each.roles
      for words in ARGUMENTS),
    # Commands that others may use too, with what only staff may do.
    "identity {}", "identity {} approve x", "identity {} release",
)  # fmt: skip
HOSTILE = (
    "<b>bold</b>", '<a href="https://evil.example">同意</a>', "<script>alert(1)</script>", "</b></i><code>", "<b",
    "&lt;b&gt;", "{ $name }", "{ 1 ->\n *[other] x }", "{\"a\"}", "\u202e同意\u202c", "\x00\x07\x1b[31m",
    "A\u0300" * 300, "%s%n{0}",
    "'; DROP TABLE filings; --", "𝒜" * 200, "\u200b" * 50, "=HYPERLINK(\"https://evil.example\")", "x" * 4096,
)  # fmt: skip


def _random_text(random: Random, letters: str, length: int) -> str:
    return "".join(random.choice(letters) for _ in range(length))


def guessed_link(scene: Scene, random: Random, at: int) -> Update:
    """A guessed link of a vehicle code."""
    return message(scene.strangers[at], f"/start q-{_random_text(random, LETTERS, 22)}")


def altered_link(scene: Scene, random: Random, at: int) -> Update:
    """A valid link with one character changed or missing."""
    where = random.randrange(len(scene.link))
    other = random.choice([letter for letter in LETTERS if letter != scene.link[where]] + [""])
    return message(scene.strangers[at], f"/start q-{scene.link[:where]}{other}{scene.link[where + 1 :]}")


def other_code_in_link(scene: Scene, random: Random, at: int) -> Update:
    """Valid codes for other purposes, or a guessed short code, in place of a link's secret."""
    token = random.choice((scene.short, _random_text(random, CODE_LETTERS, 8), scene.share, scene.invitation))
    return message(scene.strangers[at], f"/start q-{token}")


def invalid_payload(scene: Scene, random: Random, at: int) -> Update:
    """A deep-link payload that is invalid or has an unknown prefix: the desk treats it as a plain start."""
    odd = ("q-" + "a" * 63, "q-中文", "q- ", "-", "q--" + "\x00", "admin-1", "q-<b>", "Q-" + scene.link[:5], "__-__")
    return message(scene.strangers[at], f"/start {random.choice(odd)}")


def guessed_invitation(scene: Scene, random: Random, at: int) -> Update:
    """A guessed invitation to an organisation."""
    code, form = _random_text(random, CODE_LETTERS, 12), random.choice(("/join {}", "/start join-{}"))
    return message(scene.strangers[at], form.format(code))


def staff_command(scene: Scene, random: Random, at: int) -> Update:
    """A staff command by a user who is not staff."""
    return message(scene.strangers[at], "/" + random.choice(STAFF_COMMANDS).format(1 + random.randrange(20)))


def guest_staff_command(scene: Scene, random: Random, at: int) -> Update:
    """A staff command by a guest."""
    return message(scene.guests[at], "/" + random.choice(STAFF_COMMANDS).format(1 + random.randrange(20)))


def dismissed(scene: Scene) -> None:
    """Make the strangers former members of staff."""

    def action(session: Any) -> None:
        for telegram_id in scene.strangers:
            if members.by_telegram(session, telegram_id) is None:
                roles = "reviewer;officer;admin;cashier;station"
                row = members.StaffMember(telegram_id=telegram_id, roles=roles, since=scene.app.now)
                row.name, row.ended_at = "x", scene.app.now
                session.add(row)

    scene.app.write(action)


def progress_of_another(scene: Scene, random: Random, at: int) -> Update:
    """Applications of others by their numbers, and invalid numbers."""
    number = random.choice((str(random.randrange(1, 25)), "#1", "0", "-1", "٣", "1e3", "9" * 30, "²"))
    return message(scene.strangers[at], f"/progress {number}")


def answer_by_number(scene: Scene, random: Random, at: int) -> Update:
    """An answer to an application that waits for somebody else."""
    action = random.choice(("/approve {}", "/refuse {}", "/refuse {} 不认识")).format(random.randrange(1, 25))
    return message(scene.strangers[at], action)


def own_application(scene: Scene, random: Random, at: int) -> Update:
    """A filer approves their own application."""
    return message(scene.filers[at], f"/approve {scene.applications[at].number}")


def forwarded_command(scene: Scene, random: Random, at: int) -> Update:
    """A command or answer of the owner, forwarded by a stranger."""
    number = random.randrange(1, 25)
    text = random.choice(("/approve {}", "/refuse {} x", "同意", "拒绝", "/start", "/privacy")).format(number)
    return message(scene.strangers[at], text, **forwarded(scene.owner.id))


def forwarded_by_the_owner(scene: Scene, random: Random, at: int) -> Update:
    """A stranger's answer that the owner forwards to the desk: it is not the owner's answer."""
    number = random.choice(scene.applications).number
    text = random.choice(("同意", "yes", f"/approve {number}", f"/refuse {number} x", "拒绝"))
    return message(scene.owner.id, text, **forwarded(scene.strangers[at]))


def edited(scene: Scene, random: Random, at: int) -> Update:
    """A message of the owner that is edited into an answer."""
    words = message(scene.owner.id, random.choice(("同意", f"/approve {random.randrange(25)}", "拒绝")))["message"]
    return update(edited_message={**words, "edit_date": words["date"] + 1})


def plain_yes(scene: Scene, random: Random, at: int) -> Update:
    """An answer by somebody who was not asked, also as a reply."""
    reply = {"reply_to_message": message(scene.owner.id, "?")["message"]} if random.random() < 0.5 else {}
    return message(scene.strangers[at], random.choice(("同意", "yes", "拒绝", "YES", "ok")), **reply)


def unknown_command(scene: Scene, random: Random, at: int) -> Update:
    """An unknown command."""
    name = random.choice(("admin", "sudo", "debug", "__init__", "approve_all", "eval", "审批", "x" * 300, "start;drop"))
    return message(scene.strangers[at], f"/{name} {random.randrange(99)}")


def command_for_another_bot(scene: Scene, random: Random, at: int) -> Update:
    """A command addressed to another bot."""
    return message(scene.owner.id, f"/approve@other_bot {random.choice(scene.applications).number}")


def unexpected_photo(scene: Scene, random: Random, at: int) -> Update:
    """A photo, forwarded or not, where none is asked for."""
    file_id = f"photo{random.randrange(10**6)}"
    return message(scene.strangers[at], **photo(file_id), **random.choice(({}, forwarded(scene.driver.id))))


def hostile_relation(scene: Scene, random: Random, at: int) -> Update:
    """A relationship text with markup, a formula or control characters."""
    return message(scene.strangers[at], random.choice(HOSTILE))


def forget_attempts(scene: Scene) -> None:
    """Delete the records of attempts, which would be refused for their number before anything else."""
    scene.app.write(lambda session: session.connection().execute(delete(LimitRecord)))


def asked_for_words(scene: Scene) -> None:
    """Bring every stranger to the step that asks for the relationship in words; none has tried plates before."""
    forget_attempts(scene)
    scene.feed(message(telegram_id, "/file 02 桂D44444 444444") for telegram_id in scene.strangers)
    press = CardButton("", "relation", "other", in_step=True)
    scene.feed(tap(telegram_id, scene.signed(press, telegram_id)) for telegram_id in scene.strangers)


def hostile_plate(scene: Scene, random: Random, at: int) -> Update:
    """A one-line application with hostile text in place of plate and engine number."""
    line = f"02 {random.choice(HOSTILE)} {random.choice(('123456', '２２２２２２', '%', '<b>'))}"
    return message(scene.strangers[at], f"/file {line}")


def probing(scene: Scene, random: Random, at: int) -> Update:
    """Guessed engine numbers for existing plates, and plates that do not exist."""
    plate = random.choice(("桂B22222", "桂Z99999", "桂C33333", "桂A12345"))
    return message(scene.strangers[at], f"/file 02 {plate} {random.randrange(500_000, 10**6)}")


def certificate_text(scene: Scene, random: Random, at: int) -> Update:
    """A forged certificate."""
    text = "CZ1:" + _random_text(random, string.digits + string.ascii_uppercase + " $%*+-./:", random.randrange(1, 300))
    return message(scene.strangers[at], random.choice(("/verify {}", "{}")).format(text))


def guessed_share(scene: Scene, random: Random, at: int) -> Update:
    """A guessed share code."""
    return message(scene.strangers[at], f"/verify {_random_text(random, CODE_LETTERS, 10)}")


KINDS: tuple[Kind, ...] = (
    kind("vehicle codes guessed by link", guessed_link, "vehicle-code-unknown", "too-many-probes"),
    kind("links of vehicle codes altered", altered_link, "vehicle-code-unknown", "too-many-probes"),
    kind("other codes in place of a link's secret", other_code_in_link, "vehicle-code-unknown", "too-many-probes"),
    kind("links with invalid payloads", invalid_payload),
    kind("invitations guessed", guessed_invitation, "invitation-gone"),
    kind("staff commands by others", staff_command, "not-staff"),
    kind("staff commands by guests", guest_staff_command, "not-staff", "not-registered", attackers="guests"),
    kind("staff commands by dismissed staff", staff_command, "not-staff", prepare=dismissed),
    kind("other people's applications by number", progress_of_another, "no-such-application"),
    kind("other people's questions by number", answer_by_number, "no-such-question"),
    kind("filers who approve their own applications", own_application, "no-such-question", attackers="filers"),
    kind("commands and answers forwarded", forwarded_command),
    kind("answers forwarded to the owner's own chat", forwarded_by_the_owner, attackers="owners"),
    kind("messages edited into answers", edited, attackers="owners"),
    kind("answers without a question", plain_yes),
    kind("unknown commands", unknown_command, "unknown-command"),
    kind("commands for other bots", command_for_another_bot, attackers="owners"),
    kind("unexpected photos", unexpected_photo),
    kind("hostile words for a relationship", hostile_relation, prepare=asked_for_words),
    kind("hostile plates", hostile_plate),
    kind("engine numbers guessed", probing),
    kind("forged certificates", certificate_text),
    kind("share codes guessed", guessed_share),
)
