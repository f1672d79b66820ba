"""Forged acts of people who have signed out or whose account has ended; unlocking, export and deletion without code.

The victims' phones are in somebody else's hands, or their account was given to another Telegram user.
"""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from uuid import uuid5

from sqlalchemy import delete
from sqlmodel import Session, col, select

from bot.card import CardButton
from bot.cards import organisations, privacy
from bot.cards.filing import owner_requests
from bot.cards.identity import unlocking
from bot.cards.review import identity_cases
from bot.services.identity import accounts as account_service
from bot.services.privacy.confirmation import PrivacyAct
from storage.database import add
from storage.identity import sms_codes
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose
from storage.identity.wrong_codes import WrongCode
from storage.register import people
from storage.register.people import Person
from tests.forgery import buttons as groups
from tests.forgery.kinds import Kind, kind
from tests.forgery.scene import DIGITS, Scene
from tests.forgery.updates import Update, message, tap

COMMANDS = (
    "/vehicles", "/file", "/file 02 桂B22222 222222", "/progress", "/progress {}", "/approve {}", "/refuse {} x",
    "/approvals", "/violations", "/certificate", "/organisation", "/terms",
)  # fmt: skip
BUTTONS = (
    *groups.OWNER_BUTTONS, *groups.FILER_BUTTONS, *groups.VEHICLE_BUTTONS, *groups.PAYMENT_BUTTONS,
    *groups.CERTIFICATE_BUTTONS, organisations.REMOVE_CONFIRMED, organisations.HAND_OVER_CONFIRMED,
    organisations.LEAVE_CONFIRMED, identity_cases.STOP,
)  # fmt: skip
PERSONAL = (privacy.EXPORT, privacy.DELETE, privacy.SIGN_OUT_NOW, owner_requests.PAGE, owner_requests.BLOCKS)
WORDS = ("删", "删除账号", "deleted", "D E L", "确定", "同意", "是", "yes", DIGITS, "DELETE NOW", "刪掉", "不删除")
PRIVACY_DIGITS, UNLOCK_DIGITS = "161803", 27_180_000


def each_account(scene: Scene, telegram_ids: list[int], action: Callable[[Session, Account], None]) -> None:
    """Call the action with the account of each of these Telegram users, in one transaction."""

    def write(session: Session) -> None:
        for account in session.exec(select(Account).where(col(Account.telegram_id).in_(telegram_ids))).all():
            action(session, account)

    scene.app.write(write)


def sign_victims_out(scene: Scene) -> None:
    """Let every victim be signed out."""
    each_account(scene, scene.victims, lambda session, account: set_locked(session, account, scene, locked=True))


def set_locked(session: Session, account: Account, scene: Scene, *, locked: bool) -> None:
    """Lock or unlock this account."""
    account.locked_at = scene.app.now if locked else None
    add(session, account)


def end_accounts(scene: Scene) -> None:
    """End the account of every victim, as an identity case does."""

    def end(session: Session, account: Account) -> None:
        if account.ended_at is None:
            account_service.end(session, account, now=scene.app.now)

    each_account(scene, scene.victims, end)


def command(scene: Scene, random: Random, at: int) -> Update:
    """A victim's command, about their own applications and vehicles."""
    text = random.choice(COMMANDS).format(random.choice(scene.applications).number)
    return message(random.choice(scene.victims), text)


def button(scene: Scene, random: Random, at: int) -> Update:
    """A button with a valid signature on a victim's screen, about themselves or about any row."""
    who, subject = random.choice(scene.victims), random.choice(scene.subjects).hex
    press = CardButton("", random.choice(BUTTONS).verb, subject)
    if random.random() < 0.5:
        personal = random.choice(PERSONAL)
        press = CardButton("", personal.verb, "1" if personal.subject_type is int else "")
    return tap(who, scene.signed(press, who))


