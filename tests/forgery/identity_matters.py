"""Forged acts on identity cases: on one's own under a second account, on those of other reviewers, too early, too late.

The strangers are members of staff with every role; the driver is the holder whose account a case would end.
"""

from collections.abc import Callable
from random import Random
from typing import Any

from sqlmodel import Session, select

from bot.card import Button, CardButton
from bot.cards.review import identity_cases as own_cards, identity_queue as cards
from storage.database import add
from storage.identity.accounts import Account
from storage.review.identity_cases import IdentityCase, IdentityCaseKind, IdentityCaseStatus
from tests.forgery.kinds import Kind, Make, kind
from tests.forgery.own_matters import as_second_accounts
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, message, tap

STAFF_PHONE = "+8613911113333"
DECIDING: tuple[Button[Any], ...] = (cards.RELEASE, cards.APPROVE, cards.REJECT)
DECISIONS = (
    "/identity {} approve 证件一致",
    "/identity {} reject 不一致",
    "/identity {} release",
    "/identity {} 通过 一致",
)


def case_of(scene: Scene) -> IdentityCase:
    """Return the case against the driver."""
    query = select(IdentityCase).where(IdentityCase.holder_id == scene.driver.person_id)
    found: IdentityCase = scene.app.read(lambda session: session.exec(query).one())
    return found


def prepared(
    status: IdentityCaseStatus, reviewer: str = "", *, phone: Callable[[Scene], str]
) -> Callable[[Scene], None]:
    """Return a preparation: the strangers are staff with this phone number, and the case has this status.

    reviewer: the scene's list of people whose first has taken the case.
    """

    def prepare(scene: Scene) -> None:
        as_second_accounts(phone)(scene)
        key = case_of(scene).id

        def action(session: Session) -> None:
            case = session.get_one(IdentityCase, key)
            case.status, case.reviewer, case.reviewer_person, case.lease_until = status, None, None, None
            if status is IdentityCaseStatus.TAKEN:
                who = getattr(scene, reviewer)[0]
                account = session.exec(select(Account).where(Account.telegram_id == who)).one()
                case.reviewer, case.reviewer_person = account.id, account.person_id
                case.lease_until = case.due_at
            case.closed_at = None if case.is_open else scene.app.now
            add(session, case)

        scene.app.write(action)

    return prepare


def by_staff(*buttons: Button[Any], commands: tuple[str, ...] = ()) -> Make:
    """Return a generator of taps on these buttons, and of these commands, about the case by strangers."""

    def make(scene: Scene, random: Random, at: int) -> Update:
        return act(scene, scene.strangers[at], random, buttons, commands)

    return make


def act(
    scene: Scene, who: int, random: Random, buttons: tuple[Button[Any], ...], commands: tuple[str, ...] = ()
) -> Update:
    """Return a tap on one of these buttons about the case, or one of these commands."""
    case = case_of(scene)
    if random.randrange(len(buttons) + len(commands)) < len(commands):
        return message(who, random.choice(commands).format(case.number))
    return tap(who, scene.signed(CardButton("", random.choice(buttons).verb, case.id.hex), who))


def too_early(scene: Scene, random: Random, at: int) -> Update:
    """The reviewer who has taken the case approves it before the holder's time to object is over."""
    number = case_of(scene).number
    return message(
        scene.strangers[0],
        random.choice((f"/identity {number} approve 证件一致", f"/identity {number} 通过 same face")),
    )


def by_holder(scene: Scene, random: Random, at: int) -> Update:
    """The holder objects to a case that is decided."""
    return act(scene, scene.drivers[0], random, (own_cards.STOP,))


def asking(scene: Scene) -> None:
    """Bring every stranger, who is not staff any more, to the choice of what their own case is about."""
    scene.feed([tap(each, scene.signed(CardButton("", own_cards.BEGIN.verb, ""), each)) for each in scene.strangers])


def other_kind(scene: Scene, random: Random, at: int) -> Update:
    """A registered person claims the account of somebody else as lost, or asks for what there is not."""
    kinds = (IdentityCaseKind.LOST_ACCOUNT.value, IdentityCaseKind.VERIFY.value, "", "admin", "LOST_ACCOUNT")
    press = CardButton("", own_cards.KIND.verb, random.choice(kinds), in_step=True)
    return tap(scene.strangers[at], scene.signed(press, scene.strangers[at]))


WAITING, TAKEN, REJECTED = IdentityCaseStatus.WAITING, IdentityCaseStatus.TAKEN, IdentityCaseStatus.REJECTED
KINDS: tuple[Kind, ...] = (
    kind(
        "own identity cases under a second account",
        by_staff(cards.TAKE, *DECIDING, commands=("/identity {}", *DECISIONS)), "identity-own",
        prepare=prepared(WAITING, phone=lambda scene: scene.driver.phone),
    ),
    kind(
        "identity cases of the number that the applicant wants, by who has it",
        by_staff(cards.TAKE, *DECIDING, commands=("/identity {}", *DECISIONS)), "identity-own",
        prepare=prepared(WAITING, phone=lambda scene: case_of(scene).phone),
    ),
    kind(
        "identity cases that nobody has taken",
        by_staff(*DECIDING, commands=DECISIONS), "identity-not-held",
        prepare=prepared(WAITING, phone=lambda scene: STAFF_PHONE),
    ),
    kind(
        "identity cases that another reviewer has taken",
        by_staff(cards.TAKE, *DECIDING, commands=("/identity {}", *DECISIONS)), "identity-not-held",
        prepare=prepared(TAKEN, "reviewers", phone=lambda scene: STAFF_PHONE),
    ),
    kind(
        "identity cases approved before the holder's time is over",
        too_early, "identity-wait",
        prepare=prepared(TAKEN, "strangers", phone=lambda scene: STAFF_PHONE),
    ),
    kind(
        "identity cases disputed, withdrawn or confirmed by staff",
        by_staff(own_cards.STOP, own_cards.WITHDRAW, own_cards.CODE), "not-yours",
        prepare=prepared(WAITING, phone=lambda scene: STAFF_PHONE),
    ),
    kind(
        "identity cases that are decided, by staff",
        by_staff(cards.TAKE, *DECIDING, commands=("/identity {}", *DECISIONS)), "identity-closed",
        prepare=prepared(REJECTED, phone=lambda scene: STAFF_PHONE),
    ),
    kind(
        "identity cases that are decided, by the holder",
        by_holder, "identity-closed",
        prepare=prepared(REJECTED, phone=lambda scene: STAFF_PHONE), attackers="drivers",
    ),
    kind("identity cases of a kind that is not offered", other_kind, "stale-button", prepare=asking),
)  # fmt: skip
