"""Forged acts of accounts that have become part of another one, and of people whose phone number is somebody else's.

The filers have lost their account: whoever has their ID number is verified in another one, which has everything now.
"""

from random import Random

from sqlmodel import Session, col, select

from bot.card import CardButton
from bot.cards import privacy
from bot.services.identity import phone_changes
from bot.services.review import identity_absorptions
from storage.database import add
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from tests.forgery.kinds import Kind, kind
from tests.forgery.locked_accounts import BUTTONS, COMMANDS, PERSONAL
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, message, tap

NEW_ACCOUNTS = 870_000_000


def absorb(scene: Scene) -> None:
    """Let each filer's row only declare the number that the same person holds in another account; take it up."""

    def action(session: Session) -> None:
        for number, account in enumerate(_accounts(session, scene.filers)):
            if account.person_id is None:
                continue
            holder = session.get_one(Person, account.person_id)
            declared = add(session, _declared(holder))
            account.person_id = declared.id
            add(session, account)
            user, now = NEW_ACCOUNTS + number, scene.app.now
            own = Account(bot_id=account.bot_id, telegram_id=user, person_id=holder.id, created_at=now)
            own.registered_at = now
            add(session, own)
            assert identity_absorptions.absorb(session, declared.id, now=scene.app.now)

    scene.app.write(action)
    scene.app.settle()


def _accounts(session: Session, telegram_ids: list[int]) -> list[Account]:
    return list(session.exec(select(Account).where(col(Account.telegram_id).in_(telegram_ids))))


def _declared(holder: Person) -> Person:
    facts = {"id_number": holder.id_number, "name": holder.name, "phone": holder.phone}
    return people.new(**facts, registered=False, is_held=True)


def take_phones(scene: Scene) -> None:
    """Somebody else has shown each stranger's phone number to be theirs."""

    def action(session: Session) -> None:
        found = [session.get_one(Person, each.person_id) for each in _accounts(session, scene.strangers)]
        for number, person in enumerate(found):
            people.set_phone(person, f"+86136000{number:05}")
            person.phone_unconfirmed = False
            add(session, person)
        phone_changes.end_claims(session, found, now=scene.app.now)

    scene.app.write(action)
    scene.app.settle()


def command(scene: Scene, random: Random, at: int) -> Update:
    """A command of the lost account, about what was theirs."""
    application = scene.applications[at]
    return message(scene.filers[at], random.choice(COMMANDS).format(application.number))


def button(scene: Scene, random: Random, at: int) -> Update:
    """A button of an old message of the lost account, about their application or any row."""
    subject = random.choice((scene.applications[at].id, random.choice(scene.subjects)))
    press = CardButton("", random.choice(BUTTONS).verb, subject.hex)
    if random.random() < 0.3:
        personal = random.choice(PERSONAL)
        press = CardButton("", personal.verb, "1" if personal.subject_type is int else "")
    return tap(scene.filers[at], scene.signed(press, scene.filers[at]))


def personal(scene: Scene, random: Random, at: int) -> Update:
    """An export, whose code would go to a number that is somebody else's now."""
    press = privacy.EXPORT.on("", "")
    return tap(scene.strangers[at], scene.signed(press, scene.strangers[at]))


PHONES: tuple[Kind, ...] = (
    kind("data of people whose phone number is somebody else's", personal, "no-phone-to-confirm", prepare=take_phones),
)
ACCOUNTS: tuple[Kind, ...] = (
    kind(
        "commands of accounts that are part of another one",
        command, "account-ended", prepare=absorb, attackers="filers",
    ),
    kind(
        "buttons of accounts that are part of another one",
        button, "account-ended", "not-registered", "not-yours", prepare=absorb, attackers="filers",
    ),
)  # fmt: skip
