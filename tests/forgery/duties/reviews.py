"""Cases that another reviewer has taken, and cases that nobody has taken, decided by a third."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from sqlmodel import Session, select

from bot.card import CardButton
from bot.cards.review import queue as cards
from storage.database import add
from storage.identity.accounts import Account
from storage.review.reviews import Review, ReviewStatus
from tests.forgery.kinds import Kind, Make, kind
from tests.forgery.own_matters import as_second_accounts, case_number
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, message, tap

STAFF_PHONE = "+8613911114444"
DECIDING = (cards.PASS, cards.RELEASE, cards.FALSE, cards.RETURN_WORDS)
DECISIONS = ("/pass {}", "/return {} 1", "/return {} other 看不清", "/release {}", "/block {} 1", "/block {}")


def prepared(status: ReviewStatus, *, has_expired: bool = False) -> Callable[[Scene], None]:
    """Return a preparation: the strangers are reviewers, and the case has this status; if taken, by the reviewer."""

    def prepare(scene: Scene) -> None:
        as_second_accounts(lambda scene: STAFF_PHONE)(scene)

        def action(session: Session) -> None:
            review, now = session.get_one(Review, scene.review.id), scene.app.now
            review.status, review.reviewer, review.reviewer_person, review.lease_until = status, None, None, None
            if status is ReviewStatus.TAKEN:
                account = session.exec(select(Account).where(Account.telegram_id == scene.reviewer.id)).one()
                review.reviewer, review.reviewer_person = account.id, account.person_id
                review.lease_until = now - timedelta(minutes=1) if has_expired else now + timedelta(days=300)
            add(session, review)

        scene.app.write(action)

    return prepare


def deciding(*more: tuple[str, str]) -> Make:
    """Return a generator of decisions by buttons and commands about the case; more: further ones, as verb, command."""

    def make(scene: Scene, random: Random, at: int) -> Update:
        who, key = scene.strangers[at], scene.review.id
        if random.random() < 0.5:
            number = scene.app.read(lambda session: case_number(session, scene))
            return message(who, random.choice((*DECISIONS, *(command for _, command in more))).format(number))
        verbs = (*(each.verb for each in DECIDING), *(verb for verb, _ in more))
        presses = (*(CardButton("", verb, key.hex) for verb in verbs), cards.RETURN.on_pair("", key, "1"))
        return tap(who, scene.signed(random.choice(presses), who))

    return make


KINDS: tuple[Kind, ...] = (
    kind(
        "cases that another reviewer has taken",
        deciding((cards.TAKE.verb, "/take {}")), "held-by-other", prepare=prepared(ReviewStatus.TAKEN),
    ),
    kind("cases that nobody has taken", deciding(), "not-held", prepare=prepared(ReviewStatus.WAITING)),
    kind(
        "cases whose lease has expired",
        deciding(), "not-held", prepare=prepared(ReviewStatus.TAKEN, has_expired=True),
    ),
)  # fmt: skip