def give_codes(scene: Scene, *, locked: bool) -> None:
    """Send every stranger a code for unlocking and one for privacy, each with digits of their own."""
    at = {telegram_id: number for number, telegram_id in enumerate(scene.strangers)}

    def send(session: Session, account: Account) -> None:
        set_locked(session, account, scene, locked=locked)
        person, own = session.get_one(Person, account.person_id), at[account.telegram_id]
        people.set_phone(person, f"+8613700000{200 + own}")
        now, to, until = scene.app.now, person.phone_index, scene.app.now + timedelta(minutes=5)
        about_export = uuid5(account.id, PrivacyAct.EXPORT)
        for purpose, subject, code in (
            (CodePurpose.UNLOCK, account.id, str(UNLOCK_DIGITS + own)),
            (CodePurpose.PRIVACY, account.id, privacy_digits(own)),
            (CodePurpose.PRIVACY, about_export, privacy_digits(own)),
        ):
            sms_codes.new(session, purpose, subject, to=to, digits=code, at=now, expires_at=until)

    scene.app.write(lambda session: session.connection().execute(delete(WrongCode)))
    each_account(scene, scene.strangers, send)


def privacy_digits(at: int) -> str:
    """Return the code for privacy of stranger `at`."""
    return str(int(PRIVACY_DIGITS) + at)


def tap_all(scene: Scene, verb: str, *, in_step: bool = False) -> None:
    """Let every stranger tap a button."""
    press = CardButton("", verb, "", in_step=in_step)
    scene.feed([tap(each, scene.signed(press, each)) for each in scene.strangers])


def unlocking_step(scene: Scene) -> None:
    """Bring every stranger, signed out, to the step that asks for the code."""
    give_codes(scene, locked=True)
    tap_all(scene, unlocking.UNLOCK.verb)


def export_step(scene: Scene) -> None:
    """Bring every stranger to the step that asks for the code of the export."""
    give_codes(scene, locked=False)
    tap_all(scene, privacy.EXPORT.verb)


def word_step(scene: Scene) -> None:
    """Bring every stranger to the step that asks for the word that confirms the deletion."""
    give_codes(scene, locked=False)
    tap_all(scene, privacy.DELETE.verb)
    tap_all(scene, privacy.GO_ON.verb, in_step=True)


def deletion_step(scene: Scene) -> None:
    """Bring every stranger to the step that asks for the code of the deletion."""
    word_step(scene)
    scene.feed([message(each, "删除") for each in scene.strangers])


def wrong_unlock_code(scene: Scene, random: Random, at: int) -> Update:
    """Guessed digits, the code of another account, or an own code for another purpose."""
    others = str(UNLOCK_DIGITS + (at + 1) % len(scene.strangers))
    guess = f"{random.randrange(10**7):08}"
    return message(scene.strangers[at], random.choice((guess, others, f"{privacy_digits(at)}00", f"00{scene.code}")))


def wrong_privacy_code(scene: Scene, random: Random, at: int) -> Update:
    """Guessed digits, the code of another account, or an own code for another purpose."""
    others, guess = privacy_digits((at + 1) % len(scene.strangers)), f"{random.randrange(10**5):06}"
    return message(scene.strangers[at], random.choice((guess, others, str(UNLOCK_DIGITS + at)[:6], scene.code)))


def other_word(scene: Scene, random: Random, at: int) -> Update:
    """Another word than the one that confirms the deletion."""
    return message(scene.strangers[at], random.choice(WORDS))


WRONG_CODE = ("code-wrong", "code-used-up", "codes-locked")
CODES: tuple[Kind, ...] = (
    kind("exports without the right code", wrong_privacy_code, *WRONG_CODE, prepare=export_step),
    kind("deletions without the right code", wrong_privacy_code, *WRONG_CODE, prepare=deletion_step),
    kind("deletions confirmed by other words", other_word, "not-the-word", prepare=word_step),
    kind("accounts unlocked without the right code", wrong_unlock_code, *WRONG_CODE, prepare=unlocking_step),
)
ACCOUNTS: tuple[Kind, ...] = (
    kind(
        "commands of people who have signed out", command, "signed-out", prepare=sign_victims_out, attackers="victims"
    ),
    kind(
        "buttons of people who have signed out",
        button,
        "signed-out",
        "not-yours",
        prepare=sign_victims_out,
        attackers="victims",
    ),
    kind("commands of accounts that have ended", command, "account-ended", prepare=end_accounts, attackers="victims"),
    kind(
        "buttons of accounts that have ended",
        button,
        "account-ended",
        "not-registered",
        "not-yours",
        prepare=end_accounts,
        attackers="victims",
    ),
)
